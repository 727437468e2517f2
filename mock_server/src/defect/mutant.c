/* See mutant.h. */
#include "defect/mutant.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/print.h"

static const struct {
    const char *heading;
    makes_mutants *make;
} makers[] = {
    {"Checks", mutants_of_checks},
    {"Checks that QFPay does not make", mutants_of_extra_checks},
    {"Rules of values", mutants_of_fields},
    {"Rules of values that a pay type changes", mutants_of_pay_type_fields},
    {"Methods", mutants_of_methods},
    {"What is signed in a request", mutants_of_recipes},
    {"Facts", mutants_of_facts},
    {"Words", mutants_of_words},
    {"Pay types", mutants_of_pay_types},
    {"What channels say of refunds", mutants_of_refund_rules},
    {"Answers, records, notifications", mutants_of_lines},
    {"Where a query looks", mutants_of_sources},
    {"What a query lets through", mutants_of_filters},
    {"Kinds of transactions", mutants_of_kinds},
    {"Lines that QFPay does not write", mutants_of_extra_lines},
    {"Pay types that have refund, reversal, close", mutants_of_ways_back},
    {"States of an order", mutants_of_states},
    {"The life of an order", mutants_of_moves},
    {"What is notified", mutants_of_notices},
    {"Where it is notified", mutants_of_addresses},
    {"When it is notified again", mutants_of_ladder},
    {"Signatures of the server", mutants_of_signings},
    {"Requests on the wire", mutants_of_requests_on_the_wire},
    {"On the wire", mutants_of_the_wire},
    {"What a query asks for, misread", mutants_of_queries_on_the_wire},
    {"Values and names of parameters", mutants_of_values},
    {"Stand-ins", mutants_of_stand_ins},
    {"Stand-ins: new orders", mutants_of_new_orders},
};

static const struct {
    const char *name;
    const char *reason;
} alikes[] = {
#define ALIKE(name, reason) {name, reason},
#include "defect/alike.def"
#undef ALIKE
};

const char *
mutants_alike(size_t index)
{
    return index < sizeof alikes / sizeof alikes[0] ? alikes[index].name : NULL;
}

static const char *
why_alike(const char *name)
{
    for (size_t i = 0; i < sizeof alikes / sizeof alikes[0]; i++) {
        if (strcmp(alikes[i].name, name) == 0)
            return alikes[i].reason;
    }
    return NULL;
}

struct mutants
mutants_of(const struct rulebook *book)
{
    struct mutants all = {.items = NULL};

    for (size_t i = 0; i < sizeof makers / sizeof makers[0]; i++) {
        all.heading = makers[i].heading;
        makers[i].make(book, &all);
    }
    return all;
}

void
mutants_clear(struct mutants *all)
{
    free(all->items);
    memset(all, 0, sizeof *all);
}

const struct mutant *
mutants_find(const struct mutants *all, const char *name)
{
    for (size_t i = 0; i < all->count; i++) {
        if (strcmp(all->items[i].name, name) == 0)
            return &all->items[i];
    }
    return NULL;
}

struct check *
mutant_check(const struct rulebook *book, enum chapter chapter, const char *name)
{
    struct check *check = book->chapters[chapter];

    while (check->name && strcmp(check->name, name) != 0)
        check++;
    if (!check->name) {
        print_to(stderr, "qfpay-mock: no check %s in the chapter %s\n", name,
                 rulebook_chapter_name(chapter));
        abort();
    }
    return check;
}

/* Room for one more; the same room again and again when memory is out. */
static struct mutant *
take(struct mutants *all)
{
    static struct mutant spare;

    if (all->count == all->capacity) {
        size_t capacity = 2 * all->capacity + 256;
        struct mutant *items = realloc(all->items, capacity * sizeof *items);

        if (!items) {
            all->is_short = true;
            return &spare;
        }
        all->items = items;
        all->capacity = capacity;
    }
    return &all->items[all->count++];
}

struct mutant *
mutants_add(struct mutants *all, mutates *edit, size_t row, enum qfpay_req requirement,
            const char *chapter, const char *name, const char *twist, const char *format, ...)
{
    struct mutant *mutant = take(all);
    va_list args;

    memset(mutant, 0, sizeof *mutant);
    mutant->heading = all->heading;
    mutant->edit = edit;
    mutant->row = row;
    mutant->requirement = requirement;
    (void)snprintf(mutant->name, sizeof mutant->name, "%s%s%s%s%s", chapter,
                   chapter[0] == '\0' ? "" : ".", name, twist[0] == '\0' ? "" : ".", twist);
    for (char *at = mutant->name; *at != '\0'; at++) {
        if (*at == '_' || *at == ' ')
            *at = '-';
        else if (*at >= 'A' && *at <= 'Z')
            *at = (char)(*at - 'A' + 'a');
    }
    mutant->alike = why_alike(mutant->name);
    va_start(args, format);
    (void)vsnprintf(mutant->about, sizeof mutant->about, format, args);
    va_end(args);
    return mutant;
}

static void
put_wire(struct rulebook *book, const struct mutant *mutant)
{
    const struct wire_row *row = mutant->other;

    book->wire = row->wire;
}

void
mutants_add_wires(struct mutants *all, const char *chapter, const struct wire_row *rows,
                  size_t count)
{
    for (size_t i = 0; i < count; i++)
        mutants_add(all, put_wire, i, rows[i].requirement, chapter, rows[i].what, rows[i].twist,
                    "%s", rows[i].about)
            ->other = &rows[i];
}
