/* See advice.h. */
#include "api/advice.h"

#include <ctype.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api/identity.h"
#include "api/other_names.h"
#include "qfpay/datetime.h"
#include "rules/notify_hosts.h"
#include "rules/rulebook.h"
#include "server/server.h"

static void
advise_name(struct request *req, const struct qfpay_param *param)
{
    const char *shown = request_printable(req, param->name, param->name_len, 40);
    const char *meant = other_name_meant(req, param->name);
    const char *near = other_name_near(req, param->name);

    if (strcmp(param->name, "sign") == 0)
        request_advise(req, QFPAY_REQ_SIG_16,
                       "A parameter sign is ignored: the signature belongs into the header "
                       "X-QF-SIGN.");
    else if (meant)
        request_advise(req, QFPAY_REQ_PAY_UNK_01,
                       "%s is not a parameter of this call and is ignored; %s may be meant.", shown,
                       meant);
    else
        request_advise(req, QFPAY_REQ_PAY_UNK_01,
                       "%s is not a parameter of this call and is ignored%s", shown,
                       !near || near[0] == '\0' ? "." : near);
}

static void
advise_goods_name(struct call *call, const struct qfpay_param *param)
{
    static const char special[] = "!\"#$%&'*+,/:;<=>?@[\\]^`{|}~";
    long chars = qfpay_utf8_length(param->value, param->value_len);

    if (chars > 20)
        request_advise(call->req, QFPAY_REQ_PAY_GOODS_02,
                       "goods_name has %ld characters; the documents allow 20.", chars);
    if (strpbrk(param->value, special))
        request_advise(call->req, QFPAY_REQ_PAY_GOODS_02,
                       "goods_name contains special characters, which the documents forbid.");
}

static void
advise_out_trade_no(struct call *call, const struct qfpay_param *param)
{
    for (size_t i = 0; i < param->value_len; i++) {
        unsigned char c = (unsigned char)param->value[i];

        if (c >= 0x80 || (!isalnum(c) && !strchr("_|*-/", c))) {
            request_advise(call->req, QFPAY_REQ_PAY_OTN_05,
                           "out_trade_no contains characters other than letters, digits and "
                           "_ | * - /, which some channels refuse.");
            return;
        }
    }
}

/* txdtm is an echo and never refused for its value, yet three shifts are known mistakes. */
static void
advise_txdtm(struct call *call, const struct qfpay_param *param)
{
    static const struct {
        int64_t hours;
        const char *text;
    } shifts[] = {
        {-8,
         "txdtm is 8 hours behind the system time: it looks like UTC; sysdtm is UTC+8 (PIT-30)."},
        {-12, "txdtm is 12 hours behind the system time: it looks like a 12-hour clock (hh instead "
              "of HH, PIT-28)."},
        {INT64_C(365) * 24,
         "txdtm is a year ahead: it looks like a week-year (YYYY instead of yyyy, PIT-29)."},
        {INT64_C(-365) * 24,
         "txdtm is a year behind: it looks like a week-year (YYYY instead of yyyy, "
         "PIT-29)."},
    };
    int64_t sent;

    if (!qfpay_datetime_parse(param->value, param->value_len, QFPAY_SYSTEM_ZONE_MINUTES, &sent))
        return;
    for (size_t i = 0; i < sizeof shifts / sizeof shifts[0]; i++) {
        int64_t off = sent - call->req->now - shifts[i].hours * 3600;

        if (off > -300 && off < 300)
            request_advise(call->req, QFPAY_REQ_PAY_TXDTM_04, "%s", shifts[i].text);
    }
}

static void
advise_notify_url(struct call *call, const struct qfpay_param *param)
{
    const char *why = notify_hosts_refuse(&call->req->server->settings->notify_hosts, param->value);

    if (why)
        request_advise(call->req, QFPAY_REQ_PAY_NOTIFY_01, "Nothing is sent to this notify_url: %s",
                       why);
}

static void
advise_txamt(struct call *call, const struct qfpay_param *param)
{
    (void)param;
    if (call->txamt > INT32_MAX)
        request_advise(call->req, QFPAY_REQ_PAY_TXAMT_04,
                       "txamt is above 2147483647; whether Int(11) allows it is not known.");
}

