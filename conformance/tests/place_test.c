/* Which targets may be tested, read off their URLs, and what --resolve may say. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "safety/place.h"

static const struct {
    const char *url;
    enum place_kind kind;
} targets[] = {
    {"http://127.0.0.1:8080", PLACE_LOOPBACK},
    {"http://127.9.9.9", PLACE_LOOPBACK},
    {"https://localhost:1/prefix", PLACE_LOOPBACK},
    {"https://LocalHost.", PLACE_LOOPBACK},
    {"http://[::1]:80/", PLACE_LOOPBACK},
    {"http://10.0.0.1", PLACE_ELSEWHERE},
    {"http://127.0.0.1.example.com", PLACE_ELSEWHERE},
    {"http://[2001:db8::1]", PLACE_ELSEWHERE},
    {"http://127.1", PLACE_ELSEWHERE},
    {"https://qfapi.com.example.org", PLACE_ELSEWHERE},
    {"https://myqfapi.com", PLACE_ELSEWHERE},
    {"https://test-openapi-hk.qfapi.com", PLACE_TEST},
    {"https://Test-OpenAPI-hk.qfapi.com.:443", PLACE_TEST},
    {"https://openapi-int.qfapi.com", PLACE_TEST},
    {"https://openapi-test.qfpay.com", PLACE_TEST},
    {"http://localhost@example.com", PLACE_MALFORMED},
    {"http://127.0.0.1\\@example.com", PLACE_MALFORMED},
    {"http://127.0.0.1:80@example.com", PLACE_MALFORMED},
    {"http://127.0.0.1?x", PLACE_MALFORMED},
    {"http://127.0.0.1/%2e%2e", PLACE_MALFORMED},
    {"http://127.0.0.1:0", PLACE_MALFORMED},
    {"http://127.0.0.1:65536", PLACE_MALFORMED},
    {"http://", PLACE_MALFORMED},
    {"http://.", PLACE_MALFORMED},
    {"http://[::1", PLACE_MALFORMED},
    {"127.0.0.1:8080", PLACE_MALFORMED},
    {"ftp://127.0.0.1", PLACE_MALFORMED},
};

static void
a_url_says_where_its_target_is(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof targets / sizeof targets[0]; i++) {
        if (place_of(targets[i].url).kind != targets[i].kind)
            fail_msg("%s is judged wrongly", targets[i].url);
    }
}

/* All of QFPay's but the documented test hosts, however they are spelt. */
static const char *const productions[] = {
    "https://openapi-hk.qfapi.com",
    "https://OPENAPI-HK.QFAPI.COM",
    "https://openapi-hk.qfapi.com.",
    "https://openapi-hk.qfapi.com..:8443/prefix",
    "http://openapi-hk.qfapi.com:80",
    "https://openapi-jp.qfapi.com",
    "https://openapi-th.qfapi.com",
    "https://openapi-db.qfapi.com",
    "https://openapi-sg.qfapi.com",
    "https://openapi-id.qfapi.com",
    "https://openapi-eur.qfapi.com",
    "https://openapi.qfpay.com",
    "https://o2-hk.qfapi.com",
    "https://openapi-new.qfapi.com",
    "https://test-openapi-hk.eu.qfapi.com",
    "https://test-openapi-xx.qfapi.com",
    "https://qfapi.com",
    "https://qfpay.com",
};

static void
production_is_known_in_every_spelling(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof productions / sizeof productions[0]; i++) {
        if (place_of(productions[i]).kind != PLACE_PRODUCTION)
            fail_msg("%s is not known as production", productions[i]);
    }
}

/* What libcurl would decode or translate into a name of QFPay's. */
static const char *const disguises[] = {
    "https://openapi%2Dhk.qfapi.com",          "https://openapi-hk.qfapi%2ecom",
    "https://openapi-hk\xe3\x80\x82qfapi.com", "https://\xef\xbd\x8fpenapi-hk.qfapi.com",
    "https://openapi-hk.qfapi.com\t",          "https://user@openapi-hk.qfapi.com",
};

static void
a_disguised_name_is_no_target(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof disguises / sizeof disguises[0]; i++) {
        if (place_of(disguises[i]).kind != PLACE_MALFORMED)
            fail_msg("%s passes", disguises[i]);
    }
}

static void
a_place_is_told_in_one_spelling(void **state)
{
    const struct place place = place_of("https://Shop.Example.:8443/qf");

    (void)state;
    assert_string_equal(place.host, "shop.example");
    assert_int_equal(place.port, 8443);
    assert_true(place.tls);
    assert_int_equal(place_of("http://shop.example").port, 80);
    assert_int_equal(place_of("https://shop.example").port, 443);
    assert_string_equal(place_of("http://[FE80::1]").host, "fe80::1");
}

static const struct {
    const char *text;
    bool ok;
} entries[] = {
    {"shop.example:443:127.0.0.1", true},
    {"shop.example:443:127.0.0.1,10.0.0.1", true},
    {"shop.example:443:[::1]", true},
    {"shop.example:443:::1", true},
    {"[::1]:443:127.0.0.1", true},
    {"*:443:127.0.0.1", false},
    {"+shop.example:443:127.0.0.1", false},
    {"-shop.example:443", false},
    {"-shop.example:443:127.0.0.1", false},
    {"shop.example:443:other.example", false},
    {"shop.example:443:", false},
    {"shop.example:443:127.0.0.1,", false},
    {"shop.example::127.0.0.1", false},
    {"shop.example:99999:127.0.0.1", false},
    {"shop.example", false},
    {"", false},
};

static void
an_override_names_a_host_a_port_and_addresses(void **state)
{
    struct resolve_entry entry;
    size_t i;

    (void)state;
    for (i = 0; i < sizeof entries / sizeof entries[0]; i++) {
        if (resolve_parse(entries[i].text, &entry) != entries[i].ok)
            fail_msg("%s is judged wrongly", entries[i].text);
    }
}

static void
an_override_is_of_this_machine_when_all_its_addresses_are(void **state)
{
    struct resolve_entry entry;

    (void)state;
    assert_true(resolve_parse("localhost:80:127.0.0.1,[::1]", &entry));
    assert_true(resolve_is_loopback(&entry));
    assert_true(resolve_parse("localhost:80:127.0.0.1,192.0.2.1", &entry));
    assert_false(resolve_is_loopback(&entry));
}

static void
private_addresses_are_told_from_public_ones(void **state)
{
    static const char *const ours[] = {"10.1.2.3",    "172.16.0.1", "172.31.255.255",
                                       "192.168.0.1", "127.0.0.1",  "169.254.1.1",
                                       "::1",         "fd00::1",    "fe80::1"};
    static const char *const others[] = {"172.15.0.1", "172.32.0.1",  "11.0.0.1", "192.0.2.1",
                                         "8.8.8.8",    "2001:db8::1", "localhost"};
    size_t i;

    (void)state;
    for (i = 0; i < sizeof ours / sizeof ours[0]; i++)
        assert_true(address_is_private(ours[i]));
    for (i = 0; i < sizeof others / sizeof others[0]; i++)
        assert_false(address_is_private(others[i]));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_url_says_where_its_target_is),
        cmocka_unit_test(production_is_known_in_every_spelling),
        cmocka_unit_test(a_disguised_name_is_no_target),
        cmocka_unit_test(a_place_is_told_in_one_spelling),
        cmocka_unit_test(an_override_names_a_host_a_port_and_addresses),
        cmocka_unit_test(an_override_is_of_this_machine_when_all_its_addresses_are),
        cmocka_unit_test(private_addresses_are_told_from_public_ones),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
