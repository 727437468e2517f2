/* Expectations: each check holds for the right answer and gives a finding for a wrong one; evidence
 * decides the verdict. */
#include <string.h>

#include "fixture/load.h"
#include "judge/expect.h"
#include "support.h"

#define ACCEPTED                                                                                   \
    "{\"respcd\": \"0000\", \"syssn\": \"20260101\", \"txamt\": \"10\", \"cardcd\": \"\"}"
#define REFUSED "{\"respcd\": \"1104\", \"resperr\": \"x\", \"respmsg\": \"\"}"
#define RECORDS                                                                                    \
    "{\"respcd\": \"0000\", \"data\": ["                                                           \
    "{\"syssn\": \"2\", \"respcd\": \"1143\", \"sysdtm\": \"2026-01-02 00:00:00\"},"               \
    "{\"syssn\": \"1\", \"respcd\": \"0000\", \"sysdtm\": \"2026-01-01 00:00:00\"}]}"

/* Rows: an answer, an expectation, and a part of the finding; NULL when there is none. */
static const struct {
    const char *body;
    const char *expect;
    const char *finding;
} rows[] = {
    {ACCEPTED, "{\"http\": 200}", NULL},
    {ACCEPTED, "{\"http\": [400, \"2xx\"]}", NULL},
    {ACCEPTED, "{\"http\": \"4xx\"}", "expected HTTP status \"4xx\", got 200"},
    {ACCEPTED, "{\"outcome\": \"success\"}", NULL},
    {REFUSED, "{\"outcome\": \"failure\"}", NULL},
    {REFUSED, "{\"outcome\": [\"success\", \"pending\"]}", "got failure (respcd \"1104\""},
    {"{\"respcd\": \"1145\"}", "{\"outcome\": \"pending\"}", NULL},
    {"{\"respcd\": \"\"}", "{\"outcome\": \"success\"}", "without respcd"},
    {"<html>", "{\"outcome\": \"failure\"}", "without respcd"},
    {"<html>", "{\"outcome\": \"unclear\"}", NULL},
    {ACCEPTED, "{\"outcome\": [\"unclear\", \"lost\"]}", "got success"},
    {REFUSED, "{\"respcd\": [\"1103\", \"1104\"]}", NULL},
    {REFUSED, "{\"respcd\": \"1103\"}", "expected respcd \"1103\", got \"1104\""},
    {ACCEPTED, "{\"present\": [\"cardcd\"]}", NULL},
    {ACCEPTED, "{\"present\": [\"qrcode\"]}", "expected qrcode to be there"},
    {"[]", "{\"present\": [\"qrcode\"]}", "one JSON object"},
    {ACCEPTED, "{\"filled\": [\"syssn\"]}", NULL},
    {ACCEPTED, "{\"filled\": [\"cardcd\"]}", "expected cardcd to have a value"},
    {ACCEPTED, "{\"absent\": [\"qrcode\", \"cardcd\"]}", NULL},
    {"{\"syssn\": null}", "{\"absent\": [\"syssn\"]}", NULL},
    {ACCEPTED, "{\"absent\": [\"syssn\"]}", "expected no syssn, got \"20260101\""},
    {"<html>", "{\"absent\": [\"syssn\"]}", NULL},
    {ACCEPTED, "{\"equal\": {\"txamt\": \"10\"}}", NULL},
    {"{\"txamt\": 10}", "{\"equal\": {\"txamt\": \"10\"}}", NULL},
    {"{\"frozen\": true}", "{\"equal\": {\"frozen\": \"true\"}}", NULL},
    {"{\"rate\": 0.1}", "{\"equal\": {\"rate\": \"0.1\"}}", NULL},
    {"{\"txamt\": 10.5}", "{\"equal\": {\"txamt\": \"10\"}}", "got 10.5"},
    {ACCEPTED, "{\"equal\": {\"txamt\": \"11\"}}", "expected txamt \"11\", got \"10\""},
    {RECORDS, "{\"equal\": {\"data.1.syssn\": \"1\"}}", NULL},
    {RECORDS, "{\"equal\": {\"data.2.syssn\": \"1\"}}", "got nothing"},
    {ACCEPTED, "{\"differ\": {\"txamt\": \"11\"}}", NULL},
    {ACCEPTED, "{\"differ\": {\"txamt\": \"10\"}}", "to differ"},
    {ACCEPTED, "{\"differ\": {\"data.0.txamt\": \"10\"}}", "to be there and to differ"},
    {"{\"txamt\": null}", "{\"differ\": {\"txamt\": \"10\"}}", "to be there and to differ"},
    {ACCEPTED, "{\"match\": {\"syssn\": \"^20[0-9]{6}$\"}}", NULL},
    {ACCEPTED, "{\"match\": {\"syssn\": \"^21\"}}", "to match ^21"},
    {ACCEPTED, "{\"types\": {\"txamt\": \"string\"}}", NULL},
    {"{\"txamt\": 1}", "{\"types\": {\"txamt\": \"string-or-number\"}}", NULL},
    {"{\"txamt\": 1}", "{\"types\": {\"txamt\": \"string\"}}", "to be a JSON string, got 1"},
    {"{\"a\": \"測試\"}", "{\"max_length\": {\"a\": 2}}", NULL},
    {"{\"a\": \"測試!\"}", "{\"max_length\": {\"a\": 2}}", "at most 2 characters, got 3"},
    {RECORDS, "{\"length\": {\"data\": 2}}", NULL},
    {RECORDS, "{\"distinct\": [\"syssn\"]}", NULL},
    {"{\"data\": [{\"a\": \"1\"}, {\"a\": \"2\"}, {\"a\": 1}]}", "{\"distinct\": [\"a\"]}",
     "got 1 twice"},
    {"{\"data\": [{}, {}]}", "{\"distinct\": [\"a\"]}", NULL},
    {ACCEPTED, "{\"distinct\": [\"a\"]}", "to be an array"},
    {RECORDS, "{\"length\": {\"data\": {\"min\": 3}}}", "got 2"},
    {ACCEPTED, "{\"length\": {\"data\": 0}}", "to be an array"},
    {RECORDS, "{\"sorted\": {\"by\": \"sysdtm\", \"newest\": \"first\"}}", NULL},
    {RECORDS, "{\"sorted\": {\"by\": \"sysdtm\", \"newest\": \"last\"}}", "newest last"},
    {RECORDS,
     "{\"record\": {\"where\": {\"syssn\": \"2\"}, \"expect\": {\"outcome\": \"pending\"}}}", NULL},
    {RECORDS,
     "{\"record\": {\"where\": {\"syssn\": \"2\"}, \"expect\": {\"outcome\": \"success\"}}}",
     "record with syssn 2: expected the outcome \"success\", got pending"},
    {RECORDS, "{\"record\": {\"where\": {\"syssn\": \"3\"}}}", "expected 1 element(s)"},
    {RECORDS, "{\"record\": {\"where\": {\"syssn\": \"1\"}, \"count\": 0}}", "expected 0"},
    {RECORDS, "{\"not_before\": {\"data.0.sysdtm\": \"2026-01-01 00:00:00\"}}", NULL},
    {RECORDS, "{\"not_before\": {\"data.0.sysdtm\": \"2026-01-03 00:00:00\"}}", "not before"},
    {RECORDS, "{\"near\": {\"data.0.sysdtm\": \"1s\"}}", "within 1s"},
    {ACCEPTED, "{\"near\": {\"txamt\": \"1s\"}}", "to be a time"},
    {ACCEPTED, "{\"json\": \"wire\"}", NULL},
    {ACCEPTED, "{\"json\": \"flat\"}", NULL},
    {RECORDS, "{\"json\": \"flat\"}", "object or an array inside"},
    {"{\"a\":\"b\"}", "{\"json\": \"wire\"}", "without a space"},
    {"{\"a\": \"測\"}", "{\"json\": \"wire\"}", "beyond ASCII"},
    {"{\"a\": \"\\u6E2C\"}", "{\"json\": \"wire\"}", "upper-case"},
    {"{\"a\": \"\\u6e2c, b:c\\\"\"}", "{\"json\": \"wire\"}", NULL},
    {"{\"a\": \"b\"\n}", "{\"json\": \"wire\"}", "white space"},
    {"{\"a\": \"b\"\n}", "{\"json\": \"pretty\"}", NULL},
    {"{\"a\": \"b\\n\\\"\"}", "{\"json\": \"pretty\"}", "no line breaks"},
    {"<html>", "{\"json\": \"none\"}", NULL},
    {ACCEPTED, "{\"json\": \"none\"}", "no JSON, got"},
    {"SUCCESS", "{\"body\": \"SUCCESS\"}", NULL},
    {"SUCCESS", "{\"body\": \"SUCCES\"}", "6 bytes that are given; got 7"},
    {"SUCCESS", "{\"body\": \"SUCcess\"}", "byte 4"},
    {"", "{\"body\": \"x\"}", "got 0"},
    {ACCEPTED, "{\"signature\": \"wrong\"}", "expected a header X-QF-SIGN, got none"},
    {ACCEPTED, "{\"key_order\": [\"respcd\", \"txamt\"]}", NULL},
    {ACCEPTED, "{\"key_order\": [\"txamt\", \"respcd\"]}", "another order from respcd on"},
    {"{\"in\": {\"a\": 1, \"b\": 2}}", "{\"key_order\": [\"in.a\", \"in.b\"]}", NULL},
    {"{\"in\": {\"b\": 2, \"a\": 1}}", "{\"key_order\": [\"in.a\", \"in.b\"]}", "from in.b on"},
    {ACCEPTED, "{\"excludes\": [\"${client_key}\"]}", NULL},
    {"{\"a\": \"0123456789ABCDEF0123456789ABCDEF\"}", "{\"excludes\": [\"${client_key}\"]}",
     "the body contains ${client_key}"},
    {ACCEPTED, "{\"signature\": \"not-wrong\"}", NULL},
    {ACCEPTED, "{\"signature\": \"valid\"}", "got none"},
    {ACCEPTED, "{\"header\": {\"X-QF-SIGN\": null}}", NULL},
    {ACCEPTED, "{\"header\": {\"Content-Type\": \"json\"}}", "expected a header Content-Type"},
    {ACCEPTED, "{\"equal\": {\"txamt\": \"${nobody}\"}}", "cannot be computed"},
    {"{\"a\": \"\", \"b\": null}",
     "{\"may_lack\": [\"a\", \"b\", \"c\"], \"equal\": {\"a\": \"1\"}, \"match\": {\"b\": \"1\"},"
     " \"types\": {\"b\": \"string\"}, \"differ\": {\"c\": \"1\"}, \"near\": {\"c\": \"1m\"},"
     " \"not_before\": {\"c\": \"2026\"}}",
     NULL},
    {"{\"a\": \"2\"}", "{\"may_lack\": [\"a\"], \"equal\": {\"a\": \"1\"}}", "expected a \"1\""},
    {"{\"b\": \"2\"}", "{\"may_lack\": [\"a\"], \"equal\": {\"b\": \"1\"}}", "expected b \"1\""},
    {RECORDS,
     "{\"may_lack\": [\"no\"], \"record\": {\"where\": {}, \"expect\": {\"equal\": {\"no\": "
     "\"1\"}}}}",
     "expected no \"1\""},
};

