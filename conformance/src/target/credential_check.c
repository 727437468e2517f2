/* See credential_check.h. The query is signed in an order that differs from that of sending, and
 * has values that differ when they are encoded, so that most ways to get the string wrong show. */
#include "target/credential_check.h"

#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/printable.h"
#include "request/scope.h"
#include "target/api_call.h"

enum { PARAMS_MAX = 4 };

static const struct {
    const char *name;
    const char *words;
    const char *requirement;
} mistakes[] = {
#define MISTAKE(name, words, requirement) {name, words, requirement},
#include "target/server_mistakes.def"
#undef MISTAKE
};

struct check {
    struct target *target;
    struct arena *arena;
    const struct credentials *merchant;
    struct qfpay_param params[PARAMS_MAX]; /* the first alone will do */
    size_t count;
};

static int64_t
now_here(void *context)
{
    (void)context;
    return (int64_t)time(NULL);
}

static void
make_params(struct check *check)
{
    struct scope *scope = arena_alloc(check->arena, sizeof *scope);
    const char *mchid = check->merchant->mchid, *problem = NULL;

    scope_init(scope, check->arena);
    scope->now = now_here;
    check->params[check->count++] = qfpay_param_of("out_trade_no", scope->unique);
    if (mchid && mchid[0])
        check->params[check->count++] = qfpay_param_of("mchid", mchid);
    check->params[check->count++] = qfpay_param_of("start_time",
                                                   scope_expand(scope, "${month_start}", &problem));
    check->params[check->count++] = qfpay_param_of("end_time",
                                                   scope_expand(scope, "${month_end}", &problem));
}

/* Ask with the first count parameters, signed as one member of a step's "sign" says; NULL: as ever.
 */
static const struct reply *
ask(struct check *check, size_t count, const char *member, const char *value)
{
    struct reply *reply = arena_alloc(check->arena, sizeof *reply);
    cJSON *how = cJSON_CreateObject();

    if (member)
        cJSON_AddStringToObject(how, member, value);
    api_call_signed(check->target, check->arena, check->merchant, CALL_QUERY, check->params, count,
                    how, reply);
    cJSON_Delete(how);
    return reply;
}

static const char *
code_of(const struct reply *reply)
{
    return json_text(reply->json, "respcd", "");
}

static bool
is_well(const struct reply *reply)
{
    return reply->answered && reply->http / 100 == 2 && strcmp(code_of(reply), "0000") == 0;
}

static bool
is_same_refusal(const struct reply *a, const struct reply *b)
{
    return b->answered && a->http == b->http && strcmp(code_of(a), code_of(b)) == 0;
}

/* Documented for a wrong signature (SIG-11), or what HTTP has for it. */
static bool
speaks_of_signature(const struct reply *reply)
{
    return strcmp(code_of(reply), "1108") == 0 || reply->http == 401 || reply->http == 403;
}

/* What the server says to those whom it refuses. */
static const char *
refusal_words(struct check *check, const struct reply *reply)
{
    const char *code = code_of(reply);

    if (!code[0])
        return arena_printf(check->arena, "HTTP %d", reply->http);
    return arena_printf(check->arena, "%s %s", printable(check->arena, code),
                        printable(check->arena, json_text(reply->json, "resperr", "")));
}

static bool
accepts(struct check *check, const struct reply *refusal, const char *member, const char *value)
{
    const struct reply *reply = ask(check, check->count, member, value);

    return reply->answered && reply->http / 100 == 2 && !speaks_of_signature(reply) &&
           !is_same_refusal(refusal, reply);
}

/* Whether a known mistake explains it. */
static bool
find_known(struct check *check, const struct reply *refusal, const char *said,
           struct misreading *found)
{
    size_t i = 0;

    while (i < sizeof mistakes / sizeof mistakes[0] &&
           !accepts(check, refusal, "mistake", mistakes[i].name))
        i++;
    if (i == sizeof mistakes / sizeof mistakes[0])
        return false;
    found->rules = mistakes[i].requirement;
    if (found->rules)
        found->words = arena_printf(check->arena,
                                    "reads signatures wrongly: it accepts one over %s and refuses "
                                    "the right one (%s): %s",
                                    mistakes[i].words, found->rules, said);
    else
        found->words = arena_printf(check->arena, "%s; it accepts %s", said, mistakes[i].words);
    return true;
}

/* Whether digests in letters of one case alone are read; the habits differ, and both are right. */
static bool
find_letters(struct check *check, const struct reply *refusal, const char *said,
             struct misreading *found)
{
    static const char *const cases[][2] = {{"lower", "small letters"}, {"upper", "capitals"}};
    size_t i = 0;

    while (i < sizeof cases / sizeof cases[0] && !accepts(check, refusal, "case", cases[i][0]))
        i++;
    if (i == sizeof cases / sizeof cases[0])
        return false;
    found->rules = "SIG-06";
    found->words = arena_printf(
        check->arena, "reads signatures wrongly: it accepts a digest in %s alone (%s): %s",
        cases[i][1], found->rules, said);
    return true;
}

/* The credentials are refused although they are signed rightly: who is wrong? */
static enum credential_verdict
find_mistake(struct check *check, const struct reply *refusal, struct misreading *found)
{
    const char *said = refusal_words(check, refusal);
    const char *other = check->merchant->digest == QFPAY_DIGEST_MD5 ? "SHA256" : "MD5";

    if (find_known(check, refusal, said, found))
        return found->rules ? CREDENTIALS_MISREAD : CREDENTIALS_REFUSED;
    if (find_letters(check, refusal, said, found))
        return CREDENTIALS_MISREAD;
    found->words = said;
    if (accepts(check, refusal, "digest", other)) {
        found->words = arena_printf(check->arena, "%s; it accepts %s", said, other);
    } else if (is_well(ask(check, check->count - 2, NULL, NULL))) {
        found->rules = "SIG-01, SIG-02, SIG-03, HTTP-04";
        found->words = arena_printf(
            check->arena,
            "reads signatures wrongly: it accepts a query with a number alone "
            "and refuses one with times as well (%s): %s",
            found->rules, said);
        return CREDENTIALS_MISREAD;
    }
    return CREDENTIALS_REFUSED;
}

enum credential_verdict
credential_check(struct target *target, struct arena *arena, const struct credentials *merchant,
                 struct misreading *found)
{
    struct check *check = arena_alloc(arena, sizeof *check);
    const struct reply *reply;

    check->target = target;
    check->arena = arena;
    check->merchant = merchant;
    make_params(check);
    reply = ask(check, check->count, NULL, NULL);
    return speaks_of_signature(reply) ? find_mistake(check, reply, found) : CREDENTIALS_OPEN;
}
