/* Every pay type that the mock plays: what it needs, what its answer holds and in which order, and
 * how long an unpaid order lives. The rows here are written from the sources of the PTY rules, not
 * from the mock's tables. Codes that a payer shows are auth_code_test.c. */
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "qfpay/pay_type.h"
#include "shop.h"

#define MINUTES 60

#define SCENE                                                                                      \
    "{\"scene_info\": {\"h5_info\": {\"type\": \"Wap\", \"wap_url\": \"https://shop.example\", "   \
    "\"wap_name\": \"Shop\"}}, \"spbill_create_ip\": \"192.0.2.1\"}"
#define CARD_DATA "{\"payment_data_enc\": \"00ff\", \"return_url\": \"https://shop.example/r\"}"

#define NEEDS_NOTHING                                                                              \
    {                                                                                              \
        NULL                                                                                       \
    }
#define AUTH(code)                                                                                 \
    {                                                                                              \
        "auth_code", code                                                                          \
    }
#define WAP_HAD_BETTER                                                                             \
    {                                                                                              \
        "goods_name", "Tea", "return_url", "https://shop.example/r", "notify_url",                 \
            "https://shop.example/n"                                                               \
    }
#define APP_NEEDS                                                                                  \
    {                                                                                              \
        "goods_name", "Tea", "return_url", "https://shop.example/r", "seller_id", "2088"           \
    }

static const char seed_keys[] = "sysdtm paydtm txcurrcd respmsg qrcode pay_type cardcd udid txdtm "
                                "txamt resperr out_trade_no syssn respcd chnlsn";
static const char mpm_keys[] = "surcharge_fee qrcode pay_type surcharge_rate resperr txdtm "
                               "out_trade_no syssn sysdtm txcurrcd respmsg chnlsn2 cardcd udid "
                               "txamt respcd chnlsn";
static const char code_keys[] = "txdtm qrcode pay_type resperr out_trade_no syssn sysdtm paydtm "
                                "txcurrcd respmsg cardcd udid txamt respcd chnlsn";
static const char payme_keys[] = "pay_type sysdtm paydtm resperr txcurrcd txdtm txamt payme_logo "
                                 "respmsg out_trade_no syssn respcd qrcode udid pay_url chnlsn "
                                 "cardcd";
static const char url_keys[] = "sysdtm paydtm txcurrcd respmsg pay_type cardcd udid txdtm txamt "
                               "resperr out_trade_no syssn respcd pay_url chnlsn";
static const char ali_app_keys[] = "pay_type sysdtm paydtm udid txcurrcd txdtm txamt resperr "
                                   "respmsg out_trade_no syssn pay_params respcd chnlsn cardcd";
static const char app_keys[] = "sysdtm paydtm txcurrcd respmsg pay_params pay_type cardcd udid "
                               "txdtm txamt resperr out_trade_no syssn respcd chnlsn";
static const char cpm_keys[] = "pay_type sysdtm paydtm txdtm udid txcurrcd txamt resperr respmsg "
                               "out_trade_no syssn respcd chnlsn cardcd";
static const char card_keys[] = "qrcode pay_type resperr txdtm out_trade_no syssn sysdtm paydtm "
                                "txcurrcd respmsg respcd pay_url cardcd udid txamt pay_params "
                                "chnlsn";

