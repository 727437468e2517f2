/* See json_text.h. */
#include "base/json_text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

const struct json_spaces json_compact = {"", "", "", ""};
const struct json_spaces json_one_line = {" ", " ", "", ""};
const struct json_spaces json_lines = {" ", "\n    ", "\n    ", "\n"};

/* Behind a part that is no text. */
static const char *
space_behind(char part, const struct json_spaces *spaces)
{
    switch (part) {
    case ':':
        return spaces->behind_colon;
    case ',':
        return spaces->behind_comma;
    case '{':
        return spaces->behind_brace;
    default:
        return "";
    }
}

static char *
put(char *at, const char *text)
{
    size_t len = strlen(text);

    memcpy(at, text, len);
    return at + len;
}

char *
json_respace(struct arena *arena, const char *text, const struct json_spaces *spaces)
{
    /* A comma stands between members of at least four bytes, "":0. */
    char *out = arena_alloc(arena, 2 * strlen(text) + 16);
    char *at = out;
    bool in_text = false;

    if (!out)
        return NULL;
    for (; *text != '\0'; text++) {
        if (!in_text && strchr(" \n\r\t", *text))
            continue;
        if (!in_text && *text == '}')
            at = put(at, spaces->before_brace);
        *at++ = *text;
        if (in_text && *text == '\\' && text[1] != '\0')
            *at++ = *++text;
        else if (*text == '"')
            in_text = !in_text;
        else if (!in_text)
            at = put(at, space_behind(*text, spaces));
    }
    *at = '\0';
    return out;
}

long
json_escaped_unit(const char *text, size_t len)
{
    char digits[5] = "";

    if (len < JSON_ESCAPE_LEN || text[0] != '\\' || text[1] != 'u')
        return -1;
    memcpy(digits, text + 2, 4);
    return strspn(digits, "0123456789abcdefABCDEF") == 4 ? strtol(digits, NULL, 16) : -1;
}

size_t
json_put_utf8(char bytes[4], unsigned long point)
{
    size_t len = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;

    for (size_t i = len; i-- > 1; point >>= 6)
        bytes[i] = (char)(0x80 | (point & 0x3f));
    bytes[0] = (char)(len == 1 ? point : (0xf00 >> len & 0xff) | point);
    return len;
}
