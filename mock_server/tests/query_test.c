/* What a query finds: by number, by filters, page by page, newest first; and how a record looks.
 * Which times and months it covers is query_window_test.c. */
#include "shop.h"

#include <stdlib.h>
#include <string.h>

/* Orders of one minute each, so that their times differ. */
static void
pay_some(struct shop *shop, unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        assert_accepted(pay(shop, NULL));
        advance(shop, 60);
    }
}

static void
a_query_that_finds_nothing_works_all_the_same(void **state)
{
    const struct answer *answer = ask(*state, "out_trade_no", "none", NULL);

    assert_respcd(answer, "0000");
    assert_int_equal(record_count(answer), 0);
}

static void
the_querys_own_code_says_nothing_about_the_order(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "txamt", "991205", NULL);
    const struct answer *answer = ask(shop, "syssn", text_of(order, "syssn"), NULL);

    assert_respcd(answer, "0000");
    assert_string_equal(text_in(record_at(answer, 0), "respcd"), "1205");
}

static void
the_answer_has_texts_a_list_and_page_numbers(void **state)
{
    const struct answer *answer = ask(*state, NULL);

    assert_string_equal(text_of(answer, "resperr"), "success");
    assert_string_equal(text_of(answer, "respmsg"), "");
    assert_int_equal(cJSON_GetObjectItem(answer->json, "page")->valueint, 1);
    assert_int_equal(cJSON_GetObjectItem(answer->json, "page_size")->valueint, 10);
    assert_int_equal(record_count(answer), 0);
}

static void
a_record_has_the_documented_fields_in_their_order(void **state)
{
    static const char *const keys[] = {
        "cardtp",       "cancel",       "pay_type", "order_type", "clisn",  "txdtm",
        "goods_detail", "out_trade_no", "syssn",    "sysdtm",     "paydtm", "goods_name",
        "txcurrcd",     "chnlsn2",      "udid",     "userid",     "txamt",  "chnlsn",
        "respcd",       "goods_info",   "errmsg"};
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const cJSON *member = record_at(ask(shop, "syssn", text_of(order, "syssn"), NULL), 0)->child;

    for (size_t i = 0; i < COUNT_OF(keys); i++) {
        assert_non_null(member);
        assert_string_equal(member->string, keys[i]);
        assert_true(cJSON_IsString(member));
        member = member->next;
    }
}

static void
an_unpaid_record_is_1143_without_pay_time_or_wallet_ids(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const cJSON *record = record_at(ask(shop, "syssn", text_of(order, "syssn"), NULL), 0);

    assert_string_equal(text_in(record, "respcd"), "1143");
    assert_string_equal(text_in(record, "cancel"), "0");
    assert_string_equal(text_in(record, "order_type"), "payment");
    assert_string_equal(text_in(record, "paydtm"), "");
    assert_string_equal(text_in(record, "chnlsn"), "");
    assert_string_equal(text_in(record, "cardcd"), "");
    assert_non_null(strstr(text_in(record, "errmsg"), "(1143)"));
}

static void
a_paid_record_has_a_pay_time_and_the_wallets_ids(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const cJSON *record;

    advance(shop, 90);
    payer_does(shop, order, "pay");
    record = record_at(ask(shop, "syssn", text_of(order, "syssn"), NULL), 0);

    assert_string_equal(text_in(record, "respcd"), "0000");
    assert_string_equal(text_in(record, "sysdtm"), SHOP_NOW);
    assert_string_equal(text_in(record, "paydtm"), "2026-03-10 12:01:30");
    assert_int_equal(strlen(text_in(record, "chnlsn")), 28);
    assert_int_equal(strlen(text_in(record, "cardcd")), 28);
    assert_string_equal(text_in(record, "errmsg"), "success");
}

static void
a_paid_record_stays_the_same_from_query_to_query(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const char *first;

    payer_does(shop, order, "pay");
    first = ask(shop, "syssn", text_of(order, "syssn"), NULL)->reply.body;
    advance(shop, 3600);

    assert_string_equal(ask(shop, "syssn", text_of(order, "syssn"), NULL)->reply.body, first);
}

static void
an_order_is_found_by_either_number(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "out_trade_no", "mine", NULL);

    assert_string_equal(numbers_in(shop, ask(shop, "syssn", text_of(order, "syssn"), NULL)),
                        "mine");
    assert_string_equal(numbers_in(shop, ask(shop, "out_trade_no", "mine", NULL)), "mine");
}

