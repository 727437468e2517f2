/*
 * Merchant numbers: the facts of mchid.json, and that the rule of the parameter accepts them.
 */
#include <string.h>

#include "hashids.h"
#include "qfpay/field.h"
#include "testing.h"

static size_t
numbers_of(const cJSON *vector, unsigned long numbers[4])
{
    const cJSON *number;
    size_t count = 0;

    cJSON_ArrayForEach(number, member(vector, "numbers"))
    {
        assert_true(cJSON_IsNumber(number) && count < 4);
        numbers[count++] = (unsigned long)number->valuedouble;
    }
    return count;
}

static void
check_vector(void **state)
{
    const char *mchid = text_of(*state, "mchid");
    struct qfpay_param param = qfpay_param_of("mchid", mchid);
    unsigned long numbers[4];
    size_t count = numbers_of(*state, numbers);
    char code[64];

    hashids_encode(text_of(*state, "salt"), numbers, count, code, sizeof code);
    assert_string_equal(code, mchid);
    assert_int_equal(
        qfpay_field_check(qfpay_field_find(QFPAY_ENDPOINT_PAYMENT, "mchid", 5), &param, NULL),
        QFPAY_FAULT_NONE);
}

int
main(void)
{
    return run_vectors("mchid.json", check_vector);
}
