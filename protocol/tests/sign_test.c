/*
 * The three signatures against the vectors of sign*.json, response_signature.json and
 * notification*.json, whose digests were computed elsewhere.
 */
#include "qfpay/sign.h"

#include <stdio.h>
#include <string.h>

#include "testing.h"

/* Made once in main: a signer is meant to be used again and again. */
static qfpay_signer *signer;

/* What a client that digests exactly these bytes would send. */
static void
digest_text(const char *text, enum qfpay_digest digest, char hex[QFPAY_SIGN_HEX_SIZE])
{
    assert_int_equal(qfpay_sign_bytes(signer, text, strlen(text), "", digest, hex, NULL), QFPAY_OK);
}

/* Each wrong answer is the digest that it claims to be, and is not taken for the right one. */
static void
assert_wrong_answers_are_refused(const cJSON *vector, const char *right)
{
    const cJSON *wrong;

    cJSON_ArrayForEach(wrong, member(vector, "wrong"))
    {
        assert_false(qfpay_sign_equal(right, text_of(wrong, "sign")));
        if (member(wrong, "digested")) {
            char hex[QFPAY_SIGN_HEX_SIZE];
            enum qfpay_digest digest;

            assert_true(qfpay_digest_find(text_of(wrong, "sign_type"), &digest));
            digest_text(text_of(wrong, "digested"), digest, hex);
            assert_true(qfpay_sign_equal(hex, text_of(wrong, "sign")));
        }
    }
}

/* What servers tolerate is the older form. */
static void
assert_older_form_is_tolerated(const cJSON *vector, const struct qfpay_param *params, size_t count)
{
    const cJSON *tolerated;

    cJSON_ArrayForEach(tolerated, member(vector, "tolerated"))
    {
        char hex[QFPAY_SIGN_HEX_SIZE];
        enum qfpay_digest digest;

        assert_true(qfpay_digest_find(text_of(tolerated, "sign_type"), &digest));
        assert_int_equal(qfpay_sign_with_empty(signer, params, count, text_of(vector, "client_key"),
                                               digest, hex, NULL),
                         QFPAY_OK);
        assert_true(qfpay_sign_equal(hex, text_of(tolerated, "sign")));
    }
}

static void
assert_request_signature(const cJSON *vector, const char *name, enum qfpay_digest digest)
{
    struct qfpay_param params[QFPAY_PARAM_MAX];
    size_t count = params_of(vector, params);
    char hex[QFPAY_SIGN_HEX_SIZE];

    if (!member(vector, name))
        return;
    assert_int_equal(
        qfpay_sign(signer, params, count, text_of(vector, "client_key"), digest, hex, NULL),
        QFPAY_OK);
    assert_true(qfpay_sign_equal(hex, text_of(vector, name)));
    assert_wrong_answers_are_refused(vector, hex);
    assert_older_form_is_tolerated(vector, params, count);
}

static void
check_request(void **state)
{
    struct qfpay_param params[QFPAY_PARAM_MAX];
    size_t count = params_of(*state, params);
    char text[1024];

    assert_int_equal(qfpay_sign_string(params, count, text, sizeof text, NULL), QFPAY_OK);
    assert_string_equal(text, text_of(*state, "string"));
    assert_request_signature(*state, "md5", QFPAY_DIGEST_MD5);
    assert_request_signature(*state, "sha256", QFPAY_DIGEST_SHA256);
}

static void
check_body(void **state)
{
    const char *body = text_of(*state, "body");
    char hex[QFPAY_SIGN_HEX_SIZE];

    assert_int_equal(qfpay_sign_bytes(signer, body, strlen(body), text_of(*state, "client_key"),
                                      QFPAY_DIGEST_MD5, hex, NULL),
                     QFPAY_OK);
    assert_string_equal(hex, text_of(*state, "sign")); /* upper case, as SIG-13 and NTF-04 say */
    assert_wrong_answers_are_refused(*state, hex);
}

static void
sign_set(const struct qfpay_param *params, size_t count, char hex[QFPAY_SIGN_HEX_SIZE])
{
    assert_int_equal(qfpay_sign(signer, params, count, "key", QFPAY_DIGEST_MD5, hex, NULL),
                     QFPAY_OK);
}

static void
the_order_of_arrival_changes_nothing(void **state)
{
    const struct qfpay_param forth[] = {qfpay_param_of("a", "1"), qfpay_param_of("b", "2"),
                                        qfpay_param_of("c", "3")};
    const struct qfpay_param back[] = {forth[2], forth[1], forth[0]};
    char one[QFPAY_SIGN_HEX_SIZE];
    char other[QFPAY_SIGN_HEX_SIZE];

    (void)state;
    sign_set(forth, COUNT_OF(forth), one);
    sign_set(back, COUNT_OF(back), other);
    assert_string_equal(one, other);
}