static void
each_check_finds_what_is_wrong_and_only_that(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        struct bench *bench = a_reply(200, rows[i].body);
        const char *finding = judged(bench, rows[i].expect);

        if (!rows[i].finding && finding[0])
            fail_msg("%s of %s: %s", rows[i].expect, rows[i].body, finding);
        if (rows[i].finding)
            assert_contains(finding, rows[i].finding);
        bench_free(bench);
    }
}

static void
a_client_error_is_a_refusal_whatever_its_body(void **state)
{
    struct bench *bench = a_reply(404, "<html>");

    (void)state;
    assert_string_equal(judged(bench, "{\"outcome\": \"failure\"}"), "");
    bench_free(bench);
}

static void
a_server_error_is_no_refusal(void **state)
{
    struct bench *bench = a_reply(500, REFUSED);

    (void)state;
    assert_contains(judged(bench, "{\"outcome\": \"failure\"}"), "HTTP 500");
    bench_free(bench);
}

/* MD5 of "{}" and the key, computed with md5sum. */
static void
a_right_signature_holds_in_either_case(void **state)
{
    static const char *const digests[] = {"A3CF96C22DBF2D2310818623229C1264",
                                          "a3cf96c22dbf2d2310818623229c1264"};
    size_t i;

    (void)state;
    for (i = 0; i < 2; i++) {
        struct bench *bench = a_reply(200, "{}");

        with_header(bench, "X-QF-SIGN", digests[i]);
        assert_string_equal(judged(bench, "{\"signature\": \"valid\"}"), "");
        bench_free(bench);
    }
}

