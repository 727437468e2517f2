/* See answer_check.h. Where a wrong answer is the one that a known mistake gives, the finding names
 * the mistake: that is what a person needs to mend it. */
#include "answer_check.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "json.h"
#include "qfpay/form.h"
#include "qfpay/sign.h"
#include "qfpay/wire.h"

/* Where findings go. */
struct bench {
    const struct vector *vector;
    size_t step;
    struct result *result;
};

/* A member as text, also when it is a number: its decimal digits. NULL when it is neither. */
static const char *
scalar_text(struct arena *arena, const cJSON *object, const char *name)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, name);
    char number[64];

    if (cJSON_IsNumber(item) && qfpay_wire_print(item, number, sizeof number, NULL) == QFPAY_OK)
        return arena_dup(arena, number);
    return cJSON_GetStringValue(item);
}

/* " (PIT-05)" or "". */
static const char *
in_brackets(struct arena *arena, const char *pitfall)
{
    return pitfall ? arena_format(arena, " (%s)", pitfall) : "";
}

/* Whether sign is the digest, by either algorithm, of what a client with this mistake digests. */
static bool
comes_of(const cJSON *wrong, const char *sign)
{
    const char *digested = json_text(wrong, "digested", NULL);
    enum qfpay_digest digest = strlen(sign) == 64 ? QFPAY_DIGEST_SHA256 : QFPAY_DIGEST_MD5;
    char hex[QFPAY_SIGN_HEX_SIZE];
    qfpay_signer *signer = NULL;
    bool is_same = strcasecmp(sign, json_text(wrong, "sign", "")) == 0;

    if (!is_same && digested && qfpay_signer_new(&signer, NULL) == QFPAY_OK)
        is_same = qfpay_sign_bytes(signer, digested, strlen(digested), "", digest, hex, NULL) ==
                      QFPAY_OK &&
                  strcasecmp(sign, hex) == 0;
    qfpay_signer_free(signer);
    return is_same;
}

/* The element of a list of the vector that gives this digest; NULL. */
static const cJSON *
known_digest(const struct bench *bench, const char *list, const char *sign)
{
    const cJSON *known;

    cJSON_ArrayForEach(known, cJSON_GetObjectItemCaseSensitive(bench->vector->data, list))
    {
        if (comes_of(known, sign))
            return known;
    }
    return NULL;
}

/* What servers put up with is no more than a difference. */
static void
note_tolerated(const struct bench *bench, const char *message)
{
    struct grade lenient = trial_grade(bench->result->trial);

    lenient.evidence = EVIDENCE_ASSUMED;
    findings_add(&bench->result->findings, bench->result->arena, &lenient, bench->step, message);
}

/* What is known about a digest that is not the expected one. */
static const char *
diagnose_digest(const struct bench *bench, const char *sign, const char *expected)
{
    static const char *const names[] = {"md5", "sha256"};
    struct arena *arena = bench->result->arena;
    const cJSON *wrong = known_digest(bench, "wrong", sign);
    size_t i;

    if (!sign[0])
        return "a client that has only the other digest answers {\"skipped\": true}";
    for (i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcasecmp(sign, json_text(bench->vector->data, names[i], "")) == 0)
            return "that is right for the other sign_type (PIT-04)";
    }
    if (wrong)
        return arena_format(arena, "that is what comes of the mistake: %s%s",
                            json_text(wrong, "mistake", ""),
                            in_brackets(arena, json_text(wrong, "pitfall", NULL)));
    if (strlen(sign) != strlen(expected))
        return arena_format(arena, "it has %zu characters instead of %zu", strlen(sign),
                            strlen(expected));
    return arena_format(arena, "the text to be digested is \"%s\" with the key behind it",
                        json_text(bench->vector->data, "string", ""));
}

static void
check_sign(const struct bench *bench, const struct question *question, const cJSON *answer)
{
    const char *sign = json_text(answer, "sign", NULL);
    struct arena *arena = bench->result->arena;
    const cJSON *tolerated;

    if (!sign) {
        result_finding(bench->result, bench->step, "expected sign, a text; the answer has none");
        return;
    }
    if (strcasecmp(sign, question->expected) == 0)
        return;
    tolerated = strlen(sign) == strlen(question->expected) ? known_digest(bench, "tolerated", sign)
                                                           : NULL;
    if (tolerated)
        note_tolerated(bench,
                       arena_format(arena,
                                    "expected sign %s, got %s; servers accept it, but it "
                                    "comes of: %s%s",
                                    question->expected, sign, json_text(tolerated, "mistake", ""),
                                    in_brackets(arena, json_text(tolerated, "pitfall", NULL))));
    else
        result_finding(bench->result, bench->step, "expected sign %s, got %s; %s",
                       question->expected, sign, diagnose_digest(bench, sign, question->expected));
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
    const char *text = scalar_text(arena, param, "value");

    return text ? text : "";
}

/* Every expected parameter came as it is; an empty one need not, and better does not. */
static void
check_params(const struct bench *bench, const cJSON *expected, const struct qfpay_param *params,
             size_t count)
{
    const cJSON *param;

    cJSON_ArrayForEach(param, expected)
    {
        const char *name = json_text(param, "name", "");
        const char *value = value_of_param(bench->result->arena, param);
        const struct qfpay_param *found = qfpay_param_find(params, count, name);

        if (!found && value[0])
            result_finding(bench->result, bench->step, "the body has no %s", name);
        else if (!found)
            continue;
        else if (!value[0] && found->value_len == 0)
            note_tolerated(bench, arena_format(bench->result->arena,
                                               "%s is sent with an empty value; servers accept it, "
                                               "but leave it out (PIT-03)",
                                               name));
        else if (found->value_len != strlen(value) ||
                 memcmp(found->value, value, found->value_len) != 0)
            result_finding(bench->result, bench->step, "%s is read as \"%.*s\" instead of \"%s\"",
                           name, (int)found->value_len, found->value, value);
    }
}

