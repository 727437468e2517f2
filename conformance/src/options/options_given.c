/* See options_given.h. */
#include "options/options_given.h"

#include "options/options_table.h"

struct words {
    struct arena *arena;
    char **list;
    size_t count;
};

static void
add(struct words *words, const struct option_row *row, const char *value)
{
    words->list[words->count++] = arena_format(words->arena, "--%s", row->name);
    if (value)
        words->list[words->count++] = arena_dup(words->arena, value);
}

static void
add_option(struct words *words, const struct option_row *row, const void *member)
{
    const struct text_list *list = member;
    size_t i;

    switch (row->kind) {
    case OPTION_FLAG:
        if (*(const bool *)member)
            add(words, row, NULL);
        break;
    case OPTION_TEXT:
        if (*(const char *const *)member && **(const char *const *)member)
            add(words, row, *(const char *const *)member);
        break;
    case OPTION_LIST:
        for (i = 0; i < list->count; i++)
            add(words, row, list->items[i]);
        break;
    case OPTION_NUMBER:
    case OPTION_RATE:
        if (*(const int *)member)
            add(words, row, arena_format(words->arena, "%d", *(const int *)member));
        break;
    case OPTION_SECRET:
    case OPTION_PLACE:
    case OPTION_HELP:
    case OPTION_VERSION:
        break;
    }
}

/* Whether an earlier row is the same under another name. */
static bool
is_alias(size_t at)
{
    size_t i;

    for (i = 0; i < at; i++) {
        if (option_rows[i].member == option_rows[at].member &&
            option_rows[i].kind == option_rows[at].kind)
            return true;
    }
    return false;
}

char *const *
options_given(const struct options *options, struct arena *arena)
{
    struct words words = {.arena = arena};
    size_t i;

    words.list = arena_alloc(arena, (option_row_count + 1) * 2 * LIST_MAX * sizeof(*words.list));
    for (i = 0; i < option_row_count; i++) {
        if ((option_rows[i].commands & (1u << options->command)) && !is_alias(i))
            add_option(&words, &option_rows[i], (const char *)options + option_rows[i].member);
    }
    return words.list;
}
