/* A JSON file that somebody else may have written: read whole, up to a bound. */
#ifndef CONFORM_JSON_FILE_H
#define CONFORM_JSON_FILE_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"

/* Whether the name of a file, without its folder, says that it has JSON and is not hidden. */
bool json_file_is_name(const char *name);

/* The bytes of a file of at most max, with a NUL behind them that *len does not count; owned by
 * arena. NULL and half a sentence in *problem ("cannot be opened: ..."), which lives in arena. */
const char *json_file_bytes(struct arena *arena, const char *path, size_t max, size_t *len,
                            const char **problem);

/* The JSON that these bytes are, behind which stands a NUL; owned by arena. NULL and half a
 * sentence in *problem, as json_file_read says. */
const cJSON *json_file_parse(struct arena *arena, const char *bytes, size_t len,
                             const char **problem);

/* The JSON of a file of at most max bytes, owned by arena; NULL and half a sentence in *problem
 * ("cannot be opened: ..."), which lives in arena. A NUL byte, anything behind the value and
 * nesting beyond cJSON's bound are refused. */
const cJSON *json_file_read(struct arena *arena, const char *path, size_t max,
                            const char **problem);

#endif