/* And nothing else did. */
static void
check_no_others(const struct bench *bench, const cJSON *expected, const struct qfpay_param *params,
                size_t count)
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
        if (!is_expected || qfpay_param_find(params, count, params[i].name) != &params[i])
            result_finding(bench->result, bench->step, "the body has %s, which is %s%s",
                           params[i].name, is_expected ? "there already" : "not among the params",
                           strcmp(params[i].name, "sign") == 0
                               ? ": the signature goes into the header X-QF-SIGN (PIT-07)"
                               : "");
    }
}

static void
check_encode(const struct bench *bench, const cJSON *answer)
{
    const cJSON *expected = cJSON_GetObjectItemCaseSensitive(bench->vector->data, "params");
    const char *body = json_text(answer, "body", NULL);
    struct qfpay_param params[QFPAY_PARAM_MAX];
    struct qfpay_error error = {QFPAY_OK, ""};
    char *copy;
    size_t count = 0;

    if (!body || body[0] == '{') {
        result_finding(bench->result, bench->step, "expected body, a form; the answer has %s",
                       body ? "JSON (PIT-06)" : "none");
        return;
    }
    copy = arena_dup(bench->result->arena, body);
    if (qfpay_form_parse(copy, strlen(copy), params, QFPAY_PARAM_MAX, &count, &error) != QFPAY_OK) {
        result_finding(bench->result, bench->step, "the body is no form: %s", error.message);
        return;
    }
    check_params(bench, expected, params, count);
    check_no_others(bench, expected, params, count);
    if (!bench->result->findings.count && !is_form_text(body))
        note_tolerated(bench, "the body has characters that a form would encode; servers read them "
                              "(HTTP-07), but only as long as there is no +, & or % among them "
                              "(PIT-09)");
}

static bool
is_among(const char *word, const cJSON *outcome)
{
    const cJSON *element;

    cJSON_ArrayForEach(element, outcome)
    {
        if (strcmp(word, element->valuestring) == 0)
            return true;
    }
    return cJSON_IsString(outcome) && strcmp(word, outcome->valuestring) == 0;
}

/* syssn and txamt, where the vector knows them; a number is as good as its digits. */
static void
check_scalar(const struct bench *bench, const cJSON *answer, const char *name)
{
    const char *expected = json_text(bench->vector->data, name, NULL);
    const char *text = scalar_text(bench->result->arena, answer, name);

    if (expected && !text)
        result_finding(bench->result, bench->step, "expected %s %s, the answer has none", name,
                       expected);
    else if (expected && strcmp(expected, text) != 0)
        result_finding(bench->result, bench->step, "expected %s %s, got %s", name, expected, text);
}

static void
check_classify(const struct bench *bench, const cJSON *answer)
{
    struct arena *arena = bench->result->arena;
    const cJSON *allowed = cJSON_GetObjectItemCaseSensitive(bench->vector->data, "outcome");
    const char *outcome = json_text(answer, "outcome", NULL);

    if (!outcome)
        result_finding(bench->result, bench->step, "expected outcome, a text; the answer has none");
    else if (!is_among(outcome, allowed))
        result_finding(bench->result, bench->step, "expected outcome %s, got %s%s",
                       json_join(arena, allowed, " or "), outcome,
                       in_brackets(arena, bench->vector->trial.pitfall));
    check_scalar(bench, answer, "syssn");
    check_scalar(bench, answer, "txamt");
}

static void
check_verify(const struct bench *bench, const struct question *question, const cJSON *answer)
{
    const cJSON *valid = cJSON_GetObjectItemCaseSensitive(answer, "valid");
    struct arena *arena = bench->result->arena;

    if (!cJSON_IsBool(valid))
        result_finding(bench->result, bench->step,
                       "expected valid, true or false; the answer has neither");
    else if (cJSON_IsTrue(valid) == question->valid)
        return;
    else if (question->valid)
        result_finding(bench->result, bench->step, "a genuine notification is refused%s",
                       in_brackets(arena, bench->vector->trial.pitfall));
    else if (question->wrong)
        result_finding(bench->result, bench->step,
                       "a signature is accepted that comes of the mistake: %s%s",
                       json_text(question->wrong, "mistake", ""),
                       in_brackets(arena, json_text(question->wrong, "pitfall", NULL)));
    else
        result_finding(bench->result, bench->step, "a forged notification is accepted%s",
                       in_brackets(arena, bench->vector->trial.pitfall));
}

void
check_answer(const struct vector *vector, const struct question *question, size_t step,
             const cJSON *answer, struct result *result)
{
    const struct bench bench = {vector, step, result};
    const cJSON *error = cJSON_GetObjectItemCaseSensitive(answer, "error");

    if (error && !cJSON_IsNull(error)) {
        const char *text = cJSON_GetStringValue(error);

        result_finding(result, step, "expected an answer, got an error: %s",
                       text ? text : "without words");
        return;
    }
    switch (vector->operation) {
    case OPERATION_SIGN:
        check_sign(&bench, question, answer);
        break;
    case OPERATION_ENCODE:
        check_encode(&bench, answer);
        break;
    case OPERATION_CLASSIFY:
        check_classify(&bench, answer);
        break;
    case OPERATION_VERIFY_NOTIFICATION:
        check_verify(&bench, question, answer);
        break;
    case OPERATION_COUNT:
        break;
    }
}
