/* See value.h. Empty text is the wire's "no value". */
#include "tell/value.h"

#include <ctype.h>
#include <string.h>

#include "merchant/merchant.h"
#include "qfpay/datetime.h"
#include "qfpay/pay_type.h"
#include "server/request.h"
#include "server/server.h"
#include "tell/code_text.h"
#include "tell/tale.h"
#include "tell/template.h"
#include "tell/wallet_numbers.h"
#include "trade/syssn.h"

const char *
told_time(struct arena *arena, const struct server *server, int64_t seconds)
{
    char *text = seconds == 0 ? NULL : arena_alloc(arena, QFPAY_DATETIME_SIZE);

    if (!text)
        return "";
    qfpay_datetime_format(seconds, (int)fact(&server->book, FACT_SERVER_ZONE), text);
    return text;
}

const char *
told_syssn(struct arena *arena, const struct server *server, const struct trade *trade)
{
    char *text = arena_alloc(arena, SYSSN_SIZE);

    if (!text)
        return "";
    syssn_write(&server->book, trade->id, trade->sysdtm, text);
    return text;
}

/* A refund repeats the payment's number, and has it once the money went back (OQ-49). */
const char *
told_chnlsn(struct arena *arena, const struct server *server, const struct trade *trade)
{
    char *text;

    if (trade_is_refund(trade))
        return trade->state == TRADE_PAID ? trade->chnlsn : "";
    text = arena_alloc(arena, CHNLSN_SIZE);
    if (!text)
        return "";
    wallet_chnlsn(server, trade, text);
    return text;
}

const char *
told_cardcd(struct arena *arena, const struct server *server, const struct trade *trade)
{
    char *text = trade_is_refund(trade) ? NULL : arena_alloc(arena, CARDCD_SIZE);

    if (!text)
        return "";
    wallet_cardcd(server, trade, text);
    return text;
}

const char *
value_syssn(struct tale *tale)
{
    return told_syssn(tale->arena, tale->server, tale->trade);
}

const char *
value_orig_syssn(struct tale *tale)
{
    return tale->original ? told_syssn(tale->arena, tale->server, tale->original) : NULL;
}

const char *
value_chnlsn(struct tale *tale)
{
    return told_chnlsn(tale->arena, tale->server, tale->trade);
}

const char *
value_cardcd(struct tale *tale)
{
    return told_cardcd(tale->arena, tale->server, tale->trade);
}

/* Without a device it is the name of QFPay's own (RSP-11). */
const char *
value_udid(struct tale *tale)
{
    return tale->trade->udid[0] == '\0' ? "qiantai2" : tale->trade->udid;
}

/* The captured refusals carry the original; that of a void has no currency. */
const char *
value_refused_txcurrcd(struct tale *tale)
{
    return !tale->original || tale->text == TEXT_VOID_PART ? NULL : tale->original->txcurrcd;
}

/* A request whose signature is wrong gets nothing back that it sent (RSP-12). */
const char *
value_sent_out_trade_no(struct tale *tale)
{
    const char *sent = request_value(tale->req, "out_trade_no");

    return !tale->req->account || sent[0] == '\0' ? NULL : sent;
}

const char *
value_respcd(struct tale *tale)
{
    return tale->respcd;
}

const char *
value_resperr(struct tale *tale)
{
    return !tale->resperr ? code_text(tale->arena, tale->server, tale->respcd) : tale->resperr;
}

const char *
value_respmsg(struct tale *tale)
{
    return tale->respmsg;
}

/* Of a refund the numbers of the wallet come back when all is done; of a card's they stay empty
 * (OQ-49). */
static bool
has_wallet(const struct tale *tale)
{
    return strcmp(tale->respcd, "0000") == 0 && tale->trade->chnlsn[0] != '\0';
}

const char *
value_refund_chnlsn(struct tale *tale)
{
    return has_wallet(tale) ? tale->trade->chnlsn : "";
}

const char *
value_refund_cardcd(struct tale *tale)
{
    return has_wallet(tale) ? told_cardcd(tale->arena, tale->server, tale->original) : "";
}

const char *
value_orig_out_trade_no(struct tale *tale)
{
    return tale->original ? tale->original->out_trade_no : NULL;
}

