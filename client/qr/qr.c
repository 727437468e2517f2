/*
 * QR codes on a terminal: the only file that includes <qrencode.h>.
 *
 * One character shows two modules, one above the other. Light modules are the ones drawn, so that
 * the code is right on a dark terminal even without colours; with colours both shades are fixed and
 * it is right everywhere.
 */
#include "qr.h"

#include <qrencode.h>

/* Modules of light border. The standard asks for 4; phones read 2, and it fits small windows. */
#define QUIET 2

static bool
is_dark(const QRcode *code, int x, int y)
{
    if (x < 0 || y < 0 || x >= code->width || y >= code->width)
        return false;
    return code->data[y * code->width + x] & 1;
}

static const char *
glyph(bool upper_dark, bool lower_dark)
{
    if (upper_dark)
        return lower_dark ? " " : "\u2584";
    return lower_dark ? "\u2580" : "\u2588";
}

bool
qr_print(FILE *out, const char *text, bool has_colour)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_L);

    if (!code)
        return false;
    for (int y = -QUIET; y < code->width + QUIET; y += 2) {
        (void)fputs(has_colour ? "  \033[97;40m" : "  ", out);
        for (int x = -QUIET; x < code->width + QUIET; x++)
            (void)fputs(glyph(is_dark(code, x, y), is_dark(code, x, y + 1)), out);
        (void)fputs(has_colour ? "\033[0m\n" : "\n", out);
    }
    QRcode_free(code);
    return true;
}