static void
several_numbers_find_several_orders_newest_first(void **state)
{
    struct shop *shop = *state;

    pay_some(shop, 3);

    assert_string_equal(numbers_in(shop, ask(shop, "out_trade_no", "order-1,order-3,x", NULL)),
                        "order-3 order-1");
}

static void
a_number_named_twice_is_found_once(void **state)
{
    struct shop *shop = *state;

    pay_some(shop, 1);

    assert_string_equal(numbers_in(shop, ask(shop, "out_trade_no", "order-1,order-1", NULL)),
                        "order-1");
}

static void
syssn_and_out_trade_no_must_both_fit(void **state)
{
    struct shop *shop = *state;
    const char *syssn = text_of(pay(shop, "out_trade_no", "a", NULL), "syssn");

    assert_accepted(pay(shop, "out_trade_no", "b", NULL));

    assert_string_equal(numbers_in(shop, ask(shop, "syssn", syssn, "out_trade_no", "a,b", NULL)),
                        "a");
    assert_string_equal(numbers_in(shop, ask(shop, "syssn", syssn, "out_trade_no", "b", NULL)), "");
}

static void
a_syssn_must_fit_in_every_digit(void **state)
{
    struct shop *shop = *state;
    const char *syssn = text_of(pay(shop, NULL), "syssn");
    const char *other_day = format(shop, "20260311%s", syssn + 8);

    assert_int_equal(record_count(ask(shop, "syssn", other_day, NULL)), 0);
    assert_int_equal(record_count(ask(shop, "syssn", "20260310000", NULL)), 0);
    assert_int_equal(record_count(ask(shop, "syssn", "not a number", NULL)), 0);
}

static void
another_merchants_order_is_not_found(void **state)
{
    struct shop *shop = *state;
    const char *syssn = text_of(pay(shop, "out_trade_no", "mine", NULL), "syssn");

    as_agent(shop, "ZaMVg00001");

    assert_unknown(shop, "mine");
    assert_int_equal(record_count(ask(shop, "syssn", syssn, NULL)), 0);
    assert_int_equal(record_count(ask(shop, NULL)), 0);
}

static void
an_agent_sees_the_orders_of_the_mchid_that_asks(void **state)
{
    struct shop *shop = *state;

    as_agent(shop, "ZaMVg00001");
    assert_accepted(pay(shop, "out_trade_no", "mine", NULL));
    assert_string_equal(numbers_in(shop, ask(shop, NULL)), "mine");
    as_agent(shop, "ZaMVg00002");

    assert_string_equal(numbers_in(shop, ask(shop, NULL)), "");
}

static void
a_disabled_mchid_may_still_ask(void **state)
{
    struct shop *shop = *state;

    as_agent(shop, "ZaMVg00002");

    assert_respcd(ask(shop, NULL), "0000");
}

static void
an_agent_must_send_a_mchid_with_a_query_too(void **state)
{
    struct shop *shop = *state;

    as_agent(shop, WITHOUT);

    assert_refused(ask(shop, NULL), "1104", "PAY-MCHID-01");
}

static void
pay_types_in_a_list_are_alternatives(void **state)
{
    struct shop *shop = *state;

    pay_some(shop, 1);

    assert_int_equal(record_count(ask(shop, "pay_type", "800101,800201", NULL)), 1);
    assert_int_equal(record_count(ask(shop, "pay_type", "800101", NULL)), 0);
}

static void
a_code_filters_by_the_records_state(void **state)
{
    struct shop *shop = *state;

    payer_does(shop, pay(shop, "out_trade_no", "paid", NULL), "pay");
    assert_accepted(pay(shop, "out_trade_no", "unpaid", NULL));

    assert_string_equal(numbers_in(shop, ask(shop, "respcd", "0000", NULL)), "paid");
    assert_string_equal(numbers_in(shop, ask(shop, "respcd", "1143", NULL)), "unpaid");
    assert_string_equal(numbers_in(shop, ask(shop, "respcd", "1181", NULL)), "");
}

static void
a_filter_by_code_sees_what_time_has_done(void **state)
{
    struct shop *shop = *state;

    assert_accepted(pay(shop, "out_trade_no", "old", NULL));
    advance(shop, 30L * 60);

    assert_string_equal(numbers_in(shop, ask(shop, "respcd", "1181", NULL)), "old");
}

