/* See form_encoding.h. */
#include "request/form_encoding.h"

#include <string.h>

#include "base/json.h"

static const char *const names[] = {"form", "percent", "percent-lower", "raw", "double", "json"};

enum encoding
encoding_find(const char *name)
{
    size_t i;

    for (i = 0; name && i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) == 0)
            return (enum encoding)i;
    }
    return ENCODE_FORM;
}

static bool
is_unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           (c && strchr("-._~", c));
}

char *
encode_component(struct arena *arena, const char *text, enum encoding encoding)
{
    const char *digits = encoding == ENCODE_PERCENT_LOWER ? "0123456789abcdef" : "0123456789ABCDEF";
    struct text out;

    if (encoding == ENCODE_DOUBLE)
        return encode_component(arena, encode_component(arena, text, ENCODE_PERCENT),
                                ENCODE_PERCENT);
    text_init(&out, arena);
    for (; *text; text++) {
        if (encoding == ENCODE_RAW || is_unreserved(*text)) {
            text_putc(&out, *text);
        } else if (encoding == ENCODE_FORM && *text == ' ') {
            text_putc(&out, '+');
        } else {
            text_putc(&out, '%');
            text_putc(&out, digits[(unsigned char)*text >> 4]);
            text_putc(&out, digits[(unsigned char)*text & 15]);
        }
    }
    return out.bytes;
}

static char *
encode_json(struct arena *arena, const struct qfpay_param *params, const bool *chosen, size_t count)
{
    cJSON *object = cJSON_CreateObject();
    char *result;
    size_t i;

    for (i = 0; i < count; i++) {
        if (chosen[i])
            cJSON_AddStringToObject(object, params[i].name, params[i].value);
    }
    result = json_print(arena, object);
    cJSON_Delete(object);
    return result;
}

char *
encode_params(struct arena *arena, const struct qfpay_param *params, const bool *chosen,
              size_t count, enum encoding encoding)
{
    struct text out;
    size_t i;

    if (encoding == ENCODE_JSON)
        return encode_json(arena, params, chosen, count);
    text_init(&out, arena);
    for (i = 0; i < count; i++) {
        if (!chosen[i])
            continue;
        text_printf(&out, "%s%s=%s", out.len ? "&" : "",
                    encode_component(arena, params[i].name, encoding),
                    encode_component(arena, params[i].value, encoding));
    }
    return out.bytes;
}
