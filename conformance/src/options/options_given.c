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
    words->list[words->count++] = arena_printf(words->arena, "--%s", row->name);
    if (value)
        words->list[words->count++] = arena_dup(words->arena, value);
}

static void
add_option(struct words *words, const struct option_row *row, const void *member)
{
    const struct option_list *list = member;
    size_t i;

    if (row->kind == OPTION_FLAG && *(const bool *)member)
        add(words, row, NULL);
    if (row->kind == OPTION_TEXT && *(const char *const *)member && **(const char *const *)member)
        add(words, row, *(const char *const *)member);
    if (row->kind == OPTION_NUMBER && *(const int *)member)
        add(words, row, arena_printf(words->arena, "%d", *(const int *)member));
    for (i = 0; row->kind == OPTION_LIST && i < list->count; i++)
        add(words, row, list->items[i]);
}

/* Whether an earlier row is the same under another name. */
static bool
is_alias(const struct option_table *table, size_t at)
{
    size_t i;

    for (i = 0; i < at; i++) {
        if (table->rows[i].at == table->rows[at].at && table->rows[i].kind == table->rows[at].kind)
            return true;
    }
    return false;
}

char *const *
options_given(const struct options *options, struct arena *arena)
{
    const struct command_line line = options_line(options->command);
    const struct option_table *table = &line.tables[0];
    struct words words = {.arena = arena};
    size_t i;

    words.list = arena_alloc(arena, (table->count + 1) * 2 * OPTION_LIST_MAX * sizeof *words.list);
    for (i = 0; i < table->count; i++) {
        const struct option_row *row = &table->rows[i];

        if (options_has(&line, row) && !row->is_secret && !row->is_place && !is_alias(table, i))
            add_option(&words, row, (const char *)options + row->at);
    }
    return words.list;
}