static void
a_signer_forgets_what_it_signed_before(void **state)
{
    const struct qfpay_param set[] = {qfpay_param_of("a", "1")};
    char first[QFPAY_SIGN_HEX_SIZE];
    char between[QFPAY_SIGN_HEX_SIZE];
    char again[QFPAY_SIGN_HEX_SIZE];

    (void)state;
    sign_set(set, COUNT_OF(set), first);
    digest_text("something else", QFPAY_DIGEST_SHA256, between);
    sign_set(set, COUNT_OF(set), again);
    assert_string_equal(first, again);
}

/* The MD5 of 10,000 letters "a", from md5sum: longer than the buffer on the stack. */
static void
a_long_value_is_signed_whole(void **state)
{
    char text[10001];
    char hex[QFPAY_SIGN_HEX_SIZE];

    (void)state;
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    digest_text(text, QFPAY_DIGEST_MD5, hex);
    assert_string_equal(hex, "0D0C9C4DB6953FEE9E03F528CAFD7D3E");
}

/* As above, in 128 pieces that do not divide the buffer evenly. */
static void
many_values_are_signed_whole(void **state)
{
    struct qfpay_param params[QFPAY_PARAM_MAX];
    char names[QFPAY_PARAM_MAX][4];
    char value[100];
    char joined[QFPAY_PARAM_MAX * 104 + 8];
    size_t len = 0;
    char one[QFPAY_SIGN_HEX_SIZE];
    char other[QFPAY_SIGN_HEX_SIZE];

    (void)state;
    memset(value, 'v', sizeof value - 1);
    value[sizeof value - 1] = '\0';
    for (size_t i = 0; i < QFPAY_PARAM_MAX; i++) {
        (void)snprintf(names[i], sizeof names[i], "%03zu", QFPAY_PARAM_MAX - i);
        params[i] = qfpay_param_of(names[i], value);
    }
    sign_set(params, QFPAY_PARAM_MAX, one);
    assert_int_equal(qfpay_sign_string(params, QFPAY_PARAM_MAX, joined, sizeof joined - 4, &len),
                     QFPAY_OK);
    memcpy(joined + len, "key", 4);
    digest_text(joined, QFPAY_DIGEST_MD5, other);
    assert_string_equal(one, other);
}

static void
a_name_that_begins_another_comes_first(void **state)
{
    const struct qfpay_param set[] = {qfpay_param_of("ab", "2"), qfpay_param_of("a", "1"),
                                      qfpay_param_of("abc", "3")};
    char text[64];

    (void)state;
    assert_int_equal(qfpay_sign_string(set, COUNT_OF(set), text, sizeof text, NULL), QFPAY_OK);
    assert_string_equal(text, "a=1&ab=2&abc=3");
}

static void
bytes_above_ascii_sort_behind_it(void **state)
{
    const struct qfpay_param set[] = {qfpay_param_of("\xE6\xB8\xAC", "2"),
                                      qfpay_param_of("z", "1")};
    char text[64];

    (void)state;
    assert_int_equal(qfpay_sign_string(set, COUNT_OF(set), text, sizeof text, NULL), QFPAY_OK);
    assert_string_equal(text, "z=1&\xE6\xB8\xAC=2");
}

static void
no_parameters_give_the_digest_of_the_key(void **state)
{
    char hex[QFPAY_SIGN_HEX_SIZE];
    char key[QFPAY_SIGN_HEX_SIZE];

    (void)state;
    sign_set(NULL, 0, hex);
    digest_text("key", QFPAY_DIGEST_MD5, key);
    assert_string_equal(hex, key);
}

static void
without_empty_values_both_forms_are_the_same(void **state)
{
    const struct qfpay_param set[] = {qfpay_param_of("b", "1"), qfpay_param_of("sign", "2"),
                                      qfpay_param_of("a", " ")};
    char today[QFPAY_SIGN_HEX_SIZE];
    char older[QFPAY_SIGN_HEX_SIZE];

    (void)state;
    sign_set(set, COUNT_OF(set), today);
    assert_int_equal(
        qfpay_sign_with_empty(signer, set, COUNT_OF(set), "key", QFPAY_DIGEST_MD5, older, NULL),
        QFPAY_OK);
    assert_string_equal(today, older);
}

static void
a_name_twice_is_refused_though_it_is_left_out(void **state)
{
    const struct qfpay_param set[] = {qfpay_param_of("a", "1"), qfpay_param_of("a", "")};
    char hex[QFPAY_SIGN_HEX_SIZE];

    (void)state;
    assert_int_equal(qfpay_sign(signer, set, COUNT_OF(set), "key", QFPAY_DIGEST_MD5, hex, NULL),
                     QFPAY_E_DUPLICATE);
}