/* A void has a number of its own, in small letters (NTF-21). */
const char *
value_notified_number(struct tale *tale)
{
    const struct server *server = tale->server;
    char hex[QFPAY_SIGN_HEX_SIZE];

    if (tale->trade->kind != TRADE_VOID)
        return tale->trade->out_trade_no;
    if (!made_up_number(server->signer, server->seed, tale->trade->id, hex))
        return NULL;
    for (char *at = hex; *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return arena_dup(tale->arena, hex);
}

const char *
value_page(struct tale *tale)
{
    return arena_number(tale->arena, tale->page);
}

const char *
value_page_size(struct tale *tale)
{
    return arena_number(tale->arena, tale->page_size);
}

/* The code of the trade's state, which may be the trade's own. */
const char *
value_state_respcd(struct tale *tale)
{
    const char *respcd = trade_respcd(&tale->server->book, tale->trade);

    return arena_dup(tale->arena, respcd);
}

const char *
value_errmsg(struct tale *tale)
{
    return code_text(tale->arena, tale->server, trade_respcd(&tale->server->book, tale->trade));
}

const char *
value_state(struct tale *tale)
{
    return trade_state_name(tale->trade->state);
}

const char *
value_cancel(struct tale *tale)
{
    return trade_cancel(&tale->server->book, tale->trade);
}

/* Whose account it is; a merchant without mchids is told of none. */
const char *
value_mchid(struct tale *tale)
{
    const struct merchant *merchant = tale->merchant;

    for (size_t i = 0; merchant->is_agent && i < merchant->account_count; i++) {
        if (merchant->accounts[i].id == tale->trade->account)
            return merchant->accounts[i].mchid;
    }
    return NULL;
}

const char *
value_notify_type(struct tale *tale)
{
    return tale->notify_type;
}

const char *
value_orig_notify_url(struct tale *tale)
{
    return tale->original ? tale->original->notify_url : "";
}

const char *
value_registered_url(struct tale *tale)
{
    return tale->merchant->notify_url;
}

const char *
value_order_type(struct tale *tale)
{
    return tale->server->book.kinds[tale->trade->kind].order_type;
}

const char *
value_origssn_if_any(struct tale *tale)
{
    return tale->trade->origssn[0] == '\0' ? NULL : tale->trade->origssn;
}

/* The last six digits of the syssn, as in every capture. */
const char *
value_clisn(struct tale *tale)
{
    const char *syssn = value_syssn(tale);

    return syssn[0] == '\0' ? "" : syssn + SYSSN_SIZE - 7;
}

const char *
value_userid(struct tale *tale)
{
    return arena_number(tale->arena, INT64_C(2600000) + tale->trade->account);
}

const char *
value_real_name(struct tale *tale)
{
    return tale->trade->user_creid[0] == '\0' ? "false" : "true";
}

static const char *
made_up(struct tale *tale, const char *template)
{
    const struct template_source source = {tale->server->seed, tale->trade, tale->req};

    return template_text(tale->arena, template, &source);
}

const char *
value_made_up(struct tale *tale)
{
    return made_up(tale, tale->line->template);
}

/* What hands the order to its payer, where the pay type does that by a code and not by a page, or
 * the other way round. */
static const char *
handed_over(struct tale *tale, bool is_code)
{
    const char *pay_type = tale->pay->pay_type;
    const struct qfpay_pay_type *type = qfpay_pay_type_find(pay_type, strlen(pay_type));

    if (tale->pay->template[0] == '\0' || !type ||
        (type->handover == QFPAY_HANDOVER_QRCODE) != is_code)
        return "";
    return made_up(tale, tale->pay->template);
}

const char *
value_qrcode(struct tale *tale)
{
    return handed_over(tale, true);
}

const char *
value_pay_url(struct tale *tale)
{
    return handed_over(tale, false);
}

/* The members of the trade, and what is always the same. */
#define VALUE(name)
#define TEXT_VALUE(member)                                                                         \
    const char *value_##member(struct tale *tale)                                                  \
    {                                                                                              \
        return tale->trade->member;                                                                \
    }
#define TIME_VALUE(member)                                                                         \
    const char *value_##member(struct tale *tale)                                                  \
    {                                                                                              \
        return told_time(tale->arena, tale->server, tale->trade->member);                          \
    }
#define MINOR_VALUE(name, member)                                                                  \
    const char *value_##name(struct tale *tale)                                                    \
    {                                                                                              \
        return arena_number(tale->arena, tale->trade->member);                                     \
    }
#define SAME_VALUE(name, text)                                                                     \
    const char *value_##name(struct tale *tale)                                                    \
    {                                                                                              \
        (void)tale;                                                                                \
        return text;                                                                               \
    }
#include "tell/values.def"
