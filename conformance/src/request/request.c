/* See request.h. */
#include "request/request.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include <openssl/evp.h>

#include "base/json.h"
#include "fixture/calls.h"
#include "request/form_encoding.h"
#include "request/signing.h"

struct build {
    const struct suite *suite;
    struct scope *scope;
    qfpay_signer *signer;
    const cJSON *step;
    struct request *request;
    const char *problem; /* NULL while all is well */
};

static const cJSON *
member(const struct build *build, const char *key)
{
    return cJSON_GetObjectItemCaseSensitive(build->step, key);
}

/* A text of the step with its variables replaced; "" after a problem. */
static const char *
expand(struct build *build, const char *text)
{
    char *expanded = scope_expand(build->scope, text, &build->problem);

    return expanded ? expanded : "";
}

static struct qfpay_param *
find(struct request *request, const char *name)
{
    size_t i;

    for (i = 0; i < request->count; i++) {
        if (strcmp(request->params[i].name, name) == 0)
            return &request->params[i];
    }
    return NULL;
}

static void
append(struct build *build, const char *name, const char *value)
{
    if (build->request->count == QFPAY_PARAM_MAX) {
        build->problem = "the request has too many parameters";
        return;
    }
    build->request->params[build->request->count++] = qfpay_param_of(name, value);
}

static void
set_param(struct build *build, const char *name, const char *value)
{
    struct qfpay_param *param = find(build->request, name);

    if (param)
        *param = qfpay_param_of(param->name, value);
    else
        append(build, name, value);
}

static void
set_params(struct build *build, const cJSON *values)
{
    const cJSON *value;

    cJSON_ArrayForEach(value, values)
        set_param(build, expand(build, value->string), expand(build, value->valuestring));
}

static void
remove_param(struct request *request, const char *name)
{
    struct qfpay_param *param = find(request, name);

    if (!param)
        return;
    request->count--;
    memmove(param, param + 1, (size_t)(&request->params[request->count] - param) * sizeof *param);
}

static void
choose_params(struct build *build)
{
    const struct template *base = suite_find_template(build->suite,
                                                      json_text(build->step, "base", ""));
    const cJSON *element;

    if (base)
        set_params(build, base->params);
    if (build->scope->merchant->mchid && build->scope->merchant->mchid[0])
        set_param(build, "mchid", build->scope->merchant->mchid);
    set_params(build, member(build, "set"));
    cJSON_ArrayForEach(element, member(build, "unset"))
        remove_param(build->request, element->valuestring);
    cJSON_ArrayForEach(element, member(build, "again"))
        append(build, element->string, expand(build, element->valuestring));
}

/* Which parameters travel in the URL. */
static void
place_params(const struct build *build, const char *method, bool *in_url, bool *in_body)
{
    const cJSON *where = member(build, "in_url");
    bool all = where ? cJSON_IsTrue(where) : strcmp(method, "GET") == 0;
    const cJSON *name;
    size_t i;

    for (i = 0; i < build->request->count; i++) {
        in_url[i] = all;
        if (cJSON_IsArray(where)) {
            cJSON_ArrayForEach(name, where)
            {
                if (strcmp(name->valuestring, build->request->params[i].name) == 0)
                    in_url[i] = true;
            }
        }
        in_body[i] = !in_url[i];
    }
}

static void
decode_base64(struct build *build, const char *text)
{
    size_t len = strlen(text);
    char *bytes = arena_alloc(build->scope->arena, len + 4);
    int decoded = EVP_DecodeBlock((unsigned char *)bytes, (const unsigned char *)text, (int)len);

    if (decoded < 0 || len % 4 != 0) {
        build->problem = "body_base64 is not base64";
        return;
    }
    while (len && text[len - 1] == '=') { /* EVP_DecodeBlock counts the padding as bytes */
        len--;
        decoded--;
    }
    build->request->outgoing.body = bytes;
    build->request->outgoing.body_len = (size_t)decoded;
}

static void
write_body(struct build *build, const bool *in_body, enum encoding encoding)
{
    struct outgoing *outgoing = &build->request->outgoing;
    const char *text = json_text(build->step, "body", NULL);
    const char *base64 = json_text(build->step, "body_base64", NULL);

    build->request->body_is_text = !base64;
    if (base64) {
        decode_base64(build, base64);
        return;
    }
    outgoing->body = text ? expand(build, text)
                          : encode_params(build->scope->arena, build->request->params, in_body,
                                          build->request->count, encoding);
    outgoing->body_len = strlen(outgoing->body);
    if (!outgoing->body_len && strcmp(outgoing->method, "POST") != 0)
        outgoing->body = NULL;
}

/* Spaces and line breaks would break the request line, so a raw URL is percent-encoded. */
static enum encoding
url_encoding(enum encoding encoding)
{
    return encoding == ENCODE_RAW || encoding == ENCODE_JSON ? ENCODE_PERCENT : encoding;
}