/* needs: names and values in turn. */
static const struct played {
    const char *pay_type;
    const char *needs[8];
    const char *requirement; /* broken when one is missing; "": it may be */
    const char *keys;
    const char *shows; /* regular expression of the qrcode or pay_url; NULL: neither */
} all[] = {
    {"800008", AUTH("130000000000000001"), "PAY-CPM-01", cpm_keys, NULL},
    {"800101", NEEDS_NOTHING, "", mpm_keys, "^https://qr\\.alipay\\.com/bax[0-9a-z]+$"},
    {"800107", {"openid", "2088000000000001"}, "PAY-ALI-H5", app_keys, NULL},
    {"800108", AUTH("280000000000000002"), "PAY-CPM-01", cpm_keys, NULL},
    {"800201", NEEDS_NOTHING, "", seed_keys, "^weixin://wxpay/bizpayurl\\?pr=[A-Za-z0-9]{7}$"},
    {"800207", {"sub_openid", "oUpF8u"}, "PAY-JSAPI-01", app_keys, NULL},
    {"800208", AUTH("130000000000000003"), "PAY-CPM-01", cpm_keys, NULL},
    {"800210", {"goods_name", "Tea"}, "PAY-APP-01", app_keys, NULL},
    {"800212", {"extend_info", SCENE}, "PAY-H5-01", url_keys, "^https://wx\\.tenpay\\.com/"},
    {"800213", {"sub_openid", "oUpF8u"}, "PAY-MINI-01", app_keys, NULL},
    {"800701", NEEDS_NOTHING, "", code_keys, "^https://"},
    {"800708", AUTH("6200000000000000004"), "PAY-CPM-01", cpm_keys, NULL},
    {"800710", {"goods_name", "Tea"}, "PAY-APP-01", app_keys, NULL},
    {"800712", NEEDS_NOTHING, "", url_keys, "^https://"},
    {"800714", NEEDS_NOTHING, "", url_keys, "^https://"},
    {"801008", AUTH("130000000000000005"), "PAY-CPM-01", cpm_keys, NULL},
    {"801010", {"goods_name", "Tea"}, "PAY-APP-01", app_keys, NULL},
    {"801101", NEEDS_NOTHING, "", url_keys, "[?&]out_trade_no=[0-9]{26}&"},
    {"801107", WAP_HAD_BETTER, "", url_keys, "[?&]out_trade_no=[0-9]{26}&"},
    {"801110", APP_NEEDS, "PAY-APP-02", ali_app_keys, NULL},
    {"801501", NEEDS_NOTHING, "", code_keys, "^https://qr\\.alipay\\.com/bax[0-9a-z]+$"},
    {"801510", APP_NEEDS, "PAY-APP-02", ali_app_keys, NULL},
    {"801512", WAP_HAD_BETTER, "", url_keys, "[?&]out_trade_no=[0-9]{26}&"},
    {"801514", NEEDS_NOTHING, "", url_keys, "[?&]out_trade_no=[0-9]{26}&"},
    {"801801", AUTH("280000000000000006"), "PAY-PREAUTH-01", cpm_keys, NULL},
    {"801808", NEEDS_NOTHING, "", code_keys, "^https://"},
    {"801810", NEEDS_NOTHING, "", ali_app_keys, NULL},
    {"801814", NEEDS_NOTHING, "", url_keys, "^https://"},
    {"802001", NEEDS_NOTHING, "", code_keys, "^000201.*hk\\.com\\.hkicl.*6304[0-9A-F]{4}$"},
    {"802801", {"extend_info", CARD_DATA}, "PAY-CARD-01", card_keys, NULL},
    {"802808", NEEDS_NOTHING, "", cpm_keys, NULL},
    {"803701", NEEDS_NOTHING, "", code_keys, "^https://"},
    {"803708", NEEDS_NOTHING, "", cpm_keys, NULL},
    {"803712", NEEDS_NOTHING, "", url_keys, "^https://"},
    {"803714", NEEDS_NOTHING, "", url_keys, "^https://"},
    {"805801", NEEDS_NOTHING, "", payme_keys,
     "^https://qr\\.payme\\.hsbc\\.com\\.hk/2/[A-Za-z0-9]{22}$"},
    {"805808", AUTH("850000000000000007"), "PAY-CPM-01", cpm_keys, NULL},
    {"805810", {"goods_name", "Tea"}, "PAY-APP-01", app_keys, NULL},
    {"805812", NEEDS_NOTHING, "", url_keys, "^https://"},
    {"805814", NEEDS_NOTHING, "", url_keys, "^https://"},
    {"806527", NEEDS_NOTHING, "", card_keys, NULL},
    {"806708", NEEDS_NOTHING, "", cpm_keys, NULL},
    {"806808", NEEDS_NOTHING, "", cpm_keys, NULL},
};

/* A payment with what its pay type needs, but for the parameter at `left_out`; -1 for none. */
static const struct answer *
pay_with(struct shop *shop, const struct played *played, int left_out)
{
    const char *const *needs = played->needs;
    const char *values[4];

    for (int i = 0; i < 4; i++)
        values[i] = i == left_out ? WITHOUT : needs[2 * i + 1];
    return pay(shop, "pay_type", played->pay_type, "txamt", "1234", needs[0], values[0], needs[2],
               values[1], needs[4], values[2], needs[6], values[3], NULL);
}

static const struct answer *
pay_by(struct shop *shop, const char *pay_type)
{
    for (size_t i = 0; i < COUNT_OF(all); i++) {
        if (strcmp(all[i].pay_type, pay_type) == 0)
            return pay_with(shop, &all[i], -1);
    }
    fail_msg("%s is not played", pay_type);
    return NULL;
}

