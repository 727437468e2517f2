/*
 * Responses as they grow, and the dates in their headers.
 */
#include "till.h"

#include <stdlib.h>
#include <string.h>

static struct qfpay_response response;

static int
start(void **state)
{
    (void)state;
    qfpay_response_init(&response);
    return 0;
}

static int
finish(void **state)
{
    (void)state;
    qfpay_response_clear(&response);
    return 0;
}

static enum qfpay_status
add_header(const char *name, const char *value)
{
    return qfpay_response_add_header(&response, name, strlen(name), value, strlen(value));
}

static void
a_header_is_found_in_any_case_without_its_white_space(void **state)
{
    (void)state;
    assert_int_equal(add_header("X-QF-Sign", "  ABC \r\n"), QFPAY_OK);
    assert_string_equal(qfpay_response_header(&response, "x-qf-sign"), "ABC");
    assert_null(qfpay_response_header(&response, "x-qf"));
}

static void
more_headers_than_the_bound_are_refused(void **state)
{
    (void)state;
    for (int i = 0; i < QFPAY_RESPONSE_HEADERS_MAX; i++)
        assert_int_equal(add_header("A", "b"), QFPAY_OK);
    assert_int_equal(add_header("A", "b"), QFPAY_E_LIMIT);
    assert_int_equal(response.header_count, QFPAY_RESPONSE_HEADERS_MAX);
}

static void
more_header_bytes_than_the_bound_are_refused(void **state)
{
    char *value = calloc(1, QFPAY_RESPONSE_HEAD_BYTES_MAX + 1);

    (void)state;
    assert_non_null(value);
    memset(value, 'x', QFPAY_RESPONSE_HEAD_BYTES_MAX);
    assert_int_equal(add_header("A", value), QFPAY_E_LIMIT);
    assert_int_equal(add_header("A", value + 1), QFPAY_OK);
    assert_int_equal(add_header("A", ""), QFPAY_E_LIMIT);
    free(value);
}

static void
a_body_grows_in_pieces_and_ends_in_a_nul(void **state)
{
    (void)state;
    for (int i = 0; i < 3000; i++)
        assert_int_equal(qfpay_response_add_body(&response, "ab", 2), QFPAY_OK);
    assert_int_equal(response.body_len, 6000);
    assert_int_equal(strlen(response.body), 6000);
}

static void
a_body_beyond_the_bound_is_refused(void **state)
{
    char *chunk = calloc(1, QFPAY_RESPONSE_MAX);

    (void)state;
    assert_non_null(chunk);
    assert_int_equal(qfpay_response_add_body(&response, chunk, QFPAY_RESPONSE_MAX), QFPAY_OK);
    assert_int_equal(qfpay_response_add_body(&response, "x", 1), QFPAY_E_LIMIT);
    assert_int_equal(response.body_len, QFPAY_RESPONSE_MAX);
    free(chunk);
}

static void
an_http_date_is_an_instant(void **state)
{
    int64_t seconds = 0;

    (void)state;
    /* The Date header of vector V3: 19:31:18 in UTC+8. */
    assert_true(qfpay_http_date_parse("Fri, 12 Jan 2018 11:31:18 GMT", &seconds));
    assert_int_equal(seconds, 1515756678);
}

static void
what_is_no_http_date_is_refused(void **state)
{
    static const char *const bad[] = {"",
                                      "120",
                                      "Fri, 12 Jan 2018 11:31:18 UTC",
                                      "Fri, 32 Jan 2018 11:31:18 GMT",
                                      "Fri, 12 Foo 2018 11:31:18 GMT",
                                      "Friday, 12-Jan-18 11:31:18 GMT"};
    int64_t seconds = 0;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(qfpay_http_date_parse(bad[i], &seconds));
    assert_false(qfpay_http_date_parse(NULL, &seconds));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, start, finish)
        TEST(a_header_is_found_in_any_case_without_its_white_space),
        TEST(more_headers_than_the_bound_are_refused),
        TEST(more_header_bytes_than_the_bound_are_refused),
        TEST(a_body_grows_in_pieces_and_ends_in_a_nul),
        TEST(a_body_beyond_the_bound_is_refused),
        TEST(an_http_date_is_an_instant),
        TEST(what_is_no_http_date_is_refused),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