static void
a_name_twice_is_refused_and_nothing_is_signed(void **state)
{
    const struct qfpay_param set[] = {qfpay_param_of("b", "1"), qfpay_param_of("a", "2"),
                                      qfpay_param_of("c", "3"), qfpay_param_of("b", "4")};
    char hex[QFPAY_SIGN_HEX_SIZE] = "untouched";
    struct qfpay_error err;

    (void)state;
    assert_int_equal(
        qfpay_sign(signer, set, COUNT_OF(set), "the-secret", QFPAY_DIGEST_MD5, hex, &err),
        QFPAY_E_DUPLICATE);
    assert_string_equal(hex, "untouched");
    assert_null(strstr(err.message, "the-secret"));
}

static void
too_many_parameters_are_refused(void **state)
{
    static const struct qfpay_param set[QFPAY_PARAM_MAX + 1];
    char hex[QFPAY_SIGN_HEX_SIZE];

    (void)state;
    assert_int_equal(qfpay_sign(signer, set, COUNT_OF(set), "key", QFPAY_DIGEST_MD5, hex, NULL),
                     QFPAY_E_LIMIT);
}

static void
the_string_asks_for_the_room_it_needs(void **state)
{
    const struct qfpay_param set[] = {qfpay_param_of("a", "1"), qfpay_param_of("sign", "x"),
                                      qfpay_param_of("b", "2")};
    char text[8];
    size_t len = 0;

    (void)state;
    assert_int_equal(qfpay_sign_string(set, COUNT_OF(set), NULL, 0, &len), QFPAY_E_SPACE);
    assert_int_equal(len, strlen("a=1&b=2"));
    assert_int_equal(qfpay_sign_string(set, COUNT_OF(set), text, len, NULL), QFPAY_E_SPACE);
    assert_int_equal(qfpay_sign_string(set, COUNT_OF(set), text, len + 1, NULL), QFPAY_OK);
}

static void
the_case_of_a_digest_does_not_matter(void **state)
{
    (void)state;
    assert_true(qfpay_sign_equal("0aB1", "0Ab1"));
}

static void
different_digests_are_not_equal(void **state)
{
    (void)state;
    assert_false(qfpay_sign_equal("0AB1", "0AB2"));
    assert_false(qfpay_sign_equal("0AB1", "0AB"));
    assert_false(qfpay_sign_equal("0AB1", "0AB1 "));
    assert_false(qfpay_sign_equal("@AB1", "`AB1")); /* only letters have a case */
}

static void
nothing_equals_no_digest(void **state)
{
    (void)state;
    assert_false(qfpay_sign_equal("", ""));
}

static void
a_text_longer_than_any_digest_is_none(void **state)
{
    char text[QFPAY_SIGN_HEX_SIZE + 1];

    (void)state;
    memset(text, 'a', sizeof text - 1);
    text[sizeof text - 1] = '\0';
    assert_false(qfpay_sign_equal(text, text));
}

static void
digests_are_found_by_name_in_any_case(void **state)
{
    enum qfpay_digest digest = QFPAY_DIGEST_MD5;

    (void)state;
    assert_true(qfpay_digest_find("sha256", &digest));
    assert_int_equal(digest, QFPAY_DIGEST_SHA256);
    assert_true(qfpay_digest_find("Md5", &digest));
    assert_int_equal(digest, QFPAY_DIGEST_MD5);
    assert_false(qfpay_digest_find("SHA1", &digest));
    assert_false(qfpay_digest_find("", &digest));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_order_of_arrival_changes_nothing),
        cmocka_unit_test(a_signer_forgets_what_it_signed_before),
        cmocka_unit_test(a_long_value_is_signed_whole),
        cmocka_unit_test(many_values_are_signed_whole),
        cmocka_unit_test(a_name_that_begins_another_comes_first),
        cmocka_unit_test(bytes_above_ascii_sort_behind_it),
        cmocka_unit_test(no_parameters_give_the_digest_of_the_key),
        cmocka_unit_test(without_empty_values_both_forms_are_the_same),
        cmocka_unit_test(a_name_twice_is_refused_though_it_is_left_out),
        cmocka_unit_test(a_name_twice_is_refused_and_nothing_is_signed),
        cmocka_unit_test(too_many_parameters_are_refused),
        cmocka_unit_test(the_string_asks_for_the_room_it_needs),
        cmocka_unit_test(the_case_of_a_digest_does_not_matter),
        cmocka_unit_test(different_digests_are_not_equal),
        cmocka_unit_test(nothing_equals_no_digest),
        cmocka_unit_test(a_text_longer_than_any_digest_is_none),
        cmocka_unit_test(digests_are_found_by_name_in_any_case),
    };
    int failed;

    if (qfpay_signer_new(&signer, NULL) != QFPAY_OK)
        return 1;
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    failed += run_vectors("sign.json", check_request);
    failed += run_vectors("sign_text.json", check_request);
    failed += run_vectors("sign_typed.json", check_request);
    failed += run_vectors("sign_values.json", check_request);
    failed += run_vectors("response_signature.json", check_body);
    failed += run_vectors("notification.json", check_body);
    failed += run_vectors("notification_body.json", check_body);
    failed += run_vectors("notification_type.json", check_body);
    qfpay_signer_free(signer);
    return failed;
}
