/* Checking the form of JSON against tables: which keys an object may have, and what each value must
 * look like. Knows nothing of QFPay; fixture_check.c has the tables. */
#ifndef CONFORM_FORM_H
#define CONFORM_FORM_H

#include <cjson/cJSON.h>
#include <stdbool.h>

#include "suite.h"

enum { KNOWN_NAMES_MAX = 64 };

/* One file being checked; the variables that its current case knows so far, and what it needs. */
struct checker {
    struct suite *suite;
    const char *file;
    const char *known[KNOWN_NAMES_MAX];
    size_t known_count;
    bool any_name;        /* a name that nothing here brings is fine */
    capability_set needs; /* of the current case, as written */
};

/* Where a value stands; printed as "$.cases[0].steps[1].expect". */
struct place {
    struct checker *checker;
    const struct place *up; /* NULL at the root */
    const char *key;        /* NULL in an array, then index counts */
    int index;
};

typedef void form_check(const struct place *at, const cJSON *value, const char *words);

struct form_key {
    const char *name;
    form_check *check;
    const char *words; /* whatever the check wants to know, often the allowed words */
    bool required;
};

/* Note a problem at a place. */
void form_problem(const struct place *at, const char *format, ...) QFPAY_PRINTF(2, 3);

/* An object whose keys are all in the table, none twice, every required one there. */
void form_object(const struct place *at, const cJSON *value, const struct form_key *keys,
                 size_t count);

/* The names of an object's members are known from here on. */
void form_learn(const struct place *at, const cJSON *names);

/* Whether word is one of the space separated words. */
bool form_has_word(const char *words, const char *word);

form_check form_text;   /* a string that is not empty */
form_check form_string; /* any string */
form_check form_word;   /* one of words */
form_check form_bool;
form_check form_integer;       /* words: "min max" */
form_check form_date;          /* YYYY-MM-DD */
form_check form_constant;      /* exactly words */
form_check form_dotted;        /* lower case, dotted */
form_check form_template_text; /* a string whose variables are all known */
form_check form_template_or_null;
form_check form_strings;  /* object of name to template text */
form_check form_params;   /* the same, may be empty */
form_check form_names;    /* array of distinct template texts, at least one */
form_check form_patterns; /* object of path to readable pattern */
form_check form_duration;

#endif
