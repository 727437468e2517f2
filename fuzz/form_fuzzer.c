/*
 * Form decoding. What was decoded, encoded again and decoded once more must be the same set: the
 * mock signs what it decoded, so a parameter that changes on the way would be a false 1108.
 */
#include "fuzzer.h"

#include "qfpay/form.h"

static bool
same_param(const struct qfpay_param *a, const struct qfpay_param *b)
{
    return a->name_len == b->name_len && a->value_len == b->value_len &&
           memcmp(a->name, b->name, a->name_len) == 0 &&
           memcmp(a->value, b->value, a->value_len) == 0;
}

static void
check_terminators(const struct qfpay_param *params, size_t count)
{
    for (size_t i = 0; i < count; i++)
        must(params[i].name[params[i].name_len] == '\0' &&
                 params[i].value[params[i].value_len] == '\0',
             "name and value are followed by a NUL");
}

static void
check_round_trip(const struct qfpay_param *params, size_t count)
{
    struct qfpay_param again[QFPAY_PARAM_MAX];
    size_t again_count = 0;
    size_t length = 0;
    enum qfpay_status status = qfpay_form_encode(params, count, NULL, 0, &length);
    char *text = must_have(length + 1);

    must(status == QFPAY_E_SPACE, "asking for the length says that no space was given");
    status = qfpay_form_encode(params, count, text, length + 1, &length);
    must(status == QFPAY_OK, "the announced length is enough");
    status = qfpay_form_parse(text, length, again, QFPAY_PARAM_MAX, &again_count, NULL);
    must(status == QFPAY_OK && again_count == count, "an encoded form decodes to as many parts");
    for (size_t i = 0; i < count; i++)
        must(same_param(&params[i], &again[i]), "an encoded form decodes to itself");
    free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct qfpay_param params[QFPAY_PARAM_MAX];
    size_t count = 0;
    char *text = text_of(data, size);
    struct qfpay_error err;
    enum qfpay_status status = qfpay_form_parse(text, size, params, QFPAY_PARAM_MAX, &count, &err);

    if (status == QFPAY_OK) {
        check_terminators(params, count);
        check_round_trip(params, count);
    } else {
        must(count == 0, "a form that cannot be read leaves the count as it was");
        must(err.message[0] != '\0', "a form that cannot be read is explained");
    }
    free(text);
    return 0;
}
