/* See record.h. Empty text is the wire's "no value" (observed.md 6). */
#include "record.h"

#include <inttypes.h>
#include <string.h>

#include "channel.h"
#include "defect.h"
#include "qfpay/datetime.h"
#include "refuse.h"
#include "server.h"
#include "wallet.h"

/* The zone of server times: UTC+8, whatever the client's is. */
static int
system_zone(const struct request *req)
{
    int minutes = QFPAY_SYSTEM_ZONE_MINUTES;

    if (is_defect(DEFECT_TIME_IN_UTC))
        return 0;
    if (is_defect(DEFECT_ZONE_MOVES_TIMES)) {
        const char *txzone = request_value(req, "txzone");

        (void)qfpay_zone_parse(txzone, strlen(txzone), &minutes);
    }
    return minutes;
}

const char *
record_instant(struct request *req, int64_t seconds)
{
    char *text = arena_alloc(req->arena, QFPAY_DATETIME_SIZE);

    if (text == NULL || seconds == 0)
        return "";
    qfpay_datetime_format(seconds, system_zone(req), text);
    if (is_defect(DEFECT_TIME_ISO))
        text[10] = 'T';
    return text;
}

const char *
record_udid(const char *udid)
{
    if (is_defect(DEFECT_UDID_WITHOUT_DEFAULT))
        return udid;
    return udid[0] == '\0' || is_defect(DEFECT_UDID_LOST) ? "qiantai2" : udid;
}

const char *
record_syssn(struct request *req, const struct trade *trade)
{
    char *text = arena_alloc(req->arena, SYSSN_SIZE);

    if (text == NULL)
        return "";
    channel_syssn(trade->id, trade->sysdtm, text);
    return text;
}

/* A refund repeats the payment's number, and has it once the money went back (OQ-49). */
void
record_wallet_ids(struct request *req, const struct trade *trade, const char **chnlsn,
                  const char **cardcd)
{
    char *number = arena_alloc(req->arena, CHNLSN_SIZE);
    char *openid = arena_alloc(req->arena, CARDCD_SIZE);

    struct trade paid;

    *chnlsn = trade->state == TRADE_PAID ? trade->chnlsn : "";
    *cardcd = "";
    if (trade_is_refund(trade) || number == NULL || openid == NULL ||
        is_defect(DEFECT_RECORD_WITHOUT_CHNLSN))
        return;
    if (is_defect(DEFECT_RECORD_CHNLSN_EARLY)) {
        paid = *trade;
        paid.paydtm = trade->sysdtm;
        trade = &paid;
    }
    wallet_chnlsn(req->server->seed, trade, number);
    wallet_cardcd(req->server->seed, trade, openid);
    *chnlsn = number;
    *cardcd = openid;
}

static const char *
goods_text(struct request *req, const struct trade *trade)
{
    if (is_defect(DEFECT_RECORD_GOODS_CUT))
        return arena_printf(req->arena, "%.20s", trade->goods_name);
    return trade->goods_name;
}

static const char *
paydtm_text(struct request *req, const struct trade *trade)
{
    if (trade->paydtm == 0 ? is_defect(DEFECT_PAYDTM_OF_UNPAID) : is_defect(DEFECT_PAYDTM_OF_ORDER))
        return record_instant(req, trade->sysdtm);
    return record_instant(req, trade->paydtm);
}

static const char *
amount_text(struct request *req, const struct trade *trade)
{
    int64_t minor = trade->txamt_minor;
    struct trade original;

    if (is_defect(DEFECT_REFUND_RECORD_AMOUNT) && trade_is_refund(trade) &&
        store_trade_by_id(req->server->store, req->arena, trade->original, &original) == STORE_OK)
        minor = original.txamt_minor;
    if (is_defect(DEFECT_AMOUNT_IN_MAJOR_UNITS))
        return arena_printf(req->arena, "%" PRId64 ".%02" PRId64, minor / 100, minor % 100);
    return arena_printf(req->arena, "%" PRId64, minor);
}

