/* See support.h. */
#include "support.h"
#include "fixture/load.h"
#include "judge/expect.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "qfpay/wire.h"

static const char requirements[] =
    "{\"schema\": \"qfpay-requirements/1\", \"checked\": \"2026-11-23\", \"requirements\": ["
    "{\"id\": \"PAY-EXP-02\", \"section\": \"payment\", \"evidence\": \"seed\","
    " \"source\": \"[seed]\", \"text\": \"At least 5 minutes.\", \"observable\": true,"
    " \"breakable\": true},"
    "{\"id\": \"PAY-EXP-03\", \"section\": \"payment\", \"evidence\": \"assumed\","
    " \"source\": \"OQ-27\", \"text\": \"Else 1104.\", \"observable\": true,"
    " \"breakable\": false, \"reason\": \"only says which code\"},"
    "{\"id\": \"SIG-15\", \"section\": \"signature\", \"evidence\": \"docs\", \"source\": "
    "\"[docs]\","
    " \"text\": \"A recommendation.\", \"observable\": false, \"reason\": \"nothing to see\"}]}";
static const char payment[] =
    "{\"schema\": \"qfpay-template/1\", \"name\": \"wechat-web-qr\", \"call\": \"payment\","
    " \"source\": \"seed\", \"params\": {\"txamt\": \"10\", \"out_trade_no\": \"${unique}\"}}";
static const char query[] =
    "{\"schema\": \"qfpay-template/1\", \"name\": \"query\", \"call\": \"query\","
    " \"source\": \"seed\", \"params\": {\"out_trade_no\": \"${unique}\"}}";
static const char alipay[] =
    "{\"schema\": \"qfpay-template/1\", \"name\": \"alipay-qr\", \"call\": \"payment\","
    " \"source\": \"docs\", \"params\": {\"txamt\": \"10\", \"pay_type\": \"800101\"}}";
static const char refund[] =
    "{\"schema\": \"qfpay-template/1\", \"name\": \"refund\", \"call\": \"refund\","
    " \"source\": \"docs\", \"params\": {\"syssn\": \"${syssn}\", \"txamt\": \"10\"}}";

static const char retired[] =
    "{\"schema\": \"qfpay-retired/1\", \"retired\": [{\"id\": \"made.old\","
    " \"since\": \"2026-11-23\", \"why\": \"It was renamed.\", \"see\": [\"made.case\"]}]}";

static char complaints[8192];

const char *
problems(void)
{
    return complaints;
}

void
assert_contains(const char *text, const char *part)
{
    if (!strstr(text, part))
        fail_msg("\"%s\" is not in: %s", part, text);
}

void
assert_lacks(const char *text, const char *part)
{
    if (strstr(text, part))
        fail_msg("\"%s\" is in: %s", part, text);
}

