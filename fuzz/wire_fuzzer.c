/*
 * The wire JSON. Whatever parses must print, and what was printed must parse and print to the same
 * bytes: response signatures are computed over those bytes.
 */
#include "fuzzer.h"

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
        must(item == NULL, "JSON that cannot be read yields nothing");
        must(err.message[0] != '\0', "JSON that cannot be read is explained");
    }
    free(exact);
    return 0;
}
