/* What a parameter of a payment must look like, from both sides of each bound. Every row is one
 * test: one value changed in a request that is otherwise good. */
#include "shop.h"

#include <string.h>

#define LETTERS_16  "abcdefghijklmnop"
#define LETTERS_64  LETTERS_16 LETTERS_16 LETTERS_16 LETTERS_16
#define LETTERS_128 LETTERS_64 LETTERS_64
#define CHINESE_16  "一二三四五六七八九十百千万亿元角"
#define IDENTITY    "{\"user_creid\": \"430067798868676871\", \"user_truename\": \"\\u5c0f\\u6797\"}"

struct row {
    const char *sentence;
    const char *name;
    const char *value;       /* WITHOUT: not sent */
    const char *requirement; /* the one broken; NULL: the value is accepted */
};

static struct row rows[] = {
    {"a payment without txamt is refused", "txamt", WITHOUT, "PAY-TXAMT-01"},
    {"an empty txamt is refused", "txamt", "", "PAY-TXAMT-01"},
    {"one minor unit is an amount", "txamt", "1", NULL},
    {"zero is not an amount", "txamt", "0", "PAY-TXAMT-05"},
    {"a negative amount is refused", "txamt", "-1", "PAY-TXAMT-05"},
    {"an amount with a decimal point is refused", "txamt", "10.0", "PAY-TXAMT-03"},
    {"an amount with an exponent is refused", "txamt", "1e3", "PAY-TXAMT-03"},
    {"an amount with a thousands separator is refused", "txamt", "1,000", "PAY-TXAMT-03"},
    {"an amount with a plus sign is refused", "txamt", "+5", "PAY-TXAMT-03"},
    {"an amount with a leading zero is refused", "txamt", "0300", "PAY-TXAMT-04"},
    {"an amount with a space is refused", "txamt", "300 ", "PAY-TXAMT-03"},
    {"eleven nines are an amount", "txamt", "99999999999", NULL},
    {"an amount of twelve digits is refused", "txamt", "100000000000", "PAY-TXAMT-04"},
    {"an amount beyond 32 bits is accepted", "txamt", "2147483648", NULL},

    {"a payment without txcurrcd is refused", "txcurrcd", WITHOUT, "PAY-CUR-01"},
    {"an empty txcurrcd is refused", "txcurrcd", "", "PAY-CUR-01"},
    {"a currency of two letters is refused", "txcurrcd", "HK", "PAY-CUR-01"},
    {"a currency in lower case is refused", "txcurrcd", "hkd", "PAY-CUR-01"},
    {"an unlisted currency is refused", "txcurrcd", "XXX", "PAY-CUR-02"},
    {"yen are a listed currency", "txcurrcd", "JPY", NULL},

    {"a payment without pay_type is refused", "pay_type", WITHOUT, "PAY-TYPE-01"},
    {"an empty pay_type is refused", "pay_type", "", "PAY-TYPE-01"},
    {"a pay type of five digits is refused", "pay_type", "80020", "PAY-TYPE-01"},
    {"a pay type with a letter is refused", "pay_type", "80020a", "PAY-TYPE-01"},
    {"an unlisted pay type is refused", "pay_type", "899999", "PAY-TYPE-02"},

    {"a payment without out_trade_no is refused", "out_trade_no", WITHOUT, "PAY-OTN-01"},
    {"an empty out_trade_no is refused", "out_trade_no", "", "PAY-OTN-01"},
    {"an out_trade_no of 128 bytes is accepted", "out_trade_no", LETTERS_128, NULL},
    {"an out_trade_no of 129 bytes is refused", "out_trade_no", LETTERS_128 "x", "PAY-OTN-04"},
    {"an out_trade_no is measured in bytes, not characters", "out_trade_no",
     CHINESE_16 CHINESE_16 CHINESE_16, "PAY-OTN-04"},
    {"an out_trade_no with a slash and a hyphen is accepted", "out_trade_no", "A/B-1", NULL},
    {"an out_trade_no with a line break is refused", "out_trade_no", "a\nb", "PAY-OTN-05"},
    {"an out_trade_no that is not UTF-8 is refused", "out_trade_no", "a\xff", "PAY-OTN-05"},

