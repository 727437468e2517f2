/* See answer_check.h. Where a wrong answer is the one that a known mistake gives, the finding names
 * the mistake: that is what a person needs to mend it. A vector's own list of mistakes proves
 * nothing: a wrong answer may come of anything. */
#include "testee/answer_check.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "qfpay/form.h"
#include "qfpay/sign.h"
#include "qfpay/wire.h"
#include "testee/sign_mistake.h"

/* One answer under judgement. */
struct sitting {
    struct inquiry *inquiry;
    const struct question *question;
    size_t step;
    const cJSON *answer;
};

static void QFPAY_PRINTF(2, 3) complain(const struct sitting *sitting, const char *format, ...)
{
    struct result *result = sitting->inquiry->result;
    va_list arguments;

    va_start(arguments, format);
    result_finding(result, sitting->step, "%s", arena_vprintf(result->arena, format, arguments));
    va_end(arguments);
}

/* A member as text, also when it is a number: its decimal digits. NULL when it is neither. */
static const char *
member_text(struct arena *arena, const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    char number[64];

    if (cJSON_IsNumber(item) && qfpay_wire_print(item, number, sizeof number, NULL) == QFPAY_OK)
        return arena_dup(arena, number);
    return cJSON_GetStringValue(item);
}

/* Charge a known mistake. Returns " (PIT-05)", or "" where there is none. */
static const char *
charge(const struct sitting *sitting, const char *pitfall)
{
    struct result *result = sitting->inquiry->result;

    result_charge(result, pitfall);
    return pitfall ? arena_printf(result->arena, " (%s)", pitfall) : "";
}

/* Whether the answer is what a mistake gives. */
typedef bool mistake_check(const struct sitting *sitting, const cJSON *mistake);

/* Whether all vectors are answered right that a mistake leaves right: one id or several. */
static bool
is_right_beside(const struct sitting *sitting, const cJSON *mistake)
{
    const struct beside *beside = sitting->inquiry->beside;
    const cJSON *ids = cJSON_GetObjectItemCaseSensitive(mistake, "beside");
    const cJSON *id;

    if (cJSON_IsString(ids))
        return beside->is_right(beside->context, ids->valuestring);
    cJSON_ArrayForEach(id, ids)
    {
        if (!beside->is_right(beside->context, id->valuestring))
            return false;
    }
    return true;
}

/* The first of a list of mistakes that gives the answer and leaves right what it must; NULL. */
static const cJSON *
find_mistake(const struct sitting *sitting, const char *list, mistake_check *gives)
{
    const cJSON *mistake;

    cJSON_ArrayForEach(mistake,
                       cJSON_GetObjectItemCaseSensitive(sitting->inquiry->vector->data, list))
    {
        if (sitting->inquiry->beside && gives(sitting, mistake) &&
            is_right_beside(sitting, mistake))
            return mistake;
    }
    return NULL;
}

/* Charge it and say what it is. */
static const char *
blame_words(const struct sitting *sitting, const char *words, const char *pitfall)
{
    return arena_printf(sitting->inquiry->result->arena, "that is what comes of the mistake: %s%s",
                        words, charge(sitting, pitfall));
}

static const char *
blame(const struct sitting *sitting, const cJSON *mistake)
{
    return blame_words(sitting, json_text(mistake, "mistake", ""),
                       json_text(mistake, "pitfall", NULL));
}

/* Whether sign is the digest, by either algorithm, of a text with a key behind it. */
static bool
is_digest_of(const char *sign, const char *text, const char *key)
{
    enum qfpay_digest digest = strlen(sign) == 64 ? QFPAY_DIGEST_SHA256 : QFPAY_DIGEST_MD5;
    char hex[QFPAY_SIGN_HEX_SIZE];
    qfpay_signer *signer = NULL;
    bool is_same = qfpay_signer_new(&signer, NULL) == QFPAY_OK &&
                   qfpay_sign_bytes(signer, text, strlen(text), key, digest, hex, NULL) ==
                       QFPAY_OK &&
                   strcasecmp(sign, hex) == 0;

    qfpay_signer_free(signer);
    return is_same;
}

/* Whether it is what a client with this mistake computes. */
static bool
comes_of(const cJSON *wrong, const char *sign)
{
    const char *digested = json_text(wrong, "digested", NULL);

    return strcasecmp(sign, json_text(wrong, "sign", "")) == 0 ||
           (digested && is_digest_of(sign, digested, ""));
}

/* What servers put up with is no more than a difference. */
static void
note_tolerated(const struct sitting *sitting, const char *message)
{
    struct result *result = sitting->inquiry->result;
    struct grade lenient = trial_grade(result->trial);

    lenient.evidence = EVIDENCE_ASSUMED;
    findings_add(&result->findings, result->arena, &lenient, sitting->step, message);
}

