/* cJSON's nodes are a public structure; here they are linked by hand exactly as cJSON links them
 * (a first child's prev is the last child), so that the printer of the protocol can walk them. */
#include "base/node.h"

#include <string.h>

#include "qfpay/wire.h"

/* Most answers fit; a longer one is measured and printed again. */
enum { FIRST_GUESS = 1024 };

void
node_add(cJSON *parent, const char *key, cJSON *node)
{
    if (!parent || !node)
        return;
    /* Nothing writes through it: StringIsConst marks it as borrowed. */
    memcpy(&node->string, &key, sizeof key);
    if (!parent->child) {
        parent->child = node;
    } else {
        parent->child->prev->next = node;
        node->prev = parent->child->prev;
    }
    parent->child->prev = node;
}

static cJSON *
add(struct tree *tree, cJSON *parent, const char *key, int type)
{
    cJSON *node = arena_alloc(tree->arena, sizeof *node);

    if (!node) {
        tree->failed = true;
        return NULL;
    }
    node->type = type | cJSON_StringIsConst;
    node_add(parent, key, node);
    return node;
}

cJSON *
node_object(struct tree *tree)
{
    return add(tree, NULL, NULL, cJSON_Object);
}

cJSON *
node_array(struct tree *tree)
{
    return add(tree, NULL, NULL, cJSON_Array);
}

cJSON *
node_add_object(struct tree *tree, cJSON *parent, const char *key)
{
    return parent ? add(tree, parent, key, cJSON_Object) : NULL;
}

cJSON *
node_add_array(struct tree *tree, cJSON *parent, const char *key)
{
    return parent ? add(tree, parent, key, cJSON_Array) : NULL;
}

void
node_text(struct tree *tree, cJSON *parent, const char *key, const char *text)
{
    cJSON *node = NULL;

    if (parent)
        node = add(tree, parent, key, text ? cJSON_String | cJSON_IsReference : cJSON_NULL);
    if (node)
        memcpy(&node->valuestring, &text, sizeof text);
}

void
node_raw(struct tree *tree, cJSON *parent, const char *key, const char *json)
{
    cJSON *node = parent ? add(tree, parent, key, cJSON_Raw | cJSON_IsReference) : NULL;

    if (node)
        memcpy(&node->valuestring, &json, sizeof json);
}

void
node_number(struct tree *tree, cJSON *parent, const char *key, int64_t number)
{
    cJSON *node = parent ? add(tree, parent, key, cJSON_Number) : NULL;

    if (node)
        node->valuedouble = (double)number;
}

void
node_bool(struct tree *tree, cJSON *parent, const char *key, bool value)
{
    if (parent)
        add(tree, parent, key, value ? cJSON_True : cJSON_False);
}

const char *
node_print(struct tree *tree, const cJSON *root, size_t *len)
{
    char *text = arena_alloc(tree->arena, FIRST_GUESS);

    if (tree->failed || !root || !text)
        return NULL;
    if (qfpay_wire_print(root, text, FIRST_GUESS, len) == QFPAY_OK)
        return text;
    text = arena_alloc(tree->arena, *len + 1);
    if (!text || qfpay_wire_print(root, text, *len + 1, len) != QFPAY_OK)
        return NULL;
    return text;
}
