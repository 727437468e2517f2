/* What cJSON leaves to its users, again and again. */
#ifndef CONFORM_JSON_H
#define CONFORM_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Let the arena free it. */
void json_keep(struct arena *arena, cJSON *json);

/* The text of a string member, or fallback. */
const char *json_text(const cJSON *object, const char *key, const char *fallback);

/* What may be one value or a list of them: value itself, or each element. Nothing for NULL. */
#define JSON_EACH(one, value)                                                                      \
    for ((one) = cJSON_IsArray(value) ? (value)->child : (value); (one);                           \
         (one) = cJSON_IsArray(value) ? (one)->next : NULL)

/* Whether it is this text, or has it among others. */
bool json_has(const cJSON *texts, const char *text);

/* A whole number of an object; 0 when there is none, or none that a double holds exactly. */
int64_t json_number(const cJSON *object, const char *key);

/* Any value on one line, in arena; "" for NULL. */
char *json_print(struct arena *arena, const cJSON *json);

/* The value at a dotted path, or NULL. */
const cJSON *path_find(const cJSON *object, const char *path);

/* The text of a scalar: a number as its decimal text, true and false as words. NULL for the rest.
 */
const char *scalar_text(struct arena *arena, const cJSON *value);

/* One text, or those of a list with separator between them. NULL without any; in arena or borrowed
 * from texts. */
const char *json_join(struct arena *arena, const cJSON *texts, const char *separator);

#endif
