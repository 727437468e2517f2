/* What a rule has written itself of an answer: texts, a code that nobody lists, a body, headers. */
#ifndef MOCK_OWN_ANSWER_H
#define MOCK_OWN_ANSWER_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "program/arena.h"

enum {
    OWN_TEXT_MAX = 512,
    OWN_BODY_MAX = 64 * 1024,
    OWN_HEADERS_MAX = 8,
    OWN_NAME_MAX = 64,
    OWN_VALUE_MAX = 256,
    OWN_HEADERS_SIZE = OWN_HEADERS_MAX * (OWN_NAME_MAX + OWN_VALUE_MAX + 4),
};

struct own_header {
    char *name;
    char *value; /* "": the answer goes without this header */
};

/* What is not said is NULL. */
struct own_answer {
    char respcd[5]; /* that the catalogue does not list; "": none */
    bool is_json;   /* the body was written as an object */
    char *respmsg;
    char *resperr;
    char *body;
    size_t header_count;
    struct own_header headers[OWN_HEADERS_MAX];
};

/* All from JSON; false when it cannot be used. */
bool own_answer_read_text(const cJSON *item, char **text);
bool own_answer_read_body(const cJSON *item, struct own_answer *own);
bool own_answer_read_headers(const cJSON *item, struct own_answer *own);

/* A copy that outlives its rule; NULL when out of memory. */
const struct own_answer *own_answer_copy(struct arena *arena, const struct own_answer *own);
void own_answer_free(struct own_answer *own);

#endif
