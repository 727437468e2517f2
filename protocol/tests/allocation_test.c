/*
 * What happens when memory runs out: the n-th allocation fails, for each n, until all succeed.
 * Under AddressSanitizer this also shows that every error path frees what it had.
 */
#include <openssl/crypto.h>
#include <stdlib.h>

#include "qfpay/field.h"
#include "qfpay/sign.h"
#include "qfpay/wire.h"
#include "testing.h"

/* The allocation that fails, counted down; 0: none does. */
static size_t fail_at;

static bool
is_failing(void)
{
    return fail_at != 0 && --fail_at == 0;
}

void *__real_calloc(size_t count, size_t size);
void *__wrap_calloc(size_t count, size_t size);

/* The library's own allocations; those of the libraries below have hooks. */
void *
__wrap_calloc(size_t count, size_t size)
{
    return is_failing() ? NULL : __real_calloc(count, size);
}

static void *
hooked_malloc(size_t size)
{
    return is_failing() ? NULL : malloc(size);
}

static void *
openssl_malloc(size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return hooked_malloc(size);
}

static void *
openssl_realloc(void *old, size_t size, const char *file, int line)
{
    (void)file;
    (void)line;
    return is_failing() ? NULL : realloc(old, size);
}

static void
openssl_free(void *old, const char *file, int line)
{
    (void)file;
    (void)line;
    free(old);
}

/* OpenSSL says "no such digest" and "no memory" alike, so either status is right; it can also do
 * without some of its allocations. */
static void
a_signer_is_made_whole_or_not_at_all(void **state)
{
    size_t tried = 0;
    bool has_failed;

    (void)state;
    do {
        qfpay_signer *signer = NULL;
        enum qfpay_status status;

        fail_at = ++tried;
        status = qfpay_signer_new(&signer, NULL);
        has_failed = fail_at == 0;
        fail_at = 0;
        assert_true((signer != NULL) == (status == QFPAY_OK));
        assert_true(status == QFPAY_OK || status == QFPAY_E_MEMORY || status == QFPAY_E_CRYPTO);
        qfpay_signer_free(signer);
    } while (has_failed);
    assert_true(tried > 2); /* the signer and its context at least */
}

static void
the_first_failing_allocation_is_reported_as_such(void **state)
{
    qfpay_signer *signer = NULL;

    (void)state;
    fail_at = 1;
    assert_int_equal(qfpay_signer_new(&signer, NULL), QFPAY_E_MEMORY);
    assert_null(signer);
}

static void
json_is_read_whole_or_not_at_all(void **state)
{
    static const char text[] = "{\"a\": [1, \"x\", {\"b\": \"\\u6d4b\"}], \"c\": null}";
    size_t tried = 0;
    bool has_failed;

    (void)state;
    do {
        cJSON *item = NULL;
        enum qfpay_status status;

        fail_at = ++tried;
        status = qfpay_wire_parse(text, sizeof text - 1, &item, NULL);
        has_failed = fail_at == 0;
        fail_at = 0;
        assert_int_equal(status, has_failed ? QFPAY_E_MEMORY : QFPAY_OK);
        assert_true((item != NULL) == (status == QFPAY_OK));
        cJSON_Delete(item);
    } while (has_failed);
    assert_true(tried > 10); /* six items, three keys and two texts */
}

/* Nobody is blamed for a value that could not be read for want of memory. */
static void
an_identity_that_cannot_be_read_is_not_refused(void **state)
{
    const struct qfpay_field *field = qfpay_field_find(QFPAY_ENDPOINT_PAYMENT, "extend_info", 11);
    struct qfpay_param param = qfpay_param_of("extend_info", "{}");
    enum qfpay_fault fault;

    (void)state;
    fail_at = 1;
    fault = qfpay_field_check(field, &param, NULL);
    fail_at = 0;
    assert_int_equal(fault, QFPAY_FAULT_NONE);
    assert_int_equal(qfpay_field_check(field, &param, NULL), QFPAY_FAULT_FORM);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_signer_is_made_whole_or_not_at_all),
        cmocka_unit_test(the_first_failing_allocation_is_reported_as_such),
        cmocka_unit_test(json_is_read_whole_or_not_at_all),
        cmocka_unit_test(an_identity_that_cannot_be_read_is_not_refused),
    };
    cJSON_Hooks hooks = {hooked_malloc, free};
    qfpay_signer *signer = NULL;

    if (CRYPTO_set_mem_functions(openssl_malloc, openssl_realloc, openssl_free) != 1)
        return 1;
    /* OpenSSL loads its provider on first use and does not try again when that failed. */
    if (qfpay_signer_new(&signer, NULL) != QFPAY_OK)
        return 1;
    qfpay_signer_free(signer);
    cJSON_InitHooks(&hooks);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
