/* add_note: a remark on a completed transaction, and when it is refused. */
#include "shop.h"

#include <string.h>

static const struct answer *
note(struct shop *shop, const struct answer *order, const char *text)
{
    return call_api(shop, "add_note", "code", shop->app_code, "syssn", text_of(order, "syssn"),
                    "note", text, "txdtm", WITHOUT, NULL);
}

/* What people see of it. */
static void
assert_noted(struct shop *shop, const struct answer *order, const char *text)
{
    const struct answer *answer = control(
        shop, "GET", format(shop, "transactions?syssn=%s", text_of(order, "syssn")), NULL);
    const cJSON *list = cJSON_GetObjectItemCaseSensitive(answer->json, "transactions");

    assert_string_equal(text_in(cJSON_GetArrayItem(list, 0), "note"), text);
}

static void
a_note_answers_with_the_keys_of_the_sample(void **state)
{
    static const char *const keys[] = {"resperr", "respcd", "respmsg", "data", NULL};
    static const char *const data_keys[] = {"syssn", NULL};
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);
    const struct answer *answer = note(shop, order, "table 7");
    const cJSON *data = cJSON_GetObjectItemCaseSensitive(answer->json, "data");

    assert_respcd(answer, "0000");
    assert_keys(answer->json, keys);
    assert_keys(data, data_keys);
    assert_string_equal(text_of(answer, "resperr"), "Success");
    assert_string_equal(text_in(data, "syssn"), text_of(order, "syssn"));
    assert_noted(shop, order, "table 7");
}

static void
a_second_note_replaces_the_first(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    note(shop, order, "table 7");
    note(shop, order, "桌 8");

    assert_noted(shop, order, "桌 8");
}

static void
a_note_has_at_most_200_characters(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);
    const char *ten = "桌桌桌桌桌桌桌桌桌桌";
    const char *hundred = format(shop, "%s%s%s%s%s%s%s%s%s%s", ten, ten, ten, ten, ten, ten, ten,
                                 ten, ten, ten);

    assert_respcd(note(shop, order, format(shop, "%s%s", hundred, hundred)), "0000");
    assert_respcd(note(shop, order, format(shop, "%s%sx", hundred, hundred)), "1104");
}

static void
a_refund_can_be_noted(void **state)
{
    struct shop *shop = *state;
    const struct answer *back = refund(shop, paid(shop, NULL), NULL);

    assert_respcd(note(shop, back, "broken"), "0000");
    assert_noted(shop, back, "broken");
}

static void
an_unpaid_order_is_1261(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);

    assert_refused(note(shop, order, "x"), "1261", "NOTE-03");
    assert_noted(shop, order, "");
}

static void
an_unknown_order_is_1136(void **state)
{
    assert_refused(call_api(*state, "add_note", "code", DIRECT_APP, "syssn",
                            "20260310000200020000000001", "note", "x", NULL),
                   "1136", "NOTE-03");
}

static void
the_code_must_be_the_app_code(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);

    assert_refused(call_api(shop, "add_note", "code", AGENT_APP, "syssn", text_of(order, "syssn"),
                            "note", "x", NULL),
                   "1104", "NOTE-05");
}

static void
a_mchid_is_refused(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    as_agent(shop, "ZaMVg00001");
    order = paid(shop, NULL);

    assert_refused(note(shop, order, "x"), "1104", "NOTE-01");
}

static void
each_parameter_is_needed(void **state)
{
    static const char *const names[] = {"code", "syssn", "note"};
    struct shop *shop = *state;
    const char *syssn = text_of(paid(shop, NULL), "syssn");

    for (size_t i = 0; i < COUNT_OF(names); i++)
        assert_respcd(call_api(shop, "add_note", "code", DIRECT_APP, "syssn", syssn, "note", "x",
                               names[i], WITHOUT, NULL),
                      "1104");
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(a_note_answers_with_the_keys_of_the_sample),
        SHOP_TEST(a_second_note_replaces_the_first),
        SHOP_TEST(a_note_has_at_most_200_characters),
        SHOP_TEST(a_refund_can_be_noted),
        SHOP_TEST(an_unpaid_order_is_1261),
        SHOP_TEST(an_unknown_order_is_1136),
        SHOP_TEST(the_code_must_be_the_app_code),
        SHOP_TEST(a_mchid_is_refused),
        SHOP_TEST(each_parameter_is_needed),
    };

    return cmocka_run_group_tests_name("note", tests, NULL, NULL);
}
