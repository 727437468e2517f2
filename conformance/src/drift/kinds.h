/* The kinds of values that no two runs agree on: transaction numbers, codes to scan, wallet
 * accounts. Read from volatile.json of the fixtures, then only read, by any thread. A value is
 * known by the key it stands under; its form is what two targets can still be compared by. */
#ifndef CONFORM_KINDS_H
#define CONFORM_KINDS_H

#include <stdbool.h>
#include <stdint.h>

#include "fixture/suite.h"
#include "program/pattern.h"

enum { KINDS_MAX = 64, KIND_KEYS_MAX = 16, KIND_FORMS_MAX = 16, KIND_HEADERS_MAX = 32 };

struct kind_form {
    const char *name;
    struct pattern *pattern;
};

struct kind {
    const char *name;
    const char *keys[KIND_KEYS_MAX];
    size_t key_count;
    struct kind_form forms[KIND_FORMS_MAX];
    size_t form_count;
    bool forms_only; /* a value of no listed form is none of this kind */
};

struct kind_table {
    struct kind kinds[KINDS_MAX];
    size_t kind_count;
    const char *times[KIND_KEYS_MAX]; /* keys of the server's own times */
    size_t time_count;
    const char *headers[KIND_HEADERS_MAX]; /* of answers, those that matter */
    size_t header_count;
    int64_t time_tolerance_s; /* two times this close to each other are the same */
};

/* Read folder/volatile.json. Problems are lines on problems_to, and then NULL. The table lives in
 * arena. */
const struct kind_table *kinds_load(const struct suite *suite, struct arena *arena,
                                    FILE *problems_to);

/* The kind of what stands under a key, or NULL. */
const struct kind *kinds_find(const struct kind_table *table, const char *key);

/* Whether the target's own time stands under a key. */
bool kinds_is_time(const struct kind_table *table, const char *key);

/* The name of the first form that value has, or NULL. */
const char *kind_form_of(const struct kind *kind, const char *value);

#endif