static bool
gives_sign(const struct sitting *sitting, const cJSON *mistake)
{
    return comes_of(mistake, json_text(sitting->answer, "sign", ""));
}

/* What is known about a digest that is not the expected one. */
static const char *
diagnose_digest(const struct sitting *sitting, const char *sign)
{
    struct arena *arena = sitting->inquiry->result->arena;
    const cJSON *data = sitting->inquiry->vector->data;
    const cJSON *mistake = find_mistake(sitting, "wrong", gives_sign);
    size_t expected_len = strlen(sitting->question->expected);
    struct sign_mistake common;

    if (!sign[0])
        return "a client that has only the other digest answers {\"skipped\": true}";
    if (is_digest_of(sign, json_text(data, "string", ""), json_text(data, "client_key", "")))
        return arena_printf(arena, "that is right for the other sign_type%s",
                            charge(sitting, "PIT-04"));
    if (mistake)
        return blame(sitting, mistake);
    if (sitting->inquiry->beside &&
        sign_mistake_find(arena, sitting->inquiry->vector, sign, &common))
        return blame_words(sitting, common.words, common.pitfall);
    if (strlen(sign) != expected_len)
        return arena_printf(arena, "it has %zu characters instead of %zu", strlen(sign),
                            expected_len);
    return arena_printf(arena,
                        "that comes of none of the mistakes known here; the text to be digested is "
                        "\"%s\" with the key behind it",
                        json_text(data, "string", ""));
}

/* A digest that servers accept although it is not the right one. */
static bool
is_tolerated(const struct sitting *sitting, const char *sign)
{
    const char *expected = sitting->question->expected;
    struct arena *arena = sitting->inquiry->result->arena;
    const cJSON *mistake = strlen(sign) == strlen(expected)
                               ? find_mistake(sitting, "tolerated", gives_sign)
                               : NULL;

    if (mistake)
        note_tolerated(sitting, arena_printf(arena,
                                             "expected sign %s, got %s; servers accept it, but it "
                                             "comes of: %s%s",
                                             expected, sign, json_text(mistake, "mistake", ""),
                                             charge(sitting, json_text(mistake, "pitfall", NULL))));
    return mistake != NULL;
}

static void
check_sign(const struct sitting *sitting)
{
    const char *expected = sitting->question->expected;
    const char *sign = json_text(sitting->answer, "sign", NULL);

    if (!sign)
        complain(sitting, "expected sign, a text; the answer has none");
    else if (strcasecmp(sign, expected) != 0 && !is_tolerated(sitting, sign))
        complain(sitting, "expected sign %s, got %s; %s", expected, sign,
                 diagnose_digest(sitting, sign));
}

/* Bytes that a form leaves as they are; every other is + or %XX. */
static bool
is_form_text(const char *body)
{
    return body[strspn(body, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
                             "-._~*+%&=")] == '\0';
}

static const char *
value_of_param(struct arena *arena, const cJSON *param)
{
    const char *text = member_text(arena, param, "value");

    return text ? text : "";
}

/* Every expected parameter came as it is; an empty one need not, and better does not. */
static void
check_params(const struct sitting *sitting, const cJSON *expected, const struct qfpay_param *params,
             size_t count)
{
    const cJSON *param;

    cJSON_ArrayForEach(param, expected)
    {
        const char *name = json_text(param, "name", "");
        const char *value = value_of_param(sitting->inquiry->result->arena, param);
        const struct qfpay_param *found = qfpay_param_find(params, count, name);

        if (!found && value[0])
            complain(sitting, "the body has no %s", name);
        else if (!found)
            continue;
        else if (!value[0] && found->value_len == 0)
            note_tolerated(sitting, arena_printf(sitting->inquiry->result->arena,
                                                 "%s is sent with an empty value; servers accept "
                                                 "it, but leave it out%s",
                                                 name, charge(sitting, "PIT-03")));
        else if (found->value_len != strlen(value) ||
                 memcmp(found->value, value, found->value_len) != 0)
            complain(sitting, "%s is read as \"%.*s\" instead of \"%s\"", name,
                     (int)found->value_len, found->value, value);
    }
}