static void
advise_txcurrcd(struct call *call, const struct qfpay_param *param)
{
    if (strcmp(param->value, "CNY") == 0 && request_value(call->req, "rmb_tag")[0] == '\0')
        request_advise(call->req, QFPAY_REQ_PAY_RMB_02,
                       "txcurrcd=CNY without rmb_tag=Y: WeChat Pay in Hong Kong uses them "
                       "together.");
}

static void
advise_extend_info(struct call *call, const struct qfpay_param *param)
{
    (void)param;
    if (!call->req->merchant->real_name && identity_is_asked(call->req))
        request_advise(call->req, QFPAY_REQ_PAY_EXT_01,
                       "extend_info is ignored: real-name checks are not activated for this "
                       "merchant.");
}

static const struct {
    const char *name;
    size_t len;
    void (*look)(struct call *call, const struct qfpay_param *param);
} payment_looks[] = {
#define LOOK(name) #name, sizeof #name - 1, advise_##name
    {LOOK(txamt)},      {LOOK(txcurrcd)},    {LOOK(out_trade_no)}, {LOOK(txdtm)},
    {LOOK(goods_name)}, {LOOK(extend_info)}, {LOOK(notify_url)},
#undef LOOK
};

static void
advise_payment(struct call *call, const struct qfpay_param *param)
{
    for (size_t i = 0; i < sizeof payment_looks / sizeof payment_looks[0]; i++) {
        if (payment_looks[i].len == param->name_len &&
            memcmp(payment_looks[i].name, param->name, param->name_len) == 0)
            payment_looks[i].look(call, param);
    }
}

static void
advise_recommended(struct call *call)
{
    struct request *req = call->req;

    for (size_t i = 0; i < call->change_count; i++) {
        const struct qfpay_pay_type_field *change = &call->changes[i];

        if (change->presence == QFPAY_PRESENCE_RECOMMENDED &&
            request_value(req, change->name)[0] == '\0')
            request_advise(req, change->req,
                           "%s is missing; the documents recommend it for pay type %s.",
                           change->name, request_value(req, "pay_type"));
    }
}

static void
advise_query(struct request *req)
{
    if (request_value(req, "syssn")[0] == '\0' && request_value(req, "out_trade_no")[0] == '\0' &&
        request_value(req, "start_time")[0] == '\0' && request_value(req, "end_time")[0] == '\0')
        request_advise(req, QFPAY_REQ_QRY_14,
                       "Without a number and without dates only the current calendar month is "
                       "searched, and one page of it.");
}

void
advise(struct call *call)
{
    struct request *req = call->req;
    const char *sign_type = req->headers.sign_type;

    if (sign_type && strcmp(sign_type, "MD5") != 0 && strcmp(sign_type, "SHA256") != 0)
        request_advise(req, QFPAY_REQ_HDR_05, "Write the value of X-QF-SIGNTYPE in upper case.");
    if (req->is_signed_older)
        request_advise(req, QFPAY_REQ_SIG_07,
                       "An empty value was signed as name=, the older form: leave parameters with "
                       "an empty value out of the string and of the request.");
    for (size_t i = 0; i < req->param_count; i++) {
        const struct qfpay_param *param = &req->params[i];

        if (req->uses[i] == PARAM_UNKNOWN) {
            advise_name(req, param);
            continue;
        }
        if (req->uses[i] == PARAM_UNUSED) {
            request_advise(req,
                           strcmp(param->name, "expired_time") == 0 ? QFPAY_REQ_PAY_EXP_04
                                                                    : QFPAY_REQ_PAY_UNK_01,
                           "%s is not used by pay type %s and is ignored.", param->name,
                           request_value(req, "pay_type"));
            continue;
        }
        if (req->endpoint == QFPAY_ENDPOINT_PAYMENT && param->value_len > 0)
            advise_payment(call, param);
    }
    if (req->endpoint == QFPAY_ENDPOINT_PAYMENT)
        advise_recommended(call);
    if (req->endpoint == QFPAY_ENDPOINT_QUERY)
        advise_query(req);
}

const char *
advice_hint(const struct qfpay_field *field, const struct qfpay_param *param)
{
    if (!param)
        return "";
    if (strcmp(field->name, "expired_time") == 0) {
        long value = strtol(param->value, NULL, 10);

        if (value >= 300 && value % 60 == 0)
            return " It looks like seconds; the unit is minutes (PIT-33).";
    }
    if (strcmp(field->name, "txamt") == 0 && strpbrk(param->value, ".,eE"))
        return " Send minor units without a point: 100 is 1.00 (PIT-11).";
    return "";
}