static void
a_wrong_signature_is_found(void **state)
{
    struct bench *bench = a_reply(200, "{}");

    (void)state;
    with_header(bench, "X-QF-SIGN", "00000000000000000000000000000000");
    assert_contains(judged(bench, "{\"signature\": \"not-wrong\"}"), "X-QF-SIGN");
    bench_free(bench);
}

static void
a_signature_that_must_be_wrong_is_wrong(void **state)
{
    struct bench *forged = a_reply(200, "{}");
    struct bench *right = a_reply(200, "{}");

    (void)state;
    with_header(forged, "X-QF-SIGN", "00000000000000000000000000000000");
    assert_string_equal(judged(forged, "{\"signature\": \"wrong\"}"), "");
    with_header(right, "X-QF-SIGN", "A3CF96C22DBF2D2310818623229C1264");
    assert_contains(judged(right, "{\"signature\": \"wrong\"}"), "X-QF-SIGN is MD5");
    bench_free(forged);
    bench_free(right);
}

/* An answer that did not come whole. */
static struct bench *
a_lost_answer(void)
{
    struct bench *bench = a_reply(200, "");

    bench->reply.answered = false;
    bench->reply.lost = true;
    bench->reply.http = 0;
    bench->reply.problem = "the connection was closed";
    return bench;
}