/* And nothing else did. */
static void
check_no_others(const struct sitting *sitting, const cJSON *expected,
                const struct qfpay_param *params, size_t count)
{
    size_t i;

    for (i = 0; i < count; i++) {
        const cJSON *param;
        bool is_expected = false;

        cJSON_ArrayForEach(param, expected)
        {
            const char *name = json_text(param, "name", "");

            is_expected = is_expected || (strlen(name) == params[i].name_len &&
                                          memcmp(name, params[i].name, params[i].name_len) == 0);
        }
        if (is_expected && qfpay_param_find(params, count, params[i].name) == &params[i])
            continue;
        if (!is_expected && strcmp(params[i].name, "sign") == 0)
            complain(
                sitting,
                "the body has sign, which is not among the params: the signature goes into the "
                "header X-QF-SIGN%s",
                charge(sitting, "PIT-07"));
        else
            complain(sitting, "the body has %s, which is %s", params[i].name,
                     is_expected ? "there already" : "not among the params");
    }
}

/* Read a copy of a body. */
static bool
read_form(struct arena *arena, const char *body, struct qfpay_param params[QFPAY_PARAM_MAX],
          size_t *count, struct qfpay_error *error)
{
    char *copy = arena_dup(arena, body);

    *count = 0;
    return qfpay_form_parse(copy, strlen(copy), params, QFPAY_PARAM_MAX, count, error) == QFPAY_OK;
}

static bool
has_param(const struct qfpay_param *params, size_t count, const struct qfpay_param *wanted)
{
    size_t i;

    for (i = 0; i < count; i++) {
        if (params[i].name_len == wanted->name_len && params[i].value_len == wanted->value_len &&
            memcmp(params[i].name, wanted->name, wanted->name_len) == 0 &&
            memcmp(params[i].value, wanted->value, wanted->value_len) == 0)
            return true;
    }
    return false;
}

/* Another body of the mistake may have its parameters in another order and its hex digits in small
 * letters; where it is no form, it has its bytes. */
static bool
gives_body(const struct sitting *sitting, const cJSON *mistake)
{
    struct arena *arena = sitting->inquiry->result->arena;
    const char *bodies[] = {json_text(sitting->answer, "body", ""), json_text(mistake, "body", "")};
    struct qfpay_param params[2][QFPAY_PARAM_MAX];
    size_t counts[2], i;

    for (i = 0; i < 2; i++) {
        if (!read_form(arena, bodies[i], params[i], &counts[i], NULL))
            return strcmp(bodies[0], bodies[1]) == 0;
    }
    for (i = 0; i < counts[0] && counts[0] == counts[1]; i++) {
        if (!has_param(params[1], counts[1], &params[0][i]))
            return false;
    }
    return counts[0] == counts[1];
}

/* Before what is wrong with it in detail, where it comes from. */
static void
trace_body(const struct sitting *sitting)
{
    const cJSON *mistake = find_mistake(sitting, "wrong", gives_body);

    if (mistake)
        complain(sitting, "the body is not what was asked for; %s", blame(sitting, mistake));
}

static void
check_encode(const struct sitting *sitting)
{
    struct result *result = sitting->inquiry->result;
    const cJSON *expected = cJSON_GetObjectItemCaseSensitive(sitting->inquiry->vector->data,
                                                             "params");
    const char *body = json_text(sitting->answer, "body", NULL);
    struct qfpay_param params[QFPAY_PARAM_MAX];
    struct qfpay_error error = {QFPAY_OK, ""};
    size_t count = 0;

    if (!body || body[0] == '{') {
        complain(sitting, "expected body, a form; the answer has %s%s", body ? "JSON" : "none",
                 charge(sitting, body ? "PIT-06" : NULL));
        return;
    }
    trace_body(sitting);
    if (!read_form(result->arena, body, params, &count, &error)) {
        complain(sitting, "the body is no form: %s", error.message);
        return;
    }
    check_params(sitting, expected, params, count);
    check_no_others(sitting, expected, params, count);
    if (!result->findings.count && !is_form_text(body))
        note_tolerated(sitting, arena_printf(result->arena,
                                             "the body has characters that a form would encode; "
                                             "servers read them (HTTP-07), but only as long as "
                                             "there is no +, & or %% among them%s",
                                             charge(sitting, "PIT-09")));
}

/* syssn and txamt, where the vector knows them; a number is as good as its digits. NULL when they
 * are right. */
static const char *
wrong_scalar(const struct sitting *sitting, const char *name)
{
    struct arena *arena = sitting->inquiry->result->arena;
    const char *expected = json_text(sitting->inquiry->vector->data, name, NULL);
    const char *text = member_text(arena, sitting->answer, name);

    if (!expected || (text && strcmp(expected, text) == 0))
        return NULL;
    if (!text)
        return arena_printf(arena, "expected %s %s, the answer has none", name, expected);
    return arena_printf(arena, "expected %s %s, got %s", name, expected, text);
}

