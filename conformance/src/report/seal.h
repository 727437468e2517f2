/* What stands last in a JSON report: the digest, and with a key the signature, of every byte before
 * it. docs/report.md tells how to check it with other tools. */
#ifndef CONFORM_SEAL_H
#define CONFORM_SEAL_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/sign_key.h"

#define REPORT_SCHEMA "qfpay-report/1"

/* Write an object as cJSON_Print gives it, with at least one member, and its seal as the last one.
 * key NULL: no signature. false when it could not be written. */
bool seal_write(FILE *out, const char *printed, const struct sign_key *key);

enum { REPORT_BYTES_MAX = 64 * 1024 * 1024 };

/* A report that somebody handed in. */
struct sealed {
    const char *path;
    const cJSON *json; /* an object of REPORT_SCHEMA */
    const char *bytes;
    size_t len;
    size_t covered;          /* of these bytes, those before the seal; 0 without one */
    const char *digest;      /* that the seal states; NULL without a seal */
    const char *signature;   /* base64; NULL without one */
    const char *public_half; /* of the key that made it */
};

/* Read a report. false and half a sentence in *problem ("cannot be opened: ...") when it is none.
 */
bool sealed_read(struct sealed *sealed, struct arena *arena, const char *path,
                 const char **problem);

/* What is wrong with a report's seal, as half a sentence: "was changed after it was made: ...".
 * NULL: nothing, or it has none. */
const char *sealed_flaw(const struct sealed *sealed, struct arena *arena);

#endif