static bool
can_be_judged(struct bench *bench, const char *expect)
{
    struct subject subject = subject_of(&bench->reply);
    cJSON *json = cJSON_Parse(expect);
    bool can = judge_can(&subject, json);

    cJSON_Delete(json);
    return can;
}

static void
only_an_outcome_can_expect_a_lost_answer(void **state)
{
    struct bench *bench = a_lost_answer();

    (void)state;
    assert_string_equal(judged(bench, "{\"outcome\": [\"success\", \"lost\"]}"), "");
    assert_true(can_be_judged(bench, "{\"outcome\": \"lost\"}"));
    assert_true(can_be_judged(bench, "[{\"http\": 200}, {\"outcome\": {\"is\": [\"lost\"]}}]"));
    assert_false(can_be_judged(bench, "{\"outcome\": \"unclear\"}"));
    assert_false(can_be_judged(bench, "{\"http\": [200, 502]}"));
    bench_free(bench);
}

static void
a_target_out_of_reach_has_lost_no_answer(void **state)
{
    struct bench *bench = a_lost_answer();

    (void)state;
    bench->reply.lost = false;
    assert_false(can_be_judged(bench, "{\"outcome\": \"lost\"}"));
    bench_free(bench);
}

static void
a_broken_promise_of_the_pages_fails(void **state)
{
    struct bench *bench = a_reply(200, REFUSED);

    (void)state;
    (void)judged(bench, "{\"respcd\": \"1103\", \"evidence\": \"docs\"}");
    assert_int_equal(findings_verdict(&bench->findings), VERDICT_FAIL);
    bench_free(bench);
}

static void
a_broken_assumption_differs(void **state)
{
    struct bench *bench = a_reply(200, REFUSED);

    (void)state;
    (void)judged(bench, "{\"outcome\": \"failure\", \"respcd\": {\"is\": \"1103\", \"evidence\": "
                        "\"assumed\", \"requirement\": \"PAY-EXP-03\"}}");
    assert_int_equal(findings_verdict(&bench->findings), VERDICT_DIFFERS);
    assert_string_equal(bench->findings.first->grade.requirements[0]->id, "PAY-EXP-03");
    bench_free(bench);
}

static void
evidence_of_one_check_does_not_reach_the_next(void **state)
{
    struct bench *bench = a_reply(200, REFUSED);

    (void)state;
    (void)judged(bench, "[{\"respcd\": {\"is\": \"1103\", \"evidence\": \"assumed\"}},"
                        "{\"filled\": [\"syssn\"]}]");
    assert_int_equal(findings_verdict(&bench->findings), VERDICT_FAIL);
    bench_free(bench);
}

/* Whether a second step, which the pages promise, then fails. */
static enum verdict
verdict_after(const char *expect)
{
    struct bench *bench = a_reply(200, ACCEPTED);
    enum verdict verdict;

    (void)judged(bench, expect);
    bench->judge.step++;
    (void)judged(bench, "{\"evidence\": \"docs\", \"respcd\": \"1143\"}");
    verdict = findings_verdict(&bench->findings);
    bench_free(bench);
    return verdict;
}

static void
what_follows_another_outcome_than_the_assumed_one_differs_too(void **state)
{
    (void)state;
    assert_int_equal(verdict_after("{\"outcome\": \"failure\", \"evidence\": \"assumed\"}"),
                     VERDICT_DIFFERS);
    assert_int_equal(verdict_after("{\"outcome\": \"success\", \"evidence\": \"assumed\"}"),
                     VERDICT_FAIL);
    assert_int_equal(verdict_after("{\"respcd\": \"1104\", \"evidence\": \"assumed\"}"),
                     VERDICT_FAIL);
}

