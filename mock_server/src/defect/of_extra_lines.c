/* What a server tells although no rule says so: rows of extra_lines.def, put into the sheets of the
 * book. */
#include "defect/mutant.h"

#include <string.h>

#include "server/request.h"
#include "server/server.h"
#include "tell/tale.h"
#include "trade/syssn.h"

/* A number that no trade has. */
static const char *
value_no_syssn(struct tale *tale)
{
    char *syssn = arena_alloc(tale->arena, SYSSN_SIZE);

    if (!syssn)
        return NULL;
    syssn_write(&tale->server->book, SYSSN_LAST_ID, tale->req->now, syssn);
    return syssn;
}

static const struct {
    struct line line;
    const char *about;
} extras[] = {
#define EXTRA(sheet, key, form, value, requirement, about)                                         \
    {{SHEET_##sheet, key, LINE_##form, value_##value, QFPAY_REQ_##requirement, NULL, SHEET_NONE},  \
     about},
#include "defect/extra_lines.def"
#undef EXTRA
};

static void
insert(struct rulebook *book, const struct mutant *mutant)
{
    struct line *row = &book->lines[mutant->row];

    rulebook_must_fit(book->line_count < LINES_MAX, "lines");
    memmove(row + 1, row, (book->line_count - mutant->row) * sizeof *row);
    *row = extras[mutant->number].line;
    book->line_count++;
    for (size_t i = 0; i < SHEET_COUNT; i++)
        book->sheets[i] += book->sheets[i] > row;
}

void
mutants_of_extra_lines(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < sizeof extras / sizeof extras[0]; i++) {
        const struct line *line = &extras[i].line;
        const struct line *row = book->sheets[line->sheet];

        while (row->key)
            row++;
        mutants_add(all, insert, (size_t)(row - book->lines), line->requirement,
                    rulebook_sheet_name(line->sheet), line->key, "extra", "%s", extras[i].about)
            ->number = (int64_t)i;
    }
}
