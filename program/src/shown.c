/* See program/shown.h. */
#include "program/shown.h"

#include <stdbool.h>
#include <stdio.h>

/* Unicode 15: Cc, Cf, Zl, Zp, what is not a character, and what is drawn as nothing; in order. */
static const struct {
    uint32_t first, last;
} unfit[] = {
    {0x0000, 0x001F},   {0x007F, 0x009F},   {0x00AD, 0x00AD},   {0x034F, 0x034F},
    {0x0600, 0x0605},   {0x061C, 0x061C},   {0x06DD, 0x06DD},   {0x070F, 0x070F},
    {0x0890, 0x0891},   {0x08E2, 0x08E2},   {0x115F, 0x1160},   {0x17B4, 0x17B5},
    {0x180B, 0x180F},   {0x200B, 0x200F},   {0x2028, 0x202E},   {0x2060, 0x206F},
    {0x3164, 0x3164},   {0xFDD0, 0xFDEF},   {0xFEFF, 0xFEFF},   {0xFFA0, 0xFFA0},
    {0xFFF0, 0xFFFB},   {0xFFFE, 0xFFFF},   {0x110BD, 0x110BD}, {0x110CD, 0x110CD},
    {0x13430, 0x1343F}, {0x1BCA0, 0x1BCA3}, {0x1D173, 0x1D17A}, {0xE0000, 0xE0FFF},
};

/* Two of each plane are no characters. */
static bool
is_unfit(uint32_t point)
{
    size_t i = 0;

    while (i < sizeof unfit / sizeof unfit[0] && point > unfit[i].last)
        i++;
    return (i < sizeof unfit / sizeof unfit[0] && point >= unfit[i].first) ||
           (point & 0xFFFE) == 0xFFFE;
}

/* The UTF-8 sequence at bytes: its length, or 0 where there is none. Overlong forms, surrogates and
 * values beyond U+10FFFF count as none (RFC 3629). */
static size_t
decode(const unsigned char *bytes, size_t left, uint32_t *point)
{
    static const struct {
        unsigned char low, high, second_low, second_high;
        size_t len;
    } forms[] = {
        {0xC2, 0xDF, 0x80, 0xBF, 2}, {0xE0, 0xE0, 0xA0, 0xBF, 3}, {0xE1, 0xEC, 0x80, 0xBF, 3},
        {0xED, 0xED, 0x80, 0x9F, 3}, {0xEE, 0xEF, 0x80, 0xBF, 3}, {0xF0, 0xF0, 0x90, 0xBF, 4},
        {0xF1, 0xF3, 0x80, 0xBF, 4}, {0xF4, 0xF4, 0x80, 0x8F, 4},
    };
    size_t i = 0;

    while (i < sizeof forms / sizeof forms[0] &&
           (bytes[0] < forms[i].low || bytes[0] > forms[i].high))
        i++;
    if (i == sizeof forms / sizeof forms[0] || forms[i].len > left ||
        bytes[1] < forms[i].second_low || bytes[1] > forms[i].second_high)
        return 0;
    *point = bytes[0] & (0x7FU >> forms[i].len);
    for (size_t k = 1; k < forms[i].len; k++) {
        if ((bytes[k] & 0xC0) != 0x80)
            return 0;
        *point = *point << 6 | (bytes[k] & 0x3FU);
    }
    return forms[i].len;
}

size_t
shown_span(const char *bytes, size_t len)
{
    const unsigned char *at = (const unsigned char *)bytes;
    size_t span = 0;

    while (span < len) {
        uint32_t point = 0;
        size_t step = 1;

        if (at[span] >= 0x80)
            step = decode(at + span, len - span, &point);
        else
            point = at[span];
        if (step == 0 || is_unfit(point))
            break;
        span += step;
    }
    return span;
}

struct shown_unfit
shown_unfit(const char *bytes, size_t len)
{
    const unsigned char *at = (const unsigned char *)bytes;
    uint32_t point = SHOWN_NO_POINT;
    size_t step = 1;

    if (at[0] < 0x80)
        return (struct shown_unfit){1, at[0]};
    step = decode(at, len, &point);
    return step == 0 ? (struct shown_unfit){1, SHOWN_NO_POINT} : (struct shown_unfit){step, point};
}

size_t
shown_instead(const char *bytes, size_t len, char piece[SHOWN_PIECE_SIZE])
{
    struct shown_unfit found = shown_unfit(bytes, len);

    if (found.len == 1)
        (void)snprintf(piece, SHOWN_PIECE_SIZE, "\\x%02x", (unsigned char)bytes[0]);
    else
        (void)snprintf(piece, SHOWN_PIECE_SIZE, "<U+%04X>", (unsigned)found.point);
    return found.len;
}