    {"a payment without txdtm is refused", "txdtm", WITHOUT, "PAY-TXDTM-01"},
    {"an empty txdtm is refused", "txdtm", "", "PAY-TXDTM-01"},
    {"a txdtm of 18 characters is refused", "txdtm", "2026-03-10 12:00:0", "PAY-TXDTM-02"},
    {"a txdtm in ISO form is refused", "txdtm", "2026-03-10T12:00:00", "PAY-TXDTM-02"},
    {"a txdtm with slashes is refused", "txdtm", "2026/03/10 12:00:00", "PAY-TXDTM-02"},
    {"29 February of a leap year is a day", "txdtm", "2024-02-29 00:00:00", NULL},
    {"29 February of another year is refused", "txdtm", "2026-02-29 00:00:00", "PAY-TXDTM-03"},
    {"hour 24 is refused", "txdtm", "2026-03-10 24:00:00", "PAY-TXDTM-03"},
    {"a txdtm far from the server's time is accepted", "txdtm", "1999-12-31 23:59:59", NULL},

    {"an expired_time of 5 is accepted", "expired_time", "5", NULL},
    {"an expired_time of 4 is refused", "expired_time", "4", "PAY-EXP-02"},
    {"an expired_time of 120 is accepted", "expired_time", "120", NULL},
    {"an expired_time of 121 is refused", "expired_time", "121", "PAY-EXP-02"},
    {"an expired_time of four digits is refused", "expired_time", "1000", "PAY-EXP-02"},
    {"an expired_time in words is refused", "expired_time", "ten", "PAY-EXP-03"},
    {"a negative expired_time is refused", "expired_time", "-5", "PAY-EXP-02"},
    {"an empty expired_time counts as not sent", "expired_time", "", NULL},

    {"a goods_name of 64 letters is accepted", "goods_name", LETTERS_64, NULL},
    {"a goods_name of 65 letters is refused", "goods_name", LETTERS_64 "x", "PAY-GOODS-02"},
    {"a goods_name is measured in characters, not bytes", "goods_name",
     CHINESE_16 CHINESE_16 CHINESE_16 CHINESE_16, NULL},
    {"a goods_name that is not UTF-8 is refused", "goods_name", "\xe6\xb8", "PAY-GOODS-02"},
    {"an empty goods_name is accepted", "goods_name", "", NULL},

    {"a txzone of +0900 is accepted", "txzone", "+0900", NULL},
    {"a txzone without a sign is refused", "txzone", "0800", "PAY-ZONE-01"},
    {"a txzone with a colon is refused", "txzone", "+08:00", "PAY-ZONE-01"},

    {"a udid of 40 characters is accepted", "udid", LETTERS_16 LETTERS_16 "12345678", NULL},
    {"a udid of 41 characters is refused", "udid", LETTERS_16 LETTERS_16 "123456789",
     "PAY-UDID-01"},

    {"rmb_tag Y needs CNY", "rmb_tag", "Y", "PAY-RMB-02"},
    {"another rmb_tag than Y is refused", "rmb_tag", "N", "PAY-RMB-02"},
    {"an rmb_tag of two letters is refused", "rmb_tag", "YY", "PAY-RMB-02"},

    {"an identity is accepted", "extend_info", IDENTITY, NULL},
    {"an extend_info that is not JSON is refused", "extend_info", "user_creid=1", "PAY-EXT-06"},
    {"an extend_info that is an array is refused", "extend_info", "[]", "PAY-EXT-06"},
    {"an identity without user_truename is refused", "extend_info", "{\"user_creid\": \"1\"}",
     "PAY-EXT-06"},
    {"an identity without user_creid is refused", "extend_info", "{\"user_truename\": \"a\"}",
     "PAY-EXT-06"},
    {"a user_creid that is a number is refused", "extend_info",
     "{\"user_creid\": 1, \"user_truename\": \"a\"}", "PAY-EXT-06"},
    {"an extend_info of a thousand brackets is refused", "extend_info",
     "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
     "PAY-EXT-06"},