static const cJSON *
params_of(const struct answer *answer)
{
    return cJSON_GetObjectItemCaseSensitive(answer->json, "pay_params");
}

static void
assert_matches(const char *pay_type, const char *text, const char *pattern)
{
    regex_t regex;
    int found;

    assert_int_equal(regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB), 0);
    found = text ? regexec(&regex, text, 0, NULL, 0) : REG_NOMATCH;
    regfree(&regex);
    if (found != 0)
        fail_msg("%s: %s does not match %s", pay_type, text ? text : "nothing", pattern);
}

static void
every_current_pay_type_is_played(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < qfpay_pay_type_count(); i++) {
        if (qfpay_pay_type_at(i)->current)
            assert_respcd(pay_by(shop, qfpay_pay_type_at(i)->pay_type), "0000");
    }
}

static void
a_payment_is_accepted_with_what_its_pay_type_needs(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(all); i++) {
        const struct answer *order = pay_with(shop, &all[i], -1);

        assert_respcd(order, "0000");
        assert_string_equal(text_of(order, "pay_type"), all[i].pay_type);
        assert_string_equal(text_of(order, "txamt"), "1234");
        assert_matches(all[i].pay_type, text_of(order, "syssn"), "^20260310000[23]0002[0-9]{10}$");
        assert_not_advised(order);
    }
}

static void
each_parameter_that_a_pay_type_needs_is_missed(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(all); i++) {
        for (int at = 0; all[i].requirement[0] != '\0' && at < 4; at++) {
            const struct answer *answer;

            if (!all[i].needs[2 * at])
                break;
            answer = pay_with(shop, &all[i], at);
            assert_refused(answer, "1104", all[i].requirement);
            assert_string_equal(text_of(answer, "respmsg"), all[i].needs[2 * at]);
        }
    }
}

static void
what_the_page_recommends_may_be_left_out_and_is_advised(void **state)
{
    struct shop *shop = *state;
    int count = 0;

    for (size_t i = 0; i < COUNT_OF(all); i++) {
        for (int at = 0; all[i].requirement[0] == '\0' && at < 4; at++) {
            const struct answer *order;

            if (!all[i].needs[2 * at])
                break;
            order = pay_with(shop, &all[i], at);
            assert_respcd(order, "0000");
            assert_advised(order, "PAY-WAP-01");
            assert_non_null(strstr(order->reply.advice, all[i].needs[2 * at]));
            count++;
        }
    }
    assert_int_equal(count, 6);
}

static void
the_answers_keys_come_in_the_order_of_the_samples(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(all); i++) {
        const cJSON *member = pay_with(shop, &all[i], -1)->json->child;
        const char *keys = "";

        for (; member; member = member->next)
            keys = format(shop, "%s%s%s", keys, keys[0] == '\0' ? "" : " ", member->string);
        assert_string_equal(keys, all[i].keys);
    }
}

static void
what_the_payer_scans_or_opens_looks_like_that_of_the_wallet(void **state)
{
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(all); i++) {
        const struct answer *order = pay_with(shop, &all[i], -1);
        const char *qrcode = text_of(order, "qrcode");

        if (!all[i].shows)
            assert_true(!qrcode || qrcode[0] == '\0');
        else
            assert_matches(all[i].pay_type, qrcode ? qrcode : text_of(order, "pay_url"),
                           all[i].shows);
    }
}

/* CRC-16/CCITT-FALSE, as EMVCo's specification of merchant codes says. */
static void
an_fps_code_ends_in_its_checksum(void **state)
{
    const char *code = text_of(pay_by(*state, "802001"), "qrcode");
    size_t len = strlen(code) - 4;
    unsigned crc = 0xffff;

    for (size_t i = 0; i < len; i++) {
        crc ^= (unsigned)(unsigned char)code[i] << 8;
        for (int bit = 0; bit < 8; bit++)
            crc = ((crc << 1) ^ ((crc & 0x8000) != 0 ? 0x1021 : 0)) & 0xffff;
    }
    assert_int_equal(strtoul(code + len, NULL, 16), crc);
}

static void
surcharges_of_800101_are_numbers(void **state)
{
    const struct answer *order = pay_by(*state, "800101");

    assert_true(cJSON_IsNumber(cJSON_GetObjectItem(order->json, "surcharge_fee")));
    assert_true(cJSON_IsNumber(cJSON_GetObjectItem(order->json, "surcharge_rate")));
}

