/* Input that is accepted and yet doubtful: each known habit gets a sentence that names its
 * requirement, and ordinary requests get none. The habits are those of fixtures/pitfalls.md. */
#include "shop.h"

#include <string.h>

struct row {
    const char *sentence;
    const char *name;
    const char *value;
    const char *requirement; /* NULL: no advice */
    const char *word;        /* in the advice; NULL: any */
};

static struct row rows[] = {
    {"an ordinary payment gets no advice", "udid", "till", NULL, NULL},

    {"a txdtm in UTC is recognised", "txdtm", "2026-03-10 04:00:00", "PAY-TXDTM-04", "PIT-30"},
    {"a txdtm in UTC may be some minutes off", "txdtm", "2026-03-10 04:04:59", "PAY-TXDTM-04",
     "PIT-30"},
    {"a txdtm that is seven hours off is nobody's habit", "txdtm", "2026-03-10 05:00:00", NULL,
     NULL},
    {"a 12-hour clock is recognised", "txdtm", "2026-03-10 00:00:00", "PAY-TXDTM-04", "PIT-28"},
    {"a week-year ahead is recognised", "txdtm", "2027-03-10 12:00:00", "PAY-TXDTM-04", "PIT-29"},
    {"a week-year behind is recognised", "txdtm", "2025-03-10 12:00:00", "PAY-TXDTM-04", "PIT-29"},
    {"a txdtm slightly ahead is ordinary", "txdtm", "2026-03-10 12:00:06", NULL, NULL},

    {"a goods_name of 20 letters is ordinary", "goods_name", "abcdefghijklmnopqrst", NULL, NULL},
    {"a goods_name of 21 letters is doubtful", "goods_name", "abcdefghijklmnopqrstu",
     "PAY-GOODS-02", "21"},
    {"a goods_name with a special character is doubtful", "goods_name", "tea & cake",
     "PAY-GOODS-02", "special"},
    {"a Chinese goods_name is ordinary", "goods_name", "龍井茶", NULL, NULL},

    {"a number with a hyphen is ordinary", "out_trade_no", "A-1/2_3|4*5", NULL, NULL},
    {"a number with a space is doubtful", "out_trade_no", "A 1", "PAY-OTN-05", NULL},
    {"a Chinese number is doubtful", "out_trade_no", "订单1", "PAY-OTN-05", NULL},

    {"the largest 32-bit amount is ordinary", "txamt", "2147483647", NULL, NULL},
    {"an amount beyond 32 bits is doubtful", "txamt", "2147483648", "PAY-TXAMT-04", NULL},

    {"CNY without rmb_tag is doubtful", "txcurrcd", "CNY", "PAY-RMB-02", "rmb_tag"},

    {"a notify_url on port 443 is ordinary", "notify_url", "https://a.example:443/n", NULL, NULL},
    {"a notify_url on port 8443 is doubtful", "notify_url", "https://a.example:8443/n",
     "PAY-NOTIFY-01", "ports 80 and 443"},
    {"a notify_url with a user is doubtful", "notify_url", "https://me:word@a.example/n",
     "PAY-NOTIFY-01", "Nothing is sent"},
    {"a name that starts like this machine's is another one", "notify_url",
     "http://localhost.example:81/n", "PAY-NOTIFY-01", "ports 80 and 443"},
    {"a colon in a path is no port", "notify_url", "https://a.example/n:8443", NULL, NULL},
    {"a receiver on this machine may use any port", "notify_url", "http://127.0.0.1:8443/n", NULL,
     NULL},

    {"pay_limit is taken for limit_pay", "pay_limit", "no_credit", "PAY-UNK-01", "limit_pay"},
    {"valid_time is taken for expired_time", "valid_time", "300", "PAY-UNK-01", "expired_time"},
    {"product_name is taken for goods_name", "product_name", "tea", "PAY-UNK-01", "goods_name"},
    {"mchntid is taken for mchid", "mchntid", "x", "PAY-UNK-01", "mchid"},
    {"total_fee is taken for txamt", "total_fee", "300", "PAY-UNK-01", "txamt"},
    {"app_code is taken for the header", "app_code", DIRECT_APP, "PAY-UNK-01", "X-QF-APPCODE"},
    {"a name of another call is not known here", "PageSize", "10", "PAY-UNK-01", "ignored. ("},
    {"a name that nobody knows is said to be ignored", "nonsense", "1", "PAY-UNK-01", "nonsense"},
    {"a mistyped name is told what was meant", "noitfy_url", "https://a.example/n", "PAY-UNK-01",
     "is ignored; did you mean 'notify_url'?"},
    {"a mistyped name may begin like another one", "goods_nmae", "tea", "PAY-UNK-01",
     "is ignored; did you mean 'goods_name'?"},
    {"what is sent as well was not meant", "out_trade_nr", "A1", "PAY-UNK-01", "is ignored. ("},
    {"what the pay type has no use for was not meant", "auth_cod", "1", "PAY-UNK-01",
     "is ignored. ("},
    {"a name in bytes is shown in escapes", "n\xe6\x9c\xac", "1", "PAY-UNK-01", "\\xe6"},
    {"a parameter sign is said to belong into the header", "sign", "00", "SIG-16", "X-QF-SIGN"},
};

/* Opens the shop next to the row that is the test's initial state. */
static void
advises(void **state)
{
    const struct trial *trial = *state;
    const struct row *row = trial->row;
    const struct answer *answer = pay(trial->shop, row->name, row->value, NULL);

    assert_accepted(answer);
    if (!row->requirement) {
        assert_not_advised(answer);
        return;
    }
    assert_advised(answer, row->requirement);
    if (row->word && !strstr(answer->reply.advice, row->word))
        fail_msg("\"%s\" is not in: %s", row->word, answer->reply.advice);
}

static void
several_doubts_are_all_said(void **state)
{
    const struct answer *answer = pay(*state, "txdtm", "2026-03-10 04:00:00", "txamt", "2147483648",
                                      "nonsense", "1", NULL);

    assert_advised(answer, "PAY-TXDTM-04");
    assert_advised(answer, "PAY-TXAMT-04");
    assert_advised(answer, "PAY-UNK-01");
}

static void
a_refusal_leaves_the_doubts_aside(void **state)
{
    assert_not_advised(pay(*state, "nonsense", "1", "txamt", "0", NULL));
}

int
main(void)
{
    static const struct CMUnitTest single[] = {
        SHOP_TEST(several_doubts_are_all_said),
        SHOP_TEST(a_refusal_leaves_the_doubts_aside),
    };
    struct CMUnitTest tests[COUNT_OF(rows) + COUNT_OF(single)];

    memcpy(tests, single, sizeof single);
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        struct CMUnitTest test = {.name = rows[i].sentence,
                                  .test_func = advises,
                                  .setup_func = trial_open,
                                  .teardown_func = trial_close,
                                  .initial_state = &rows[i]};

        tests[COUNT_OF(single) + i] = test;
    }
    return _cmocka_run_group_tests("advice", tests, COUNT_OF(tests), NULL, NULL);
}
