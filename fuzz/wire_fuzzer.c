/*
 * The wire JSON. Whatever parses must print; what was printed must mean the same and print to the
 * same bytes, because response signatures are computed over those bytes.
 */
#include "fuzzer.h"

#include <math.h>

#include "qfpay/wire.h"

static char *
print(const cJSON *item, size_t *length)
{
    enum qfpay_status status = qfpay_wire_print(item, NULL, 0, length);
    char *text = must_have(*length + 1);

    must(status == QFPAY_E_SPACE, "asking for the length says that no space was given");
    status = qfpay_wire_print(item, text, *length + 1, length);
    must(status == QFPAY_OK, "the announced length is enough");
    must(strlen(text) == *length, "printed JSON holds no NUL");
    return text;
}

static void
check_ascii(const char *text)
{
    for (const char *at = text; *at != '\0'; at++)
        must((unsigned char)*at < 0x80, "printed JSON is ASCII");
}

static bool
same_text(const char *a, const char *b)
{
    return (!a) == (!b) && (!a || strcmp(a, b) == 0);
}

/* Unlike cJSON_Compare, this minds the order of keys and copes with repeated ones. A number beyond
 * a double's range has no JSON form of its own: it is printed as null. */
static bool
same_value(const cJSON *a, const cJSON *b)
{
    const cJSON *in_a = a->child;
    const cJSON *in_b = b->child;

    if (cJSON_IsNumber(a) && !isfinite(a->valuedouble))
        return cJSON_IsNull(b) && same_text(a->string, b->string);
    if (((unsigned)a->type & 0xffu) != ((unsigned)b->type & 0xffu) ||
        !same_text(a->string, b->string) || !same_text(a->valuestring, b->valuestring))
        return false;
    if (cJSON_IsNumber(a) && a->valuedouble != b->valuedouble)
        return false;
    while (in_a && in_b && same_value(in_a, in_b)) {
        in_a = in_a->next;
        in_b = in_b->next;
    }
    return !in_a && !in_b;
}

static void
check_round_trip(const cJSON *item)
{
    size_t length = 0;
    size_t again_length = 0;
    char *text = print(item, &length);
    char *again_text = NULL;
    cJSON *again = NULL;

    check_ascii(text);
    must(qfpay_wire_parse(text, length, &again, NULL) == QFPAY_OK, "printed JSON parses");
    /* Bytes that are not UTF-8 were replaced, so that such a text cannot mean the same. */
    must(strstr(text, "\\ufffd") || same_value(item, again), "printed JSON means the same");
    again_text = print(again, &again_length);
    must(length == again_length && memcmp(text, again_text, length) == 0,
         "printed JSON prints to itself");
    cJSON_Delete(again);
    free(again_text);
    free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *exact = must_have(size > 0 ? size : 1);
    cJSON *item = NULL;
    struct qfpay_error err;

    /* Without a NUL behind it: the parser is told the length and must keep to it. */
    if (size > 0)
        memcpy(exact, data, size);
    if (qfpay_wire_parse(exact, size, &item, &err) == QFPAY_OK) {
        check_round_trip(item);
        cJSON_Delete(item);
    } else {
        must(!item, "JSON that cannot be read yields nothing");
        must(err.message[0] != '\0', "JSON that cannot be read is explained");
    }
    free(exact);
    return 0;
}