static void
filters_are_combined_with_and(void **state)
{
    struct shop *shop = *state;

    payer_does(shop, pay(shop, "out_trade_no", "paid", NULL), "pay");
    assert_accepted(pay(shop, "out_trade_no", "unpaid", NULL));

    assert_string_equal(
        numbers_in(shop, ask(shop, "out_trade_no", "paid,unpaid", "respcd", "0000", NULL)), "paid");
}

static void
an_empty_filter_counts_as_not_sent(void **state)
{
    struct shop *shop = *state;

    pay_some(shop, 1);

    assert_int_equal(record_count(ask(shop, "respcd", "", "pay_type", "", "syssn", "", NULL)), 1);
}

static void
records_come_newest_first(void **state)
{
    struct shop *shop = *state;

    pay_some(shop, 3);

    assert_string_equal(numbers_in(shop, ask(shop, NULL)), "order-3 order-2 order-1");
}

static void
orders_of_the_same_second_come_newest_first_too(void **state)
{
    struct shop *shop = *state;

    for (int i = 0; i < 3; i++)
        assert_accepted(pay(shop, NULL));

    assert_string_equal(numbers_in(shop, ask(shop, NULL)), "order-3 order-2 order-1");
}

static void
a_page_has_ten_records_unless_told_otherwise(void **state)
{
    struct shop *shop = *state;

    pay_some(shop, 12);

    assert_int_equal(record_count(ask(shop, NULL)), 10);
}

static void
pages_follow_each_other_without_gap_or_overlap(void **state)
{
    struct shop *shop = *state;

    pay_some(shop, 5);

    assert_string_equal(numbers_in(shop, ask(shop, "page_size", "2", NULL)), "order-5 order-4");
    assert_string_equal(numbers_in(shop, ask(shop, "page_size", "2", "page", "2", NULL)),
                        "order-3 order-2");
    assert_string_equal(numbers_in(shop, ask(shop, "page_size", "2", "page", "3", NULL)),
                        "order-1");
    assert_string_equal(numbers_in(shop, ask(shop, "page_size", "2", "page", "4", NULL)), "");
}

static void
paging_counts_only_what_the_filters_let_through(void **state)
{
    struct shop *shop = *state;

    for (int i = 0; i < 4; i++) {
        const struct answer *order = pay(shop, NULL);

        if (i % 2 == 0)
            payer_does(shop, order, "pay");
    }

    assert_string_equal(
        numbers_in(shop, ask(shop, "respcd", "0000", "page_size", "1", "page", "2", NULL)),
        "order-1");
}

static void
a_list_of_numbers_is_paged_as_well(void **state)
{
    struct shop *shop = *state;

    pay_some(shop, 3);

    assert_string_equal(numbers_in(shop, ask(shop, "out_trade_no", "order-1,order-2,order-3",
                                             "page_size", "2", "page", "2", NULL)),
                        "order-1");
}

static void
page_numbers_are_echoed(void **state)
{
    const struct answer *answer = ask(*state, "page", "7", "page_size", "100", NULL);

    assert_int_equal(cJSON_GetObjectItem(answer->json, "page")->valueint, 7);
    assert_int_equal(cJSON_GetObjectItem(answer->json, "page_size")->valueint, 100);
}

static void
the_farthest_page_is_empty(void **state)
{
    struct shop *shop = *state;

    pay_some(shop, 1);

    assert_int_equal(record_count(ask(shop, "page", "99999999", "page_size", "100", NULL)), 0);
}

static void
page_numbers_have_bounds(void **state)
{
    struct shop *shop = *state;

    assert_refused(ask(shop, "page", "0", NULL), "1104", "QRY-21");
    assert_refused(ask(shop, "page", "-1", NULL), "1104", "QRY-21");
    assert_refused(ask(shop, "page", "one", NULL), "1104", "QRY-08");
    assert_respcd(ask(shop, "page_size", "0", NULL), "1104");
    assert_respcd(ask(shop, "page_size", "101", NULL), "1104");
    assert_respcd(ask(shop, "page_size", "100", NULL), "0000");
}