void
record_add(struct request *req, struct tree *tree, cJSON *data, const struct trade *trade)
{
    cJSON *record = node_add_object(tree, data, NULL);
    const char *syssn = record_syssn(req, trade);
    const char *chnlsn;
    const char *cardcd;

    record_wallet_ids(req, trade, &chnlsn, &cardcd);
    node_text(tree, record, "cardtp", "5");
    node_text(tree, record, "cancel", trade_cancel(trade));
    node_text(tree, record, "pay_type", trade->pay_type);
    node_text(tree, record, "order_type", trade_order_type(trade));
    node_text(tree, record, "clisn", syssn[0] == '\0' ? "" : syssn + SYSSN_SIZE - 7);
    node_text(tree, record, "txdtm", trade->txdtm);
    node_text(tree, record, "goods_detail", "");
    node_text(tree, record, "out_trade_no", trade->out_trade_no);
    node_text(tree, record, "syssn", syssn);
    node_text(tree, record, "sysdtm", record_instant(req, trade->sysdtm));
    node_text(tree, record, "paydtm", paydtm_text(req, trade));
    node_text(tree, record, "goods_name", goods_text(req, trade));
    node_text(tree, record, "txcurrcd", trade->txcurrcd);
    if (trade->origssn[0] != '\0' && !is_defect(DEFECT_REFUND_WITHOUT_ORIGSSN))
        node_text(tree, record, "origssn", trade->origssn);
    node_text(tree, record, "chnlsn2", "");
    node_text(tree, record, "udid", record_udid(trade->udid));
    node_text(tree, record, "userid",
              arena_printf(req->arena, "%" PRId64, INT64_C(2600000) + trade->account));
    node_text(tree, record, "txamt", amount_text(req, trade));
    node_text(tree, record, "chnlsn", chnlsn);
    node_text(tree, record, "respcd",
              is_defect(DEFECT_RECORD_SAYS_0000)
                  ? "0000"
                  : arena_printf(req->arena, "%s", trade_respcd(trade)));
    node_text(tree, record, "goods_info", "");
    node_text(tree, record, "errmsg",
              is_defect(DEFECT_RECORD_WITHOUT_ERRMSG) ? "" : code_text(req, trade_respcd(trade)));
    node_text(tree, record, "cardcd", cardcd);
}

void
record_add_control(struct request *req, struct tree *tree, cJSON *parent, const char *key,
                   const struct trade *trade)
{
    cJSON *object = node_add_object(tree, parent, key);

    node_text(tree, object, "syssn", record_syssn(req, trade));
    node_text(tree, object, "out_trade_no", trade->out_trade_no);
    node_text(tree, object, "order_type", trade_order_type(trade));
    node_text(tree, object, "state", trade_state_name(trade->state));
    node_text(tree, object, "respcd", arena_printf(req->arena, "%s", trade_respcd(trade)));
    node_text(tree, object, "cancel", trade_cancel(trade));
    node_text(tree, object, "pay_type", trade->pay_type);
    node_text(tree, object, "txamt", arena_printf(req->arena, "%" PRId64, trade->txamt_minor));
    node_text(tree, object, "txcurrcd", trade->txcurrcd);
    node_text(tree, object, "txdtm", trade->txdtm);
    node_text(tree, object, "sysdtm", record_instant(req, trade->sysdtm));
    node_text(tree, object, "paydtm", record_instant(req, trade->paydtm));
    node_text(tree, object, "expires", record_instant(req, trade->expires));
    node_text(tree, object, "goods_name", trade->goods_name);
    node_text(tree, object, "origssn", trade->origssn);
    node_text(tree, object, "refunded",
              arena_printf(req->arena, "%" PRId64, trade->refunded_minor));
    node_text(tree, object, "captured",
              arena_printf(req->arena, "%" PRId64, trade->captured_minor));
    node_text(tree, object, "note", trade->note);
    node_bool(tree, object, "real_name", trade->user_creid[0] != '\0');
}
