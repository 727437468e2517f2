/* Checks of an answer as a whole: status, code, headers, signature, form of the JSON. */
#include <string.h>
#include <strings.h>

#include "base/json.h"
#include "base/secret.h"
#include "judge/checks.h"

static bool
status_is(const cJSON *wanted, int http)
{
    if (cJSON_IsString(wanted)) /* "4xx" */
        return http / 100 == wanted->valuestring[0] - '0';
    return cJSON_IsNumber(wanted) && wanted->valueint == http;
}

void
check_http(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *wanted;

    JSON_EACH(wanted, value)
    {
        if (status_is(wanted, subject->reply->http))
            return;
    }
    judge_finding(judge, "expected HTTP status %s, got %d", show(judge->scope->arena, value),
                  subject->reply->http);
}

static const char *
respcd_of(struct judge *judge, const struct subject *subject)
{
    const char *respcd = scalar_text(judge->scope->arena,
                                     cJSON_GetObjectItemCaseSensitive(subject->object, "respcd"));

    if (subject->reply->settled && !subject->is_record)
        return subject->reply->settled;
    return respcd ? respcd : "";
}

static const char *
outcome_of(struct judge *judge, const struct subject *subject)
{
    const char *respcd = respcd_of(judge, subject);
    int class = subject->reply->http / 100;

    if (subject->reply->lost)
        return "lost";
    if (!subject->is_record && class == 4)
        return "failure";
    if (!respcd[0] || (!subject->is_record && class == 5))
        return "unclear";
    if (strcmp(respcd, "0000") == 0)
        return "success";
    return strcmp(respcd, "1143") == 0 || strcmp(respcd, "1145") == 0 || strcmp(respcd, "1298") == 0
               ? "pending"
               : "failure";
}

/* What became of an answer to wait with, for a sentence. */
static const char *
asked_for(struct judge *judge, const struct subject *subject)
{
    int questions = subject->is_record ? 0 : subject->reply->questions;

    if (!questions)
        return "";
    return arena_printf(judge->scope->arena,
                        subject->reply->settled ? ", which is its end by query %d"
                                                : ", still so after %d queries",
                        questions);
}

void
check_outcome(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const char *outcome = outcome_of(judge, subject);
    const char *wanted = show(judge->scope->arena, value);
    const char *respcd = respcd_of(judge, subject);

    if (json_has(value, outcome))
        return;
    if (subject->reply->lost)
        judge_finding(judge, "expected the outcome %s, but the answer was lost: %s", wanted,
                      subject->reply->problem);
    else if (respcd[0])
        judge_finding(judge, "expected the outcome %s, got %s (respcd \"%.20s\", HTTP %d%s)",
                      wanted, outcome, respcd, subject->reply->http, asked_for(judge, subject));
    else
        judge_finding(judge, "expected the outcome %s, got an answer without respcd (HTTP %d)",
                      wanted, subject->reply->http);
    if ((respcd[0] || strcmp(outcome, "failure") == 0) && !subject->is_record &&
        judge->grade.evidence == EVIDENCE_ASSUMED)
        judge->basis = memcpy(arena_alloc(judge->scope->arena, sizeof judge->grade), &judge->grade,
                              sizeof judge->grade);
}

void
check_respcd(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const char *respcd = respcd_of(judge, subject);

    if (!json_has(value, respcd))
        judge_finding(judge, "expected respcd %s, got \"%.20s\"", show(judge->scope->arena, value),
                      respcd);
}

void
check_header(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const cJSON *wanted;

    cJSON_ArrayForEach(wanted, value)
    {
        const char *got = qfpay_response_header(&subject->reply->raw, wanted->string);
        const char *pattern = cJSON_IsString(wanted) ? check_expand(judge, wanted->valuestring)
                                                     : NULL;

        if (cJSON_IsNull(wanted) && got)
            judge_finding(judge, "expected no header %s, got \"%.120s\"", wanted->string, got);
        else if (pattern && !got)
            judge_finding(judge, "expected a header %s, got none", wanted->string);
        else if (pattern && !pattern_matches(judge, pattern, got))
            judge_finding(judge, "expected the header %s to match %s, got \"%.160s\"",
                          wanted->string, pattern, got);
    }
}

/* MD5 over the raw body and the key, in either case of letters (SIG-13, SIG-14, PIT-08). */
void
check_signature(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const struct reply *reply = subject->reply;
    const char *got = qfpay_response_header(&reply->raw, "X-QF-SIGN");
    const char *key = judge->scope->merchant->client_key;
    bool may_miss = strcmp(value->valuestring, "not-wrong") == 0;
    bool must_be_right = strcmp(value->valuestring, "wrong") != 0;
    char right[QFPAY_SIGN_HEX_SIZE];

    if (!got || !got[0]) {
        if (!may_miss)
            judge_finding(judge, "expected a header X-QF-SIGN, got none");
        return;
    }
    if (reply->is_notification && judge->scope->merchant->notify_key)
        key = judge->scope->merchant->notify_key;
    if (qfpay_sign_bytes(judge->signer, reply->raw.body, reply->raw.body_len, key, QFPAY_DIGEST_MD5,
                         right, NULL) != QFPAY_OK)
        judge_finding(judge, "the signature could not be computed");
    else if (must_be_right != (strcasecmp(right, got) == 0))
        judge_finding(judge, "X-QF-SIGN is %sMD5 of the raw body and the key",
                      must_be_right ? "not " : "");
}

