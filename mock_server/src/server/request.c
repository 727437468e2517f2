/* Small helpers over a request; see request.h. */
#include "server/request.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "server/server.h"

enum { ID_MAX = 128 };

unsigned
reply_status(const struct reply *reply)
{
    return answer_fault_is_silent(reply->fault) ? 0 : reply->http_status;
}

/* It stands unquoted in a header, in lines of the log and in JSON. */
static bool
is_good_id(const char *id)
{
    size_t len = strspn(id,
                        "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ._:/+=@-");

    return len > 0 && len <= ID_MAX && id[len] == '\0';
}

/* Which start of a mock it is, and which of its requests. */
static const char *
own_id(struct request *req)
{
    enum { DIGITS_MAX = 20 };
    char text[SERVER_RUN_SIZE + DIGITS_MAX];
    char *at = text + sizeof text;
    uint64_t number = ++req->server->requests;

    for (; number > 0; number /= 10)
        *--at = (char)('0' + number % 10);
    at -= SERVER_RUN_SIZE - 1;
    memcpy(at, req->server->run, SERVER_RUN_SIZE - 1);
    return arena_copy(req->arena, at, (size_t)(text + sizeof text - at));
}

void
request_identify(struct request *req)
{
    const char *sent = req->headers.request_id;

    req->id = sent && is_good_id(sent) ? sent : own_id(req);
}

const struct qfpay_param *
request_param(const struct request *req, const char *name, size_t len)
{
    for (const struct qfpay_param *param = req->params; param < req->params + req->param_count;
         param++) {
        if (param->name_len == len && memcmp(param->name, name, len) == 0)
            return param;
    }
    return NULL;
}

const char *
request_masked(struct request *req, const char *text, size_t len)
{
    const char *const keys[] = {!req->merchant ? "" : req->merchant->client_key,
                                !req->merchant ? "" : req->merchant->notify_key};
    char *copy = NULL;

    for (size_t k = 0; k < sizeof keys / sizeof keys[0]; k++) {
        size_t key_len = strlen(keys[k]);

        for (size_t i = 0; key_len > 0 && i + key_len <= len; i++) {
            if (memcmp((copy ? copy : text) + i, keys[k], key_len) != 0)
                continue;
            if (!copy)
                copy = arena_copy(req->arena, text, len);
            if (!copy)
                return "";
            memset(copy + i, '*', key_len);
        }
    }
    return copy ? copy : text;
}

enum { KEY_LIKE_MIN = 16 };

/* The length of the word that text begins with, and whether it may be a key: those of QFPay are 32
 * letters and digits, and no path or method of the API has a word of that kind. */
static size_t
word_len(const char *text, bool *is_like_a_key)
{
    size_t len = 0, digits = 0;

    for (; isalnum((unsigned char)text[len]); len++)
        digits += isdigit((unsigned char)text[len]) != 0;
    *is_like_a_key = len >= KEY_LIKE_MIN && digits > 0 && digits < len;
    return len;
}

const char *
request_keyless(struct request *req, const char *text)
{
    const char *masked = request_masked(req, text, strlen(text));
    char *copy = NULL;
    bool is_like_a_key = false;

    for (size_t at = 0, len = 0; masked[at] != '\0'; at += len + (len == 0)) {
        len = word_len(masked + at, &is_like_a_key);
        if (!is_like_a_key)
            continue;
        if (!copy)
            copy = arena_dup(req->arena, masked);
        if (!copy)
            return "";
        memset(copy + at, '*', len);
    }
    return copy ? copy : masked;
}

const char *
request_printable(struct request *req, const char *text, size_t len, size_t max)
{
    static const char hex[] = "0123456789abcdef";
    bool is_cut = len > max;
    size_t shown = is_cut ? max : len;
    char *out = arena_alloc(req->arena, shown * 4 + 4);
    char *at = out;

    if (!out)
        return "";
    text = request_masked(req, text, len);
    if (text[0] == '\0')
        shown = 0;
    for (size_t i = 0; i < shown; i++) {
        unsigned char c = (unsigned char)text[i];

        if (c >= 0x20 && c < 0x7f) {
            *at++ = (char)c;
        } else {
            *at++ = '\\';
            *at++ = 'x';
            *at++ = hex[c >> 4];
            *at++ = hex[c & 15];
        }
    }
    memcpy(at, is_cut ? "..." : "", is_cut ? 4 : 1);
    return out;
}

void
request_advise(struct request *req, enum qfpay_req req_id, const char *format, ...)
{
    const char *id = qfpay_requirement(req_id)->id;
    va_list args;
    const char *sentence;

    va_start(args, format);
    sentence = arena_vprintf(req->arena, format, args);
    va_end(args);
    if (!sentence)
        return;
    sentence = arena_printf(req->arena, "%s%s%s%s%s%s", req->advice ? req->advice : "",
                            req->advice ? " " : "", sentence, id[0] == '\0' ? "" : " (", id,
                            id[0] == '\0' ? "" : ")");
    if (sentence)
        req->advice = sentence;
}
