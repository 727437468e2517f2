/* A mutant is the server with one row of its book wrong. The mutants are not written down:
 * operators (of_NOUN.c) make them from the rows, so that a new row has its mutants at once. */
#ifndef MOCK_MUTANT_H
#define MOCK_MUTANT_H

#include <stdbool.h>
#include <stddef.h>

#include "rules/rulebook.h"

enum { MUTANT_NAME_SIZE = 64, MUTANT_ABOUT_SIZE = 320 };

struct mutant;

/* Make the book wrong. */
typedef void mutates(struct rulebook *book, const struct mutant *mutant);

struct mutant {
    char name[MUTANT_NAME_SIZE];   /* "refund.enough-left.skip" */
    const char *heading;           /* what it is listed under */
    char about[MUTANT_ABOUT_SIZE]; /* what the server does wrong, in a sentence */
    enum qfpay_req requirement;    /* that it breaks */
    const char *alike;             /* why nobody can tell it from the right server; NULL */
    mutates *edit;
    size_t row;        /* of the book's array that the operator edits */
    int64_t number;    /* what else the operator needs */
    const void *other; /* likewise */
};

struct mutants {
    struct mutant *items;
    size_t count;
    size_t capacity;
    const char *heading; /* of those that are added next */
    bool is_short;       /* out of memory: some are missing */
};

/* All of a book, operator by operator; caller frees with mutants_clear. */
struct mutants mutants_of(const struct rulebook *book);
void mutants_clear(struct mutants *all);

/* The names of alike.def; NULL behind the last one. Static. */
const char *mutants_alike(size_t index);

/* Find by name; NULL when there is none. */
const struct mutant *mutants_find(const struct mutants *all, const char *name);

/* The row of a chapter. Where there is none of that name it says so and ends the program, in every
 * build: the row was renamed, and who asks for it was not. */
struct check *mutant_check(const struct rulebook *book, enum chapter chapter, const char *name);

/* Add one, its name made of CHAPTER.NAME.TWIST with blanks and underscores as hyphens. The sentence
 * is formatted. The result is to be filled in further, and never NULL. */
struct mutant *mutants_add(struct mutants *all, mutates *edit, size_t row,
                           enum qfpay_req requirement, const char *chapter, const char *name,
                           const char *twist, const char *format, ...)
    __attribute__((format(printf, 8, 9)));

/* What may go wrong on the wire: functions of struct wire; those that are not NULL take the place
 * of the right one. */
struct wire_row {
    const char *what;
    const char *twist;
    enum qfpay_req requirement;
    struct wire wire;
    const char *about;
};

/* A mutant CHAPTER.WHAT.TWIST of each; the rows are static. */
void mutants_add_wires(struct mutants *all, const char *chapter, const struct wire_row *rows,
                       size_t count);

/* Put a filter in behind those of a query. */
void mutant_put_filter(struct rulebook *book, const struct filter *filter);

/* The operators, one file for each array of the book. */
typedef void makes_mutants(const struct rulebook *book, struct mutants *all);
makes_mutants mutants_of_checks;
makes_mutants mutants_of_extra_checks;
makes_mutants mutants_of_facts;
makes_mutants mutants_of_fields;
makes_mutants mutants_of_pay_type_fields;
makes_mutants mutants_of_methods;
makes_mutants mutants_of_recipes;
makes_mutants mutants_of_pay_types;
makes_mutants mutants_of_refund_rules;
makes_mutants mutants_of_lines;
makes_mutants mutants_of_words;
makes_mutants mutants_of_notices;
makes_mutants mutants_of_addresses;
makes_mutants mutants_of_ladder;
makes_mutants mutants_of_sources;
makes_mutants mutants_of_filters;
makes_mutants mutants_of_kinds;
makes_mutants mutants_of_extra_lines;
makes_mutants mutants_of_ways_back;
makes_mutants mutants_of_states;
makes_mutants mutants_of_moves;
makes_mutants mutants_of_signings;
makes_mutants mutants_of_the_wire;
makes_mutants mutants_of_requests_on_the_wire;
makes_mutants mutants_of_queries_on_the_wire;
makes_mutants mutants_of_values;
makes_mutants mutants_of_stand_ins;
makes_mutants mutants_of_new_orders;

#endif