    {"limit_pay no_credit is accepted", "limit_pay", "no_credit", NULL},

    {"a notify_url with https is accepted", "notify_url", "https://shop.example/n?a=1&b=2", NULL},
    {"a notify_url without a scheme is refused", "notify_url", "shop.example/n", "PAY-NOTIFY-01"},
    {"a notify_url with another scheme is refused", "notify_url", "ftp://shop.example/n",
     "PAY-NOTIFY-01"},
    {"a notify_url of 256 bytes is accepted", "notify_url",
     "https://a.example/" LETTERS_128 LETTERS_64 LETTERS_16 LETTERS_16 "abcdefghijklmn", NULL},
    {"a notify_url of 257 bytes is refused", "notify_url",
     "https://a.example/" LETTERS_128 LETTERS_64 LETTERS_16 LETTERS_16 "abcdefghijklmno",
     "PAY-NOTIFY-01"},

    {"an unknown parameter is signed and ignored", "trade_name", "tea", NULL},
    {"a parameter sign in the form is ignored", "sign", "00", NULL},
};

/* Opens the shop next to the row that is the test's initial state. */
static void
judges_the_value(void **state)
{
    const struct trial *trial = *state;
    const struct row *row = trial->row;
    const struct answer *answer = pay(trial->shop, row->name, row->value, NULL);

    if (!row->requirement) {
        assert_accepted(answer);
        return;
    }
    assert_refused(answer, "1104", row->requirement);
    assert_string_equal(text_of(answer, "respmsg"), row->name);
}

/* A page that says String(5) does not say what becomes of a sixth character. */
static void
a_refusal_says_whether_a_page_asks_for_it_or_only_describes(void **state)
{
    static const struct {
        const char *name;
        const char *value;
        enum qfpay_evidence evidence;
    } refused[] = {
        {"txcurrcd", WITHOUT, QFPAY_EVIDENCE_SEED},
        {"txcurrcd", "", QFPAY_EVIDENCE_SEED},
        {"txcurrcd", "HK", QFPAY_EVIDENCE_ASSUMED},
        {"expired_time", "4", QFPAY_EVIDENCE_SEED},
        {"expired_time", "121", QFPAY_EVIDENCE_SEED},
        {"expired_time", "1.", QFPAY_EVIDENCE_ASSUMED},
        {"txzone", "+08:00", QFPAY_EVIDENCE_ASSUMED},
        {"udid", LETTERS_64, QFPAY_EVIDENCE_ASSUMED},
        {"goods_name", LETTERS_64 "x", QFPAY_EVIDENCE_ASSUMED},
        {"txamt", "1.5", QFPAY_EVIDENCE_DOCS},
        {"txamt", "0", QFPAY_EVIDENCE_ASSUMED},
        {"txdtm", "today", QFPAY_EVIDENCE_ASSUMED},
        {"txdtm", WITHOUT, QFPAY_EVIDENCE_SEED},
    };

    for (size_t i = 0; i < COUNT_OF(refused); i++) {
        const struct answer *answer = pay(*state, refused[i].name, refused[i].value, NULL);

        assert_respcd(answer, "1104");
        if (answer->reply.evidence != refused[i].evidence)
            fail_msg("%s=%s is refused as %s", refused[i].name, refused[i].value,
                     qfpay_evidence_name(answer->reply.evidence));
    }
}

int
main(void)
{
    static const struct CMUnitTest single = SHOP_TEST(
        a_refusal_says_whether_a_page_asks_for_it_or_only_describes);
    struct CMUnitTest tests[COUNT_OF(rows) + 1];

    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct CMUnitTest test = {.name = rows[i].sentence,
                                  .test_func = judges_the_value,
                                  .setup_func = trial_open,
                                  .teardown_func = trial_close,
                                  .initial_state = &rows[i]};

        tests[i] = test;
    }
    tests[COUNT_OF(rows)] = single;
    return _cmocka_run_group_tests("field", tests, COUNT_OF(tests), NULL, NULL);
}
