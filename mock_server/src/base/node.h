/* JSON built from cJSON nodes that live in an arena: no allocation per field, nothing to free.
 * Texts are borrowed until the tree has been printed. A tree that ran out of memory says so once,
 * when it is printed. */
#ifndef MOCK_NODE_H
#define MOCK_NODE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "program/arena.h"

struct tree {
    struct arena *arena;
    bool failed;
};

/* An object or an array of its own. */
cJSON *node_object(struct tree *tree);
cJSON *node_array(struct tree *tree);

/* Add to a parent; key is NULL inside an array. A NULL text is JSON's null. */
void node_text(struct tree *tree, cJSON *parent, const char *key, const char *text);
/* JSON that is already written. */
void node_raw(struct tree *tree, cJSON *parent, const char *key, const char *json);
void node_number(struct tree *tree, cJSON *parent, const char *key, int64_t number);
void node_bool(struct tree *tree, cJSON *parent, const char *key, bool value);
cJSON *node_add_object(struct tree *tree, cJSON *parent, const char *key);
cJSON *node_add_array(struct tree *tree, cJSON *parent, const char *key);

/* One that was of its own until now. */
void node_add(cJSON *parent, const char *key, cJSON *node);

/* Print in wire form (RSP-06) into the arena; NULL when out of memory, here or while building. */
const char *node_print(struct tree *tree, const cJSON *root, size_t *len);

#endif
