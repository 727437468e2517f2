/* See same.h. */
#include "drift/same.h"

#include <stdlib.h>
#include <string.h>

#include "fixture/variable.h"

enum {
    NAMED_TEXT_MAX = 200,
    MONTHS_FROM_S = 27 * 86400, /* what may be a month or several */
    MONTHS_SLACK_S = 4 * 86400, /* by how much half a year differs from another */
};

/* A name as it stands in a text: "${kind:7}", "${now-5m}", "${app_code}". */
struct name {
    char text[NAMED_TEXT_MAX + 1]; /* without the braces and without the number */
    const char *whole;             /* borrowed, whole_len bytes */
    size_t whole_len;
    bool is_numbered;
    bool is_time;
    int64_t seconds; /* of a time, from now */
};

static bool
read_time(struct name *name)
{
    struct duration duration = {0, 0};
    const char *rest = name->text + 3;

    if (strncmp(name->text, "now", 3) != 0)
        return false;
    if (*rest &&
        ((*rest != '+' && *rest != '-') || !duration_parse(rest + 1, strlen(rest + 1), &duration)))
        return false;
    name->seconds = *rest == '-' ? -duration.seconds : duration.seconds;
    return true;
}

/* Read the name that text begins with; false when it begins with none. */
static bool
read_name(const char *text, struct name *name)
{
    const char *end = strncmp(text, "${", 2) == 0 ? strchr(text, '}') : NULL;
    const char *colon;
    size_t len;

    if (!end || end - text - 2 > NAMED_TEXT_MAX)
        return false;
    len = (size_t)(end - text) - 2;
    memset(name, 0, sizeof *name);
    memcpy(name->text, text + 2, len);
    name->whole = text;
    name->whole_len = len + 3;
    colon = strrchr(name->text, ':');
    if (colon && colon[1] && colon[1 + strspn(colon + 1, "0123456789")] == '\0') {
        name->is_numbered = true;
        name->text[colon - name->text] = '\0';
    }
    name->is_time = !name->is_numbered && read_time(name);
    return true;
}

static bool
same_times(int64_t left, int64_t right, int64_t tolerance_s)
{
    int64_t distance = left > right ? left - right : right - left;
    int64_t length = left < 0 ? -left : left;

    return distance <= (length > MONTHS_FROM_S ? MONTHS_SLACK_S : tolerance_s);
}

static bool
equals(const char *text, const struct name *name)
{
    return strlen(text) == name->whole_len && memcmp(text, name->whole, name->whole_len) == 0;
}

/* Whether two numbered names of one kind go together, now and before. */
static bool
paired(struct pairing *pairing, const struct name *left, const struct name *right)
{
    size_t i;

    for (i = 0; i < pairing->count; i++) {
        bool is_left = equals(pairing->lefts[i], left);
        bool is_right = equals(pairing->rights[i], right);

        if (is_left || is_right)
            return is_left && is_right;
    }
    if (pairing->count < PAIRS_MAX) {
        pairing->lefts[pairing->count] = arena_copy(pairing->arena, left->whole, left->whole_len);
        pairing->rights[pairing->count] = arena_copy(pairing->arena, right->whole,
                                                     right->whole_len);
        pairing->count++;
    }
    return true;
}

static bool
same_names(struct pairing *pairing, const struct name *left, const struct name *right)
{
    if (left->is_time && right->is_time)
        return same_times(left->seconds, right->seconds, pairing->tolerance_s);
    if (left->is_numbered != right->is_numbered || strcmp(left->text, right->text) != 0)
        return false;
    return !left->is_numbered || paired(pairing, left, right);
}

bool
same_text(struct pairing *pairing, const char *left, const char *right)
{
    struct name a, b;

    while (*left && *right) {
        bool is_left = read_name(left, &a), is_right = read_name(right, &b);

        if (is_left != is_right || (!is_left && *left != *right))
            return false;
        if (is_left && !same_names(pairing, &a, &b))
            return false;
        left += is_left ? a.whole_len : 1;
        right += is_right ? b.whole_len : 1;
    }
    return *left == *right;
}

/* "${now}", "${now-8h}", "${now+31d}": to the minute. */
static void
show_time(struct text *out, int64_t seconds, int64_t tolerance_s)
{
    int64_t length = seconds < 0 ? -seconds : seconds;
    int64_t minutes = (length + 30) / 60;

    text_puts(out, "${now");
    if (length > tolerance_s) {
        text_putc(out, seconds < 0 ? '-' : '+');
        if (minutes / 1440)
            text_printf(out, "%lldd", (long long)(minutes / 1440));
        if (minutes / 60 % 24)
            text_printf(out, "%lldh", (long long)(minutes / 60 % 24));
        if (minutes % 60)
            text_printf(out, "%lldm", (long long)(minutes % 60));
    }
    text_putc(out, '}');
}

const char *
same_shown(struct arena *arena, const char *text, int64_t tolerance_s)
{
    struct text out;
    struct name name;

    text_init(&out, arena);
    while (*text) {
        if (!read_name(text, &name)) {
            text_putc(&out, *text++);
            continue;
        }
        if (name.is_time)
            show_time(&out, name.seconds, tolerance_s);
        else
            text_printf(&out, "${%s}", name.text);
        text += name.whole_len;
    }
    return out.bytes;
}
