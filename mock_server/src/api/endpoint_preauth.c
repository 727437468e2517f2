/* POST /trade/v1/authtrade and /trade/v1/unfreeze (contract 11): taking money that a
 * pre-authorisation froze, in parts, and giving the rest free. A capture is a transaction of its
 * own; a release is none and is remembered in the pre-authorisation. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "api.h"
#include "defect.h"
#include "notify.h"
#include "operation.h"
#include "qfpay/datetime.h"
#include "record.h"
#include "refuse.h"
#include "server.h"
#include "settle.h"

static const char *const preauth_keys[] = {
    "sysdtm",       "paydtm", "udid",       "txcurrcd", "txdtm",  "txamt",  "resperr", "respmsg",
    "out_trade_no", "syssn",  "orig_syssn", "respcd",   "chnlsn", "cardcd", NULL};

static int64_t
rest_of(const struct trade *preauth)
{
    return preauth->txamt_minor -
           (is_defect(DEFECT_CAPTURE_SUMS_IGNORED) ? 0 : preauth->captured_minor);
}

/* A pre-authorisation that is over: taken in full, released, or held too long. */
static struct reply
refuse_finished(struct request *req, const struct trade *preauth)
{
    if (rest_of(preauth) == 0)
        return refuse(req, "1153", "", QFPAY_REQ_AUT_02, "The frozen amount is captured in full.");
    if (preauth->ended_by != 0)
        return refuse(req, "1264", "", QFPAY_REQ_UNF_02,
                      "The rest was released by unfreeze, which works once and ends captures.");
    return refuse(req, "1152", "", QFPAY_REQ_AUT_03,
                  "The rest was released automatically, %d days after it was frozen.",
                  merchant_hold_days(req->merchant));
}

/* Whether it is frozen now. */
static bool
check_frozen(struct request *req, const struct trade *preauth, struct reply *reply)
{
    if (preauth->kind != TRADE_PREAUTH &&
        !(preauth->kind == TRADE_PAYMENT && is_defect(DEFECT_CAPTURE_OF_PAYMENT))) {
        *reply = refuse(req, "1151", "", QFPAY_REQ_AUT_01,
                        "The transaction is not a pre-authorisation.");
        return false;
    }
    switch (preauth->state) {
    case TRADE_PAID:
        return true;
    case TRADE_FINISHED:
        if (req->endpoint == QFPAY_ENDPOINT_UNFREEZE && is_defect(DEFECT_RELEASE_TWICE))
            return true;
        *reply = refuse_finished(req, preauth);
        return false;
    case TRADE_CLOSED:
        *reply = refuse(req, "1264", "", QFPAY_REQ_AUT_01, "The order was closed.");
        return false;
    case TRADE_REVERSED:
    case TRADE_REVOKED:
        *reply = refuse(req, "1263", "", QFPAY_REQ_AUT_01, "The order was reversed.");
        return false;
    case TRADE_UNPAID:
    case TRADE_SCANNED:
    case TRADE_PASSWORD:
    case TRADE_PROCESSING:
    case TRADE_FAILED:
    case TRADE_EXPIRED:
    case TRADE_STATE_COUNT:
        break;
    }
    if (is_defect(DEFECT_CAPTURE_UNCONFIRMED))
        return true;
    *reply = refuse(req, "1261", "", QFPAY_REQ_AUT_01, "Nothing is frozen: the order is %s.",
                    trade_state_name(preauth->state));
    return false;
}

static bool
check_rest(struct request *req, const struct trade *preauth, enum qfpay_req broken,
           struct reply *reply)
{
    int64_t txamt = strtoll(request_value(req, "txamt"), NULL, 10);

    if (txamt <= rest_of(preauth) + is_defect(req->endpoint == QFPAY_ENDPOINT_UNFREEZE
                                                  ? DEFECT_RELEASE_ONE_OVER
                                                  : DEFECT_CAPTURE_ONE_OVER))
        return true;
    *reply = refuse(req, is_defect(DEFECT_CAPTURE_OVER_OTHER_CODE) ? "1272" : "1153", "", broken,
                    "txamt is %" PRId64 ", but of the frozen %" PRId64 " only %" PRId64
                    " are left.",
                    txamt, preauth->txamt_minor, rest_of(preauth));
    return false;
}

/* Find the pre-authorisation. The syssn alone says which; out_trade_no means something else. */
static bool
find_frozen(struct request *req, enum qfpay_req broken, struct trade *preauth, struct reply *reply)
{
    const char *asked = operation_situation(req);

    if (!operation_find(req, broken, preauth, reply))
        return false;
    if (asked[0] != '\0' && qfpay_outcome_of(asked) == QFPAY_OUTCOME_FAILURE) {
        *reply = operation_refuse_as_asked(req);
        return false;
    }
    return check_frozen(req, preauth, reply);
}

/* Without a txdtm in the request the sample shows the time in UTC (AUT-04). */
static const char *
own_txdtm(struct request *req)
{
    const char *sent = request_value(req, "txdtm");
    char *text;

    if (sent[0] != '\0')
        return sent;
    text = arena_alloc(req->arena, QFPAY_DATETIME_SIZE);
    if (text == NULL)
        return "";
    qfpay_datetime_format(
        req->now, is_defect(DEFECT_CAPTURE_TXDTM_LOCAL) ? QFPAY_SYSTEM_ZONE_MINUTES : 0, text);
    return text;
}