/* Why the bytes are not JSON as Python's json.dumps writes it, or NULL (RSP-06). */
static const char *
wire_fault(const char *bytes, size_t len)
{
    bool inside = false;
    size_t i;

    for (i = 0; i < len; i++) {
        char c = bytes[i];
        char next = i + 1 < len ? bytes[i + 1] : '\0';

        if ((unsigned char)c >= 0x80)
            return "has bytes beyond ASCII";
        if (inside && c == '\\') {
            if (next == 'u' && i + 5 < len && strcspn(bytes + i + 2, "ABCDEF") < 4)
                return "has a \\u escape with upper-case digits";
            i++;
        } else if (c == '"') {
            inside = !inside;
        } else if (!inside && (c == ',' || c == ':') && next != ' ') {
            return "has a comma or a colon without a space behind it";
        } else if (!inside && strchr(" \t\r\n", c) &&
                   (c != ' ' || i == 0 || !strchr(",:", bytes[i - 1]))) {
            return "has white space elsewhere than behind commas and colons";
        }
    }
    return NULL;
}

static bool
is_flat(const cJSON *object)
{
    const cJSON *member;

    cJSON_ArrayForEach(member, object)
    {
        if (cJSON_IsObject(member) || cJSON_IsArray(member))
            return false;
    }
    return true;
}

/* Whether there is a line break outside of texts. */
static bool
has_lines(const char *bytes, size_t len)
{
    bool inside = false;
    size_t i;

    for (i = 0; i < len; i++) {
        if (inside && bytes[i] == '\\')
            i++;
        else if (bytes[i] == '"')
            inside = !inside;
        else if (!inside && bytes[i] == '\n')
            return true;
    }
    return false;
}

/* Why the JSON of a body is not in the form, or NULL. */
static const char *
json_fault(const struct subject *subject, const char *form)
{
    const struct qfpay_response *raw = &subject->reply->raw;

    if (strcmp(form, "flat") == 0 && !is_flat(subject->object))
        return "has an object or an array inside";
    if (strcmp(form, "pretty") == 0 && !has_lines(raw->body, raw->body_len))
        return "has no line breaks";
    return strcmp(form, "wire") == 0 ? wire_fault(raw->body, raw->body_len) : NULL;
}

void
check_json(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const char *fault;

    if (strcmp(value->valuestring, "none") == 0) {
        if (subject->reply->json)
            judge_finding(judge, "expected a body that is no JSON, got %s",
                          show(judge->scope->arena, subject->reply->json));
        return;
    }
    if (!subject->object) {
        judge_finding(judge, "expected the body to be one JSON object");
        return;
    }
    fault = json_fault(subject, value->valuestring);
    if (fault)
        judge_finding(judge, "the JSON of the body %s", fault);
}

void
check_body(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const struct qfpay_response *raw = &subject->reply->raw;
    const char *wanted = check_expand(judge, value->valuestring);
    size_t len = wanted ? strlen(wanted) : 0, same = 0;

    if (!wanted || (raw->body_len == len && (!len || memcmp(raw->body, wanted, len) == 0)))
        return;
    while (same < len && same < raw->body_len && raw->body[same] == wanted[same])
        same++;
    judge_finding(judge,
                  "expected the body to be %zu bytes that are given; got %zu, and the first "
                  "difference is at byte %zu",
                  len, raw->body_len, same + 1);
}

/* A search that does not stop at a NUL, which a hostile body may contain. */
static bool
contains(const char *bytes, size_t len, const char *text)
{
    size_t text_len = strlen(text);
    size_t i;

    if (!text_len)
        return false;
    for (i = 0; i + text_len <= len; i++) {
        if (memcmp(bytes + i, text, text_len) == 0)
            return true;
    }
    return false;
}

/* Whether a fixture's text is the client key, and that one so short that it may stand anywhere. */
static bool
is_untelling_key(const struct judge *judge, const char *text)
{
    return strcmp(text, "${client_key}") == 0 &&
           !secret_is_telling(judge->scope->merchant->client_key);
}

void
check_excludes(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const struct qfpay_response *raw = &subject->reply->raw;
    const cJSON *unwanted;
    size_t i;

    cJSON_ArrayForEach(unwanted, value)
    {
        const char *text = check_expand(judge, unwanted->valuestring);

        if (!text || is_untelling_key(judge, unwanted->valuestring))
            continue;
        /* The fixture's own text is shown: what it stands for may be a key. */
        if (contains(raw->body, raw->body_len, text))
            judge_finding(judge, "the body contains %s", unwanted->valuestring);
        for (i = 0; i < raw->header_count; i++) {
            if (strstr(raw->headers[i].value, text))
                judge_finding(judge, "the header %s contains %s", raw->headers[i].name,
                              unwanted->valuestring);
        }
    }
}