static void
write_text(const char *folder, const char *name, const char *content)
{
    char path[512];
    FILE *file;

    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void
make_folder(const char *folder, const char *name)
{
    char path[512];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(mkdir(path, 0700), 0);
}

static void
remove_file(const char *folder, const char *name)
{
    char path[512];

    snprintf(path, sizeof path, "%s/%s", folder, name);
    assert_int_equal(remove(path), 0);
}

struct suite *
load_folder(const char *own_requirements, const char *own_retired, const char *content)
{
    static const char *const made[] = {"cases/made.json",
                                       "templates/payment.json",
                                       "templates/query.json",
                                       "templates/alipay.json",
                                       "templates/refund.json",
                                       "requirements.json",
                                       "retired.json",
                                       "cases",
                                       "templates"};
    const char *parent = getenv("TMPDIR");
    char folder[256];
    FILE *notes = fmemopen(complaints, sizeof complaints, "w");
    struct suite *suite;
    size_t i;

    snprintf(folder, sizeof folder, "%s/conform-XXXXXX", parent ? parent : "/tmp");
    assert_non_null(notes);
    assert_non_null(mkdtemp(folder));
    make_folder(folder, "cases");
    make_folder(folder, "templates");
    write_text(folder, "requirements.json", own_requirements ? own_requirements : requirements);
    write_text(folder, "retired.json", own_retired ? own_retired : retired);
    write_text(folder, "templates/payment.json", payment);
    write_text(folder, "templates/query.json", query);
    write_text(folder, "templates/alipay.json", alipay);
    write_text(folder, "templates/refund.json", refund);
    write_text(folder, "cases/made.json", content);
    complaints[0] = '\0';
    suite = suite_load(folder, notes);
    fclose(notes);
    for (i = 0; i < sizeof made / sizeof made[0]; i++)
        remove_file(folder, made[i]);
    assert_int_equal(rmdir(folder), 0);
    return suite;
}

struct suite *
load_file(const char *content)
{
    return load_folder(NULL, NULL, content);
}

struct suite *
load_case(const char *members)
{
    char content[8192];

    snprintf(
        content, sizeof content,
        "{\"schema\": \"qfpay-fixtures/1\", \"subject\": \"made\", \"cases\": [{"
        "\"id\": \"made.case\", \"requirement\": \"PAY-EXP-02\", \"evidence\": \"seed\","
        "\"source\": \"a page\", \"checked\": \"2026-11-23\", \"comment\": \"It is so.\", %s}]}",
        members);
    return load_file(content);
}

struct suite *
load_expectation(const char *expect)
{
    char members[4096];

    snprintf(members, sizeof members,
             "\"safety\": \"creates-nothing\", \"steps\": [{\"call\": \"payment\","
             "\"base\": \"wechat-web-qr\", \"expect\": %s}]",
             expect);
    return load_case(members);
}

struct bench *
a_reply(int http, const char *body)
{
    struct bench *bench = calloc(1, sizeof *bench);

    assert_non_null(bench);
    bench->suite = load_expectation("{\"http\": 200}");
    assert_non_null(bench->suite);
    bench->arena = arena_new();
    bench->merchant.app_code = "APP";
    bench->merchant.client_key = "0123456789ABCDEF0123456789ABCDEF";
    scope_init(&bench->scope, bench->arena);
    bench->scope.merchant = &bench->merchant;
    findings_init(&bench->findings);
    bench->judge.suite = bench->suite;
    bench->judge.scope = &bench->scope;
    bench->judge.where = "";
    bench->judge.findings = &bench->findings;
    bench->judge.grade.evidence = EVIDENCE_SEED;
    bench->judge.grade.source = "a page";
    assert_int_equal(qfpay_signer_new(&bench->judge.signer, NULL), QFPAY_OK);
    qfpay_response_init(&bench->reply.raw);
    bench->reply.answered = true;
    bench->reply.problem = "";
    bench->reply.http = http;
    assert_int_equal(qfpay_response_add_body(&bench->reply.raw, body, strlen(body)), QFPAY_OK);
    if (qfpay_wire_parse(body, strlen(body), &bench->json, NULL) == QFPAY_OK)
        bench->reply.json = bench->json;
    return bench;
}

void
bench_free(struct bench *bench)
{
    cJSON_Delete(bench->json);
    qfpay_response_clear(&bench->reply.raw);
    qfpay_signer_free(bench->judge.signer);
    arena_free(bench->arena);
    suite_free(bench->suite);
    free(bench);
}

void
with_header(struct bench *bench, const char *name, const char *value)
{
    assert_int_equal(
        qfpay_response_add_header(&bench->reply.raw, name, strlen(name), value, strlen(value)),
        QFPAY_OK);
}

static void
delete_json(void *json)
{
    cJSON_Delete(json);
}

const char *
judged(struct bench *bench, const char *expect)
{
    struct subject subject = subject_of(&bench->reply);
    cJSON *json = cJSON_Parse(expect);

    assert_non_null(json);
    judge_expect(&bench->judge, &subject, json);
    /* A finding may point into the expectation, so both live as long as the bench. */
    arena_defer(bench->arena, delete_json, json);
    return bench->findings.first ? bench->findings.first->message : "";
}
