/* Checks of an answer as a whole: status, code, headers, signature, form of the JSON. */
#include <string.h>
#include <strings.h>

#include "checks.h"

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
    const cJSON *wanted = cJSON_IsArray(value) ? value->child : value;

    for (; wanted; wanted = cJSON_IsArray(value) ? wanted->next : NULL) {
        if (status_is(wanted, subject->reply->http))
            return;
    }
    judge_finding(judge, "expected HTTP status %s, got %d", show(judge->scope->arena, value),
                  subject->reply->http);
}

/* Whether text is the wanted string, or in the wanted list. */
static bool
is_wanted(const cJSON *value, const char *text)
{
    const cJSON *wanted = cJSON_IsArray(value) ? value->child : value;

    for (; wanted; wanted = cJSON_IsArray(value) ? wanted->next : NULL) {
        if (strcmp(wanted->valuestring, text) == 0)
            return true;
    }
    return false;
}

static const char *
respcd_of(struct judge *judge, const struct subject *subject)
{
    const char *respcd = scalar_text(judge->scope->arena,
                                     cJSON_GetObjectItemCaseSensitive(subject->object, "respcd"));

    return respcd ? respcd : "";
}

/* "" when the answer is none of the three: a fault of the server, or no JSON. */
static const char *
outcome_of(struct judge *judge, const struct subject *subject)
{
    const char *respcd = respcd_of(judge, subject);
    int class = subject->reply->http / 100;

    if (!subject->is_record && class == 4)
        return "failure";
    if (!respcd[0] || (!subject->is_record && class == 5))
        return "";
    if (strcmp(respcd, "0000") == 0)
        return "success";
    return strcmp(respcd, "1143") == 0 || strcmp(respcd, "1145") == 0 ? "pending" : "failure";
}

void
check_outcome(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const char *outcome = outcome_of(judge, subject);
    const char *wanted = show(judge->scope->arena, value);

    if (is_wanted(value, outcome))
        return;
    if (outcome[0])
        judge_finding(judge, "expected the outcome %s, got %s (respcd \"%.20s\", HTTP %d)", wanted,
                      outcome, respcd_of(judge, subject), subject->reply->http);
    else
        judge_finding(judge, "expected the outcome %s, got an answer without respcd (HTTP %d)",
                      wanted, subject->reply->http);
}

void
check_respcd(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const char *respcd = respcd_of(judge, subject);

    if (!is_wanted(value, respcd))
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
    char right[QFPAY_SIGN_HEX_SIZE];

    if (!got || !got[0]) {
        if (strcmp(value->valuestring, "valid") == 0)
            judge_finding(judge, "expected a header X-QF-SIGN, got none");
        return;
    }
    if (qfpay_sign_bytes(judge->signer, reply->raw.body, reply->raw.body_len,
                         judge->scope->merchant->client_key, QFPAY_DIGEST_MD5, right,
                         NULL) != QFPAY_OK)
        judge_finding(judge, "the signature of the answer could not be computed");
    else if (strcasecmp(right, got) != 0)
        judge_finding(judge, "X-QF-SIGN of the answer is not MD5 of its raw body and the key");
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

void
check_json(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const struct reply *reply = subject->reply;
    const char *fault = NULL;

    if (!subject->object) {
        judge_finding(judge, "expected the body to be one JSON object");
        return;
    }
    if (strcmp(value->valuestring, "flat") == 0 && !is_flat(subject->object))
        fault = "has an object or an array inside";
    if (strcmp(value->valuestring, "wire") == 0)
        fault = wire_fault(reply->raw.body, reply->raw.body_len);
    if (fault)
        judge_finding(judge, "the JSON of the answer %s", fault);
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

void
check_excludes(struct judge *judge, const struct subject *subject, const cJSON *value)
{
    const struct qfpay_response *raw = &subject->reply->raw;
    const cJSON *unwanted;
    size_t i;

    cJSON_ArrayForEach(unwanted, value)
    {
        const char *text = check_expand(judge, unwanted->valuestring);

        if (!text)
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