/* A mistake that takes another record for the payment says which. */
static bool
gives_outcome(const struct sitting *sitting, const cJSON *mistake)
{
    const char *syssn = json_text(mistake, "syssn", NULL);
    const char *text = member_text(sitting->inquiry->result->arena, sitting->answer, "syssn");

    return strcmp(json_text(sitting->answer, "outcome", ""), json_text(mistake, "outcome", "")) ==
               0 &&
           (!syssn || (text && strcmp(syssn, text) == 0));
}

static void
check_classify(const struct sitting *sitting)
{
    static const char *const scalars[] = {"syssn", "txamt"};
    struct arena *arena = sitting->inquiry->result->arena;
    const cJSON *allowed = cJSON_GetObjectItemCaseSensitive(sitting->inquiry->vector->data,
                                                            "outcome");
    const char *outcome = json_text(sitting->answer, "outcome", NULL);
    bool is_right = outcome && json_has(allowed, outcome);
    const cJSON *mistake = NULL;
    size_t i;

    for (i = 0; i < 2 && is_right; i++)
        is_right = !wrong_scalar(sitting, scalars[i]);
    if (is_right)
        return;
    mistake = find_mistake(sitting, "wrong", gives_outcome);
    if (!outcome)
        complain(sitting, "expected outcome, a text; the answer has none");
    else if (!json_has(allowed, outcome))
        complain(sitting, "expected outcome %s, got %s%s%s", json_join(arena, allowed, " or "),
                 outcome, mistake ? "; " : "", mistake ? blame(sitting, mistake) : "");
    else if (mistake)
        complain(sitting, "the outcome is that of another record; %s", blame(sitting, mistake));
    for (i = 0; i < 2; i++) {
        const char *words = wrong_scalar(sitting, scalars[i]);

        if (words)
            complain(sitting, "%s", words);
    }
}

/* Every mistake listed under refused_by refuses the genuine one. */
static bool
gives_refusal(const struct sitting *sitting, const cJSON *mistake)
{
    (void)sitting;
    (void)mistake;
    return true;
}

/* A signature that must not be accepted was. Who takes any signature takes those of mistakes as
 * well, without making them. */
static void
complain_of_forged(const struct sitting *sitting)
{
    const cJSON *wrong = sitting->question->wrong;

    if (wrong)
        complain(sitting, "a signature is accepted that comes of the mistake: %s%s",
                 json_text(wrong, "mistake", ""),
                 charge(sitting,
                        sitting->inquiry->takes_any ? NULL : json_text(wrong, "pitfall", NULL)));
    else if (sitting->question->is_made_up)
        complain(sitting, "a signature is accepted that is no digest of anything%s",
                 charge(sitting, "PIT-75"));
    else
        complain(sitting, "a forged notification is accepted%s",
                 charge(sitting, sitting->inquiry->vector->trial.pitfall));
}

static void
check_verify(const struct sitting *sitting)
{
    const struct question *question = sitting->question;
    const cJSON *valid = cJSON_GetObjectItemCaseSensitive(sitting->answer, "valid");
    const cJSON *mistake = NULL;

    if (!cJSON_IsBool(valid)) {
        complain(sitting, "expected valid, true or false; the answer has neither");
        return;
    }
    if (question->is_made_up)
        sitting->inquiry->takes_any = cJSON_IsTrue(valid);
    if (cJSON_IsTrue(valid) == question->valid)
        return;
    if (!question->valid) {
        complain_of_forged(sitting);
        return;
    }
    mistake = find_mistake(sitting, "refused_by", gives_refusal);
    complain(sitting, "a genuine notification is refused%s%s", mistake ? "; " : "",
             mistake ? blame(sitting, mistake) : "");
}

void
check_answer(struct inquiry *inquiry, const struct question *question, size_t step,
             const cJSON *answer)
{
    const struct sitting sitting = {inquiry, question, step, answer};
    const cJSON *error = cJSON_GetObjectItemCaseSensitive(answer, "error");

    if (error && !cJSON_IsNull(error)) {
        const char *text = cJSON_GetStringValue(error);

        complain(&sitting, "expected an answer, got an error: %s", text ? text : "without words");
        return;
    }
    switch (inquiry->vector->operation) {
    case OPERATION_SIGN:
        check_sign(&sitting);
        break;
    case OPERATION_ENCODE:
        check_encode(&sitting);
        break;
    case OPERATION_CLASSIFY:
        check_classify(&sitting);
        break;
    case OPERATION_VERIFY_NOTIFICATION:
        check_verify(&sitting);
        break;
    case OPERATION_COUNT:
        break;
    }
}