static void
lists_have_no_empty_elements(void **state)
{
    struct shop *shop = *state;

    assert_refused(ask(shop, "syssn", "a,,b", NULL), "1104", "QRY-02");
    assert_refused(ask(shop, "out_trade_no", ",a", NULL), "1104", "QRY-03");
    assert_refused(ask(shop, "pay_type", "800201,", NULL), "1104", "QRY-04");
}

static void
a_very_long_list_of_numbers_is_answered(void **state)
{
    struct shop *shop = *state;
    enum { NUMBERS = 9000 };
    char *list = malloc(NUMBERS * 7 + 1);
    char *at = list;

    assert_non_null(list);
    pay_some(shop, 1);
    for (unsigned i = 0; i < NUMBERS; i++) {
        memcpy(at, "n12345,", 7);
        at += 7;
    }
    memcpy(at - 7, "order-1", 7);
    *at = '\0';

    assert_string_equal(numbers_in(shop, ask(shop, "out_trade_no", list, NULL)), "order-1");
    free(list);
}

static void
a_code_of_five_digits_is_too_long(void **state)
{
    assert_refused(ask(*state, "respcd", "00000", NULL), "1104", "QRY-05");
}

static void
a_query_without_number_or_dates_is_warned_about_the_month(void **state)
{
    struct shop *shop = *state;

    assert_advised(ask(shop, NULL), "QRY-14");
    assert_not_advised(ask(shop, "out_trade_no", "a", NULL));
}

static void
a_misspelt_parameter_is_ignored_with_advice(void **state)
{
    const struct answer *answer = ask(*state, "Page", "2", NULL);

    assert_advised(answer, "PAY-UNK-01");
    assert_int_equal(cJSON_GetObjectItem(answer->json, "page")->valueint, 1);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(a_query_that_finds_nothing_works_all_the_same),
        SHOP_TEST(the_querys_own_code_says_nothing_about_the_order),
        SHOP_TEST(the_answer_has_texts_a_list_and_page_numbers),
        SHOP_TEST(a_record_has_the_documented_fields_in_their_order),
        SHOP_TEST(an_unpaid_record_is_1143_without_pay_time_or_wallet_ids),
        SHOP_TEST(a_paid_record_has_a_pay_time_and_the_wallets_ids),
        SHOP_TEST(a_paid_record_stays_the_same_from_query_to_query),
        SHOP_TEST(an_order_is_found_by_either_number),
        SHOP_TEST(several_numbers_find_several_orders_newest_first),
        SHOP_TEST(a_number_named_twice_is_found_once),
        SHOP_TEST(syssn_and_out_trade_no_must_both_fit),
        SHOP_TEST(a_syssn_must_fit_in_every_digit),
        SHOP_TEST(another_merchants_order_is_not_found),
        SHOP_TEST(an_agent_sees_the_orders_of_the_mchid_that_asks),
        SHOP_TEST(a_disabled_mchid_may_still_ask),
        SHOP_TEST(an_agent_must_send_a_mchid_with_a_query_too),
        SHOP_TEST(pay_types_in_a_list_are_alternatives),
        SHOP_TEST(a_code_filters_by_the_records_state),
        SHOP_TEST(a_filter_by_code_sees_what_time_has_done),
        SHOP_TEST(filters_are_combined_with_and),
        SHOP_TEST(an_empty_filter_counts_as_not_sent),
        SHOP_TEST(records_come_newest_first),
        SHOP_TEST(orders_of_the_same_second_come_newest_first_too),
        SHOP_TEST(a_page_has_ten_records_unless_told_otherwise),
        SHOP_TEST(pages_follow_each_other_without_gap_or_overlap),
        SHOP_TEST(paging_counts_only_what_the_filters_let_through),
        SHOP_TEST(a_list_of_numbers_is_paged_as_well),
        SHOP_TEST(page_numbers_are_echoed),
        SHOP_TEST(the_farthest_page_is_empty),
        SHOP_TEST(page_numbers_have_bounds),
        SHOP_TEST(lists_have_no_empty_elements),
        SHOP_TEST(a_very_long_list_of_numbers_is_answered),
        SHOP_TEST(a_code_of_five_digits_is_too_long),
        SHOP_TEST(a_query_without_number_or_dates_is_warned_about_the_month),
        SHOP_TEST(a_misspelt_parameter_is_ignored_with_advice),
    };

    return cmocka_run_group_tests_name("query", tests, NULL, NULL);
}