static void
a_wechat_app_gets_its_timestamp_as_a_number(void **state)
{
    const cJSON *params = params_of(pay_by(*state, "800210"));

    assert_true(cJSON_IsNumber(cJSON_GetObjectItem(params, "timestamp")));
    assert_string_equal(text_in(params, "package"), "Sign=WXPay");
    assert_matches("800210", text_in(params, "appid"), "^wx[0-9a-f]{16}$");
}

static void
a_wechat_page_gets_what_its_script_needs(void **state)
{
    static const char *const pages[] = {"800207", "800213"};
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(pages); i++) {
        const cJSON *params = params_of(pay_by(shop, pages[i]));

        assert_matches(pages[i], text_in(params, "appId"), "^wx[0-9a-f]{16}$");
        assert_matches(pages[i], text_in(params, "timeStamp"), "^[0-9]{10}$");
        assert_matches(pages[i], text_in(params, "nonceStr"), "^[0-9A-Za-z]{32}$");
        assert_matches(pages[i], text_in(params, "package"), "^prepay_id=.+");
        assert_string_equal(text_in(params, "signType"), "MD5");
        assert_matches(pages[i], text_in(params, "paySign"), "^[0-9A-F]{32}$");
    }
}

static void
what_a_wechat_page_gets_comes_in_the_captured_order(void **state)
{
    static const char *const keys[] = {"package", "timeStamp", "signType",
                                       "paySign", "appId",     "nonceStr"};
    const cJSON *member = params_of(pay_by(*state, "800207"))->child;

    for (size_t i = 0; i < COUNT_OF(keys); i++, member = member->next)
        assert_string_equal(member->string, keys[i]);
    assert_null(member);
}

static void
an_alipay_app_gets_the_syssn_and_the_amount_in_major_units(void **state)
{
    const struct answer *order = pay_by(*state, "801510");
    const cJSON *params = params_of(order);
    const cJSON *total_fee = cJSON_GetObjectItem(params, "total_fee");

    assert_string_equal(text_in(params, "out_trade_no"), text_of(order, "syssn"));
    assert_string_equal(text_in(params, "subject"), "Tea");
    assert_string_equal(text_in(params, "it_b_pay"), "30m");
    assert_true(cJSON_IsNumber(total_fee));
    assert_true(total_fee->valuedouble > 12.339 && total_fee->valuedouble < 12.341);
}

static void
an_alipay_page_gets_a_trade_number(void **state)
{
    assert_matches("800107", text_in(params_of(pay_by(*state, "800107")), "tradeNO"),
                   "^[0-9]{28}$");
}

static void
a_card_gets_a_challenge(void **state)
{
    const struct answer *order = pay_by(*state, "802801");
    const cJSON *params = params_of(order);

    assert_string_equal(text_in(params, "order_code"), text_of(order, "syssn"));
    assert_true(cJSON_IsObject(cJSON_GetObjectItem(params, "3ds_challenge_details")));
    assert_string_equal(text_of(order, "qrcode"), "");
    assert_string_equal(text_of(order, "pay_url"), "");
}

static void
payme_numbers_an_order_before_it_is_paid(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay_by(shop, "805801");
    const cJSON *record = record_at(ask(shop, "syssn", text_of(order, "syssn"), NULL), 0);

    assert_matches("805801", text_of(order, "chnlsn"),
                   "^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$");
    assert_string_equal(text_in(record, "chnlsn"), text_of(order, "chnlsn"));
    assert_string_equal(text_of(order, "respmsg"), "PR001:Request for Payment Initiated");
    assert_string_equal(text_of(order, "pay_url"), "");
    assert_string_not_equal(text_of(order, "payme_logo"), "");
}

static void
a_paid_order_carries_the_number_and_the_payer_of_its_wallet(void **state)
{
    static const struct {
        const char *pay_type;
        const char *chnlsn;
        const char *cardcd;
    } wallets[] = {
        {"800201", "^4200[0-9]{24}$", "^[0-9A-Za-z]{28}$"},
        {"800101", "^20260310[0-9]{20}$", "^2088[0-9]{12}$"},
        {"802801", "^[0-9]{16}$", "^5200\\*{4}[0-9]{4}$"},
    };
    struct shop *shop = *state;

    for (size_t i = 0; i < COUNT_OF(wallets); i++) {
        const struct answer *order = pay_by(shop, wallets[i].pay_type);
        const cJSON *record;

        assert_string_equal(text_of(order, "chnlsn"), "");
        payer_does(shop, order, "pay");
        record = record_at(ask(shop, "syssn", text_of(order, "syssn"), NULL), 0);
        assert_matches(wallets[i].pay_type, text_in(record, "chnlsn"), wallets[i].chnlsn);
        assert_matches(wallets[i].pay_type, text_in(record, "cardcd"), wallets[i].cardcd);
    }
}

