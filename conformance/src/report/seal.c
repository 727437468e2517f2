/* See seal.h. The seal is text of one form only, so that nothing in it can be changed unseen: a
 * reader writes it again from what it states and compares. */
#include "report/seal.h"

#include <stdlib.h>
#include <string.h>

#include "base/json.h"
#include "base/json_file.h"
#include "fixture/suite.h"
#include "program/print.h"

/* More than any object of a report has; it bounds the search for twins. */
enum { MEMBERS_MAX = 1000 };

/* The line that a seal begins with. No text of JSON holds a line break, so there is no other such
 * line in front of a member of the whole. */
#define SEAL_LINE "\t\"seal\":"

/* Digests and base64 need no escaping. */
static const char *
print_seal(struct arena *arena, const char *digest, const char *algorithm, const char *public_half,
           const char *signature)
{
    const char *signed_by = "";

    if (signature)
        signed_by = arena_printf(arena,
                                 ",\n\t\t\"algorithm\":\t\"%s\",\n\t\t\"public_key\":\t\"%s\",\n"
                                 "\t\t\"signature\":\t\"%s\"",
                                 algorithm, public_half, signature);
    return arena_printf(arena,
                        SEAL_LINE "\t{\n\t\t\"covers\":\t\"the bytes of all lines before this "
                                  "member\",\n\t\t\"sha256\":\t\"%s\"%s\n\t}\n}\n",
                        digest, signed_by);
}

static bool
write_sealed(FILE *out, struct arena *arena, const char *printed, const struct sign_key *key)
{
    size_t len = strlen(printed);
    const char *covered = arena_printf(arena, "%.*s,\n", (int)(len - strlen("\n}")), printed);
    char digest[SHA256_HEX_SIZE];
    const char *signature = NULL;

    if (!sha256_hex(covered, strlen(covered), digest))
        return false;
    if (key) {
        signature = sign_key_sign(key, arena, covered, strlen(covered));
        if (!signature)
            return false;
    }
    print_own(out, covered);
    print_own(out, print_seal(arena, digest, key ? sign_key_algorithm(key) : "",
                              key ? sign_key_public_half(key) : "", signature));
    return !ferror(out);
}

bool
seal_write(FILE *out, const char *printed, const struct sign_key *key)
{
    struct arena *arena = arena_new();
    char *shown = NULL;
    size_t len = 0;
    FILE *memory = open_memstream(&shown, &len);
    bool done = memory != NULL;

    /* As it will stand there, for the digest is of bytes. */
    if (memory)
        print_json(memory, printed);
    done = done && fclose(memory) == 0 && write_sealed(out, arena, shown, key);
    free(shown);
    arena_free(arena);
    return done;
}

static const char *
text_or_null(const cJSON *object, const char *key)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
}

/* Where the last line that could begin a seal stands; 0 when there is none. */
static size_t
find_seal(const char *bytes)
{
    const char *found = NULL, *at = bytes;

    while ((at = strstr(at, "\n" SEAL_LINE)))
        found = ++at;
    return found ? (size_t)(found - bytes) : 0;
}

/* Members of one name are read differently: we take the first, others the last. The name of one
 * that an object has twice; NULL: none anywhere. */
static const char *
find_twin(const cJSON *json)
{
    const cJSON *child, *other;
    const char *twin = NULL;
    size_t count = 0;

    for (child = json->child; child && !twin; child = child->next) {
        if (cJSON_IsObject(json) && ++count > MEMBERS_MAX)
            return child->string;
        for (other = json->child; cJSON_IsObject(json) && other != child; other = other->next) {
            if (strcmp(other->string, child->string) == 0)
                return child->string;
        }
        twin = find_twin(child);
    }
    return twin;
}

bool
sealed_read(struct sealed *sealed, struct arena *arena, const char *path, const char **problem)
{
    const cJSON *seal;
    const char *twin;

    *sealed = (struct sealed){.path = path};
    sealed->bytes = json_file_bytes(arena, path, REPORT_BYTES_MAX, &sealed->len, problem);
    if (!sealed->bytes)
        return false;
    sealed->json = json_file_parse(arena, sealed->bytes, sealed->len, problem);
    if (!sealed->json)
        return false;
    if (strcmp(json_text(sealed->json, "schema", ""), REPORT_SCHEMA) != 0) {
        *problem = "is no report that this program knows: its \"schema\" is not "
                   "\"" REPORT_SCHEMA "\"";
        return false;
    }
    twin = find_twin(sealed->json);
    if (twin) {
        *problem = arena_printf(arena, "has an object with two members \"%.40s\", or with too many",
                                twin);
        return false;
    }
    seal = cJSON_GetObjectItemCaseSensitive(sealed->json, "seal");
    sealed->digest = seal ? json_text(seal, "sha256", "") : NULL;
    sealed->signature = text_or_null(seal, "signature");
    sealed->public_half = text_or_null(seal, "public_key");
    sealed->covered = find_seal(sealed->bytes);
    return true;
}

/* Whether the seal is written as we write it, and stands last. */
static bool
has_our_form(const struct sealed *sealed, struct arena *arena)
{
    const cJSON *seal = cJSON_GetObjectItemCaseSensitive(sealed->json, "seal");
    const char *again = print_seal(arena, sealed->digest, json_text(seal, "algorithm", ""),
                                   sealed->public_half ? sealed->public_half : "",
                                   sealed->signature);

    return sealed->covered && strcmp(sealed->bytes + sealed->covered, again) == 0;
}

const char *
sealed_flaw(const struct sealed *sealed, struct arena *arena)
{
    const struct sign_key *key;
    char digest[SHA256_HEX_SIZE];

    if (!sealed->digest)
        return NULL;
    if (!has_our_form(sealed, arena))
        return "was changed after it was made: its seal is not the last thing in it, as it was "
               "written";
    if (!sha256_hex(sealed->bytes, sealed->covered, digest))
        return "cannot be checked: OpenSSL has no SHA-256";
    if (strcmp(digest, sealed->digest) != 0)
        return "was changed after it was made: its bytes have another digest than its seal says";
    if (!sealed->signature)
        return NULL;
    key = sign_key_of_public_half(arena, sealed->public_half ? sealed->public_half : "");
    if (!key ||
        strcmp(sign_key_algorithm(key),
               json_text(cJSON_GetObjectItemCaseSensitive(sealed->json, "seal"), "algorithm",
                         "")) != 0 ||
        !sign_key_checks(key, sealed->signature, sealed->bytes, sealed->covered))
        return "was changed after it was made, or its signature was: the signature is not that of "
               "the key beside it";
    return NULL;
}