static struct reply
answer_preauth(struct request *req, const struct trade *preauth, const struct trade *own,
               const char *respmsg)
{
    struct operation operation = operation_of(req, preauth, own->id);

    operation.respcd = arena_printf(req->arena, "%s", trade_respcd(own));
    if (operation.respcd == NULL)
        return fault(req, "answer for a pre-authorisation");
    operation.respmsg = respmsg;
    if (!is_defect(DEFECT_CAPTURE_SHOWS_NUMBER))
        operation.out_trade_no = ""; /* as in the samples */
    operation.txdtm = own->txdtm;
    record_wallet_ids(req, own, &operation.chnlsn, &operation.cardcd);
    return operation_answer(req, preauth_keys, &operation);
}

/* What takes from a pre-authorisation, or gives back. */
static struct trade
draft(struct request *req, const struct trade *preauth, const char *out_trade_no)
{
    return (struct trade){
        .id = store_next_id(req->server->store),
        .kind = TRADE_CAPTURE,
        .account = req->account->id,
        .state = TRADE_PAID,
        .txamt_minor = strtoll(request_value(req, "txamt"), NULL, 10),
        .sysdtm = req->now,
        .paydtm = req->now,
        .original = preauth->id,
        .notify_as = (int)req->situation.notification,
        .out_trade_no = out_trade_no,
        .pay_type = preauth->pay_type,
        .txcurrcd = preauth->txcurrcd,
        .txdtm = own_txdtm(req),
        .goods_name = preauth->goods_name,
        .udid = request_value(req, "udid"),
        .user_creid = "",
        .user_truename = "",
        .notify_url = preauth->notify_url,
        .note = "",
        .origssn = record_syssn(req, preauth),
        .chnlsn = "",
    };
}

/* Numbers are unique, so a capture without one is kept under 32 generated hex digits. */
static const char *
capture_number(struct request *req, int64_t id)
{
    const char *sent = request_value(req, "out_trade_no");
    const char *of = arena_printf(req->arena, "%" PRIu64 ":%" PRId64, req->server->seed, id);
    char hex[QFPAY_SIGN_HEX_SIZE];

    if (sent[0] != '\0')
        return sent;
    if (of == NULL ||
        qfpay_sign_bytes(req->signer, of, strlen(of), "", QFPAY_DIGEST_MD5, hex, NULL) != QFPAY_OK)
        return NULL;
    return arena_copy(req->arena, hex, strlen(hex));
}

struct reply
capture_handle(struct request *req)
{
    const char *txcurrcd = request_value(req, "txcurrcd");
    struct trade preauth;
    struct trade capture;
    struct reply reply;

    if (!find_frozen(req, QFPAY_REQ_AUT_01, &preauth, &reply) ||
        !check_rest(req, &preauth, QFPAY_REQ_AUT_02, &reply))
        return reply;
    if (txcurrcd[0] != '\0' && strcmp(txcurrcd, preauth.txcurrcd) != 0 &&
        !is_defect(DEFECT_CAPTURE_ANY_CURRENCY))
        return refuse(req, "1151", "", QFPAY_REQ_AUT_01,
                      "txcurrcd is %s, but the pre-authorisation's is %s.", txcurrcd,
                      preauth.txcurrcd);
    capture = draft(req, &preauth, "");
    capture.out_trade_no = capture_number(req, capture.id);
    if (capture.out_trade_no == NULL)
        return fault(req, "number a capture");
    if (operation_situation(req)[0] != '\0')
        trade_script(&capture, req->situation.code, req->situation.ending_asks);
    switch (settle_insert(req->server, req->merchant, &capture)) {
    case STORE_OK:
        break;
    case STORE_DUPLICATE:
        return refuse_with_text(req, req->server->profile->duplicate_respcd, duplicate_text(req),
                                req->server->profile->duplicate_respmsg, QFPAY_REQ_PAY_OTN_02,
                                "A capture needs an out_trade_no of its own, or none.");
    case STORE_ABSENT:
    case STORE_FAILED:
        return fault(req, "store a capture");
    }
    preauth.captured_minor += capture.txamt_minor;
    if (rest_of(&preauth) == 0)
        preauth.state = TRADE_FINISHED;
    if (settle_update(req->server, req->merchant, &preauth, true) != STORE_OK)
        return fault(req, "store what a capture takes");
    return answer_preauth(req, &preauth, &capture,
                          is_defect(DEFECT_CAPTURE_TEXT_LOST) ? "" : "Capture received");
}

struct reply
unfreeze_handle(struct request *req)
{
    struct trade preauth;
    struct trade release;
    struct reply reply;

    if (!find_frozen(req, QFPAY_REQ_UNF_01, &preauth, &reply))
        return reply;
    if (strcmp(request_value(req, "out_trade_no"), preauth.out_trade_no) != 0 &&
        !is_defect(DEFECT_RELEASE_ANY_NUMBER))
        return refuse(req, "1151", "", QFPAY_REQ_UNF_01,
                      "out_trade_no must be that of the pre-authorisation.");
    if (!check_rest(req, &preauth, QFPAY_REQ_UNF_02, &reply))
        return reply;
    release = draft(req, &preauth, preauth.out_trade_no);
    if (!is_defect(DEFECT_RELEASE_ENDS_NOTHING))
        preauth.state = TRADE_FINISHED;
    preauth.ended_by = release.id;
    if (settle_update(req->server, req->merchant, &preauth, true) != STORE_OK)
        return fault(req, "store a release");
    notify_trade(req->server, req->merchant, &release, NOTIFY_KIND_UNFREEZE);
    return answer_preauth(req, &preauth, &release,
                          is_defect(DEFECT_RELEASE_TEXT_LOST) ? "" : "Void received");
}