static void
a_card_at_a_terminal_is_paid_at_once(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay_by(shop, "802808");

    assert_state(shop, order, "paid");
    assert_matches("802808", text_of(order, "cardcd"), "^5200\\*{4}[0-9]{4}$");
}

static void
an_alipay_web_payment_needs_more_than_1_dollar(void **state)
{
    struct shop *shop = *state;

    assert_refused(pay(shop, "pay_type", "801101", "txamt", "100", NULL), "1104", "PAY-WEB-02");
    assert_respcd(pay(shop, "pay_type", "801101", "txamt", "101", NULL), "0000");
}

static void
an_unpaid_order_expires_after_the_time_of_its_pay_type(void **state)
{
    struct shop *shop = *state;
    const struct answer *five = pay(shop, "pay_type", "800101", "expired_time", "5", NULL);
    const struct answer *frozen = pay_by(shop, "801808");
    const struct answer *usual = pay_by(shop, "805814");

    advance(shop, 5 * MINUTES);
    assert_record(shop, five, "1181");
    assert_record(shop, frozen, "1143");
    advance(shop, 10 * MINUTES);
    assert_record(shop, frozen, "1181");
    assert_record(shop, usual, "1143");
    advance(shop, 15 * MINUTES);
    assert_record(shop, usual, "1181");
}

static void
expired_time_is_ignored_where_it_does_not_apply(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, "pay_type", "805814", "expired_time", "5", NULL);

    assert_advised(order, "PAY-EXP-04");
    advance(shop, 5 * MINUTES);
    assert_record(shop, order, "1143");
}

static void
the_catalogue_says_what_each_pay_type_needs(void **state)
{
    const struct answer *catalogue = control(*state, "GET", "catalogue", NULL);
    const cJSON *row = cJSON_GetObjectItem(catalogue->json, "pay_types")->child;

    for (size_t i = 0; i < COUNT_OF(all); i++, row = row->next) {
        const char *needs = text_in(row, "needs");

        assert_string_equal(text_in(row, "pay_type"), all[i].pay_type);
        if (all[i].requirement[0] == '\0')
            assert_string_equal(needs, "");
        for (int at = 0; needs[0] != '\0' && at < 4 && all[i].needs[2 * at]; at++)
            assert_non_null(strstr(needs, all[i].needs[2 * at]));
    }
    assert_null(row);
}

static void
a_parameter_of_other_pay_types_is_advised_against(void **state)
{
    assert_advised(pay(*state, "auth_code", "130000000000000001", NULL), "PAY-UNK-01");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        SHOP_TEST(every_current_pay_type_is_played),
        SHOP_TEST(a_payment_is_accepted_with_what_its_pay_type_needs),
        SHOP_TEST(each_parameter_that_a_pay_type_needs_is_missed),
        SHOP_TEST(what_the_page_recommends_may_be_left_out_and_is_advised),
        SHOP_TEST(the_answers_keys_come_in_the_order_of_the_samples),
        SHOP_TEST(what_the_payer_scans_or_opens_looks_like_that_of_the_wallet),
        SHOP_TEST(an_fps_code_ends_in_its_checksum),
        SHOP_TEST(surcharges_of_800101_are_numbers),
        SHOP_TEST(a_wechat_app_gets_its_timestamp_as_a_number),
        SHOP_TEST(a_wechat_page_gets_what_its_script_needs),
        SHOP_TEST(what_a_wechat_page_gets_comes_in_the_captured_order),
        SHOP_TEST(an_alipay_app_gets_the_syssn_and_the_amount_in_major_units),
        SHOP_TEST(an_alipay_page_gets_a_trade_number),
        SHOP_TEST(a_card_gets_a_challenge),
        SHOP_TEST(payme_numbers_an_order_before_it_is_paid),
        SHOP_TEST(a_paid_order_carries_the_number_and_the_payer_of_its_wallet),
        SHOP_TEST(a_card_at_a_terminal_is_paid_at_once),
        SHOP_TEST(an_alipay_web_payment_needs_more_than_1_dollar),
        SHOP_TEST(an_unpaid_order_expires_after_the_time_of_its_pay_type),
        SHOP_TEST(expired_time_is_ignored_where_it_does_not_apply),
        SHOP_TEST(the_catalogue_says_what_each_pay_type_needs),
        SHOP_TEST(a_parameter_of_other_pay_types_is_advised_against),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
