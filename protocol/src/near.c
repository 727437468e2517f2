/*
 * How near a name is to a word, and the hint that is made of it.
 */
#include "qfpay/near.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

/* An edit is worth more than anything that is no mistyping: 114 stands for 1141 rather than for
 * 1174, and PIT-5 for PIT-05 rather than for PIT-50. */
enum { COST_ZERO = 1, COST_PART = 2, COST_EDIT = 3, EDITS_MAX = 4, PART_MIN = 3 };

static char
plain(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    return c == '_' ? '-' : c;
}

/* Of the letter at an index that the other text has not; a zero counts little in front of a number.
 */
static unsigned
cost_of_gap(const char *text, size_t at)
{
    bool leads = text[at] == '0' && (at == 0 || text[at - 1] < '0' || text[at - 1] > '9');

    return leads ? COST_ZERO : COST_EDIT;
}

static unsigned
smaller(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* A letter of the word in the table of Damerau and Levenshtein: what the beginnings of the name
 * cost after one letter less (before) and two less (last but one). */
static void
fill_row(const char *word, size_t i, const char *name, size_t len, const unsigned *two_before,
         const unsigned *before, unsigned *row)
{
    char letter = plain(word[i - 1]);

    row[0] = before[0] + cost_of_gap(word, i - 1);
    for (size_t j = 1; j <= len; j++) {
        char other = plain(name[j - 1]);

        row[j] = before[j - 1] + (letter == other ? 0 : COST_EDIT);
        row[j] = smaller(row[j], before[j] + cost_of_gap(word, i - 1));
        row[j] = smaller(row[j], row[j - 1] + cost_of_gap(name, j - 1));
        if (i > 1 && j > 1 && letter == plain(name[j - 2]) && plain(word[i - 2]) == other)
            row[j] = smaller(row[j], two_before[j - 2] + COST_EDIT);
    }
}

/* Of the whole name, or of its likest beginning. */
static unsigned
cost_of_edits(const char *word, size_t word_len, const char *name, size_t len)
{
    unsigned rows[3][QFPAY_NEAR_LEN_MAX + 1];
    const unsigned *last = rows[word_len % 3];
    unsigned best = 0;

    rows[0][0] = 0;
    for (size_t j = 1; j <= len; j++)
        rows[0][j] = rows[0][j - 1] + cost_of_gap(name, j - 1);
    for (size_t i = 1; i <= word_len; i++)
        fill_row(word, i, name, len, rows[(i + 1) % 3], rows[(i + 2) % 3], rows[i % 3]);
    best = last[len];
    for (size_t j = 1; j < len && word_len >= PART_MIN; j++)
        best = smaller(best, last[j] + COST_PART);
    return best;
}

static bool
is_part(const char *word, size_t word_len, const char *name, size_t len)
{
    for (size_t from = 0; from + word_len <= len; from++) {
        size_t same = 0;

        while (same < word_len && plain(name[from + same]) == plain(word[same]))
            same++;
        if (same == word_len)
            return true;
    }
    return false;
}

static unsigned
cost_of(const char *word, size_t word_len, const char *name, size_t len)
{
    unsigned cost = cost_of_edits(word, word_len, name, len);

    if (cost > COST_PART && word_len >= PART_MIN && is_part(word, word_len, name, len))
        cost = COST_PART;
    return cost;
}

/* What a name may cost at most. */
static unsigned
limit_of(size_t word_len)
{
    size_t edits = (word_len + 2) / 5;

    return edits == 0 ? COST_ZERO : COST_EDIT * (unsigned)(edits < EDITS_MAX ? edits : EDITS_MAX);
}

void
qfpay_near_begin(struct qfpay_near *near, const char *word)
{
    bool is_option = strncmp(word, "--", 2) == 0;

    *near = (struct qfpay_near){.word = word, .dashes = ""};
    if (is_option) {
        near->word = word + 2;
        near->dashes = "--";
    }
    near->word_len = is_option ? strcspn(near->word, "=") : strlen(word);
    near->cost = near->word_len == 0 || near->word_len > QFPAY_NEAR_LEN_MAX
                     ? 0
                     : limit_of(near->word_len) + 1;
}

static void
offer(struct qfpay_near *near, const char *name, size_t len)
{
    unsigned cost = 0;

    if (near->cost == 0 || len == 0 || len > QFPAY_NEAR_LEN_MAX ||
        (len == near->word_len && memcmp(name, near->word, len) == 0))
        return;
    cost = cost_of(near->word, near->word_len, name, len);
    if (cost > near->cost || (cost == near->cost && near->count == 0))
        return;
    if (cost < near->cost)
        near->count = 0;
    near->cost = cost;
    for (size_t i = 0; i < near->count; i++)
        if (near->names[i].len == len && memcmp(near->names[i].text, name, len) == 0)
            return;
    if (near->count < QFPAY_NEAR_NAMES_MAX)
        near->names[near->count++] = (struct qfpay_near_name){name, len};
}

void
qfpay_near_offer(struct qfpay_near *near, const char *name)
{
    offer(near, name, strlen(name));
}

void
qfpay_near_offer_list(struct qfpay_near *near, const char *list)
{
    while (*list != '\0') {
        size_t len = strcspn(list, " ,|");

        if (len != 2 || memcmp(list, "or", 2) != 0)
            offer(near, list, len);
        list += len;
        list += strspn(list, " ,|");
    }
}

const char *
qfpay_near_hint(const struct qfpay_near *near, char hint[QFPAY_NEAR_HINT_SIZE],
                const char *otherwise)
{
    size_t used = 0;

    if (near->count == 0)
        return otherwise;
    for (size_t i = 0; i < near->count; i++)
        used += (size_t)snprintf(hint + used, QFPAY_NEAR_HINT_SIZE - used, "%s'%s%.*s'",
                                 i == 0                ? "; did you mean "
                                 : i + 1 < near->count ? ", "
                                                       : " or ",
                                 near->dashes, (int)near->names[i].len, near->names[i].text);
    (void)snprintf(hint + used, QFPAY_NEAR_HINT_SIZE - used, "?");
    return hint;
}