static void
another_key_order_never_fails(void **state)
{
    struct bench *bench = a_reply(200, ACCEPTED);

    (void)state;
    (void)judged(bench, "{\"evidence\": \"seed\", \"key_order\": [\"txamt\", \"respcd\"]}");
    assert_int_equal(findings_verdict(&bench->findings), VERDICT_DIFFERS);
    bench_free(bench);
}

static void
an_expectation_that_needs_more_than_there_is_is_left_out(void **state)
{
    struct bench *bench = a_reply(200, ACCEPTED);

    (void)state;
    assert_string_equal(judged(bench, "{\"needs\": [\"mock.headers\"], \"http\": 500}"), "");
    bench->judge.can = capability_bit(CAN_MOCK_HEADERS);
    assert_contains(judged(bench, "{\"needs\": [\"mock.headers\"], \"http\": 500}"), "500");
    bench_free(bench);
}

static void
a_short_key_is_not_found_in_a_number(void **state)
{
    struct bench *bench = a_reply(200, "{\"syssn\": \"20261130000700020000004711\"}");

    (void)state;
    bench->merchant.client_key = "0007";
    assert_string_equal(judged(bench, "{\"excludes\": [\"${client_key}\"]}"), "");
    assert_contains(judged(bench, "{\"excludes\": [\"0007\"]}"), "the body contains 0007");
    bench_free(bench);
}

static void
a_field_with_a_rule_of_its_own_blames_that_rule(void **state)
{
    static const char requirements[] =
        "{\"schema\": \"qfpay-requirements/1\", \"checked\": \"2026-11-30\", \"requirements\": ["
        "{\"id\": \"PAY-EXP-02\", \"section\": \"payment\", \"evidence\": \"seed\", \"source\": "
        "\"s\","
        " \"text\": \"t\", \"observable\": true, \"breakable\": true},"
        "{\"id\": \"RSP-16\", \"section\": \"answers\", \"evidence\": \"seed\", \"source\": \"s\","
        " \"text\": \"t\", \"observable\": true, \"breakable\": true}]}";
    struct bench *bench = a_reply(200, "{\"respcd\": \"0000\"}");

    (void)state;
    suite_free(bench->suite);
    bench->suite = load_folder(
        requirements, NULL,
        "{\"schema\": \"qfpay-fixtures/1\", \"subject\": \"made\", \"cases\": [{"
        "\"id\": \"made.case\", \"requirement\": \"PAY-EXP-02\","
        "\"evidence\": \"docs\", \"source\": \"s\", \"comment\": \"c\","
        "\"checked\": \"2026-11-30\", \"safety\": \"creates-nothing\","
        "\"steps\": [{\"call\": \"query\"}]}]}");
    bench->judge.suite = bench->suite;
    (void)judged(bench, "{\"filled\": [\"syssn\"]}");
    assert_string_equal(bench->findings.first->grade.requirements[0]->id, "RSP-16");
    (void)judged(bench, "{\"filled\": [\"chnlsn\"]}");
    assert_int_equal(bench->findings.first->next->grade.requirement_count,
                     bench->judge.grade.requirement_count);
    bench_free(bench);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_check_finds_what_is_wrong_and_only_that),
        cmocka_unit_test(a_client_error_is_a_refusal_whatever_its_body),
        cmocka_unit_test(a_server_error_is_no_refusal),
        cmocka_unit_test(a_right_signature_holds_in_either_case),
        cmocka_unit_test(a_wrong_signature_is_found),
        cmocka_unit_test(a_signature_that_must_be_wrong_is_wrong),
        cmocka_unit_test(only_an_outcome_can_expect_a_lost_answer),
        cmocka_unit_test(a_target_out_of_reach_has_lost_no_answer),
        cmocka_unit_test(a_broken_promise_of_the_pages_fails),
        cmocka_unit_test(a_broken_assumption_differs),
        cmocka_unit_test(evidence_of_one_check_does_not_reach_the_next),
        cmocka_unit_test(what_follows_another_outcome_than_the_assumed_one_differs_too),
        cmocka_unit_test(another_key_order_never_fails),
        cmocka_unit_test(a_short_key_is_not_found_in_a_number),
        cmocka_unit_test(a_field_with_a_rule_of_its_own_blames_that_rule),
        cmocka_unit_test(an_expectation_that_needs_more_than_there_is_is_left_out),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