static void
write_path(struct build *build, const bool *in_url, enum encoding encoding)
{
    const char *path = json_text(build->step, "path", NULL);
    enum call_kind kind = CALL_PAYMENT;
    char *query = encode_params(build->scope->arena, build->request->params, in_url,
                                build->request->count, url_encoding(encoding));

    if (!path && !call_find(json_text(build->step, "call", NULL), &kind))
        build->problem = "the endpoint is not known";
    path = path ? expand(build, path) : call_rows[kind].path;
    build->request->outgoing.path = query[0]
                                        ? arena_printf(build->scope->arena, "%s?%s", path, query)
                                        : path;
}

static void
sign(struct build *build)
{
    const cJSON *how = member(build, "sign");
    const cJSON *announce = cJSON_GetObjectItemCaseSensitive(how, "announce");
    struct request *request = build->request;
    struct signing signing = {request->params,
                              request->count,
                              request->outgoing.body ? request->outgoing.body : "",
                              request->outgoing.body_len,
                              how,
                              signing_digest(how, build->scope->merchant)};
    const char *value = signing_make(build->scope, build->signer, &signing, &build->problem);

    outgoing_add(&request->outgoing, "X-QF-APPCODE", build->scope->merchant->app_code);
    outgoing_add(&request->outgoing, "X-QF-SIGN", value ? value : "");
    if (cJSON_IsString(announce))
        outgoing_add(&request->outgoing, "X-QF-SIGNTYPE", expand(build, announce->valuestring));
    else if (!announce && signing.digest == QFPAY_DIGEST_SHA256)
        outgoing_add(&request->outgoing, "X-QF-SIGNTYPE", "SHA256");
}

static void
add_content_type(struct build *build, enum encoding encoding)
{
    const cJSON *given = member(build, "content_type");
    struct outgoing *outgoing = &build->request->outgoing;

    if (cJSON_IsString(given))
        outgoing_add(outgoing, "Content-Type", expand(build, given->valuestring));
    else if (!given && outgoing->body_len)
        outgoing_add(outgoing, "Content-Type",
                     encoding == ENCODE_JSON ? "application/json"
                                             : "application/x-www-form-urlencoded");
}

static void
drop_header(struct outgoing *outgoing, const char *name)
{
    size_t i = 0;

    while (i < outgoing->header_count) {
        if (strcasecmp(outgoing->headers[i].name, name) != 0) {
            i++;
            continue;
        }
        outgoing->header_count--;
        memmove(&outgoing->headers[i], &outgoing->headers[i + 1],
                (outgoing->header_count - i) * sizeof outgoing->headers[0]);
    }
}

static void
change_headers(struct build *build)
{
    const cJSON *header;

    cJSON_ArrayForEach(header, member(build, "headers"))
    {
        drop_header(&build->request->outgoing, header->string);
        if (cJSON_IsString(header) && !outgoing_add(&build->request->outgoing, header->string,
                                                    expand(build, header->valuestring)))
            build->problem = "the request has too many headers";
    }
}

/* Names of headers mean the same in any case of their letters (RFC 9110, 5.1). */
static void
recase_headers(struct build *build)
{
    const char *wanted = json_text(build->step, "header_case", NULL);
    struct outgoing *outgoing = &build->request->outgoing;
    size_t i;

    for (i = 0; wanted && i < outgoing->header_count; i++) {
        char *name = arena_dup(build->scope->arena, outgoing->headers[i].name);
        char *at;

        for (at = name; *at; at++)
            *at = (char)(wanted[0] == 'u' ? toupper((unsigned char)*at)
                                          : tolower((unsigned char)*at));
        outgoing->headers[i].name = name;
    }
}

/* Values changed after signing: the body is written anew, the signature stays. */
static void
tamper(struct build *build, const char *method, bool *in_url, bool *in_body, enum encoding encoding)
{
    const cJSON *values = member(build, "tamper");

    if (!values)
        return;
    set_params(build, values);
    place_params(build, method, in_url, in_body);
    write_body(build, in_body, encoding);
}

bool
request_build(const struct suite *suite, struct scope *scope, qfpay_signer *signer,
              const cJSON *step, struct request *request, const char **problem)
{
    struct build build = {suite, scope, signer, step, request, NULL};
    enum encoding encoding = encoding_find(json_text(step, "encoding", NULL));
    bool in_url[QFPAY_PARAM_MAX] = {false}, in_body[QFPAY_PARAM_MAX] = {false};
    const char *method = json_text(step, "method", "POST");

    memset(request, 0, sizeof *request);
    request->outgoing.method = method;
    request->outgoing.pieces = (size_t)json_number(step, "pieces");
    choose_params(&build);
    place_params(&build, method, in_url, in_body);
    write_body(&build, in_body, encoding);
    sign(&build);
    tamper(&build, method, in_url, in_body, encoding);
    write_path(&build, in_url, encoding);
    add_content_type(&build, encoding);
    change_headers(&build);
    recase_headers(&build);
    scope->sent = request->params;
    scope->sent_count = request->count;
    *problem = build.problem;
    return !build.problem;
}

const char *
request_value(const struct request *request, const char *name)
{
    size_t i;

    for (i = 0; i < request->count; i++) {
        if (strcmp(request->params[i].name, name) == 0)
            return request->params[i].value;
    }
    return NULL;
}
