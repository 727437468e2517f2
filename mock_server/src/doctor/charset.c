/* Text in another character set, by the C library's iconv. A set that the system does not know
 * (minimal images have none but the simplest) just means that the mistake is not tried. */
#include "doctor/text.h"

#include <iconv.h>

/* One question mark per character: the bytes that continue a UTF-8 sequence write nothing. */
static void
put_question_marks(const char *text, size_t len, struct text *out)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char byte = (unsigned char)text[i];

        if (byte < 0x80)
            text_byte(out, text[i]);
        else if (byte >= 0xc0)
            text_byte(out, '?');
    }
}

bool
charset_convert(const struct charset *charset, char *text, size_t len, struct text *out)
{
    char *to = out->bytes + out->len;
    size_t room = out->size - out->len;
    size_t left = len;
    size_t irreversible;
    iconv_t converter;

    if (strcmp(charset->to, CHARSET_QUESTION_MARKS) == 0) {
        put_question_marks(text, len, out);
        return !out->is_full;
    }
    converter = iconv_open(charset->to, charset->from);
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): POSIX says failure so. */
    if (converter == (iconv_t)-1)
        return false;
    irreversible = iconv(converter, &text, &left, &to, &room);
    iconv_close(converter);
    out->len = out->size - room;
    return irreversible == 0 && left == 0;
}
