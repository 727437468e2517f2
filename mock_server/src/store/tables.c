/* What the file keeps, as sql/schema.sql has it. */
#include "store/notification.h"
#include "store/table.h"
#include "trade/trade.h"

#define COLUMN(structure, form, name, member)                                                      \
    {                                                                                              \
        name, COLUMN_##form, offsetof(struct structure, member)                                    \
    }
#define MERCHANT(form, member)     COLUMN(merchant_row, form, #member, member)
#define ACCOUNT(form, member)      COLUMN(account_row, form, #member, member)
#define RULE(form, member)         COLUMN(rule_row, form, #member, member)
#define TRADE(form, member)        COLUMN(trade, form, #member, member)
#define NOTIFICATION(form, member) COLUMN(notification, form, #member, member)
#define ATTEMPT(form, member)      COLUMN(attempt_row, form, #member, member)
#define AUTH_CODE(form, member)    COLUMN(auth_code_row, form, #member, member)

/* clang-format off */
const struct table tables[TABLE_COUNT] = {
    [TABLE_MERCHANT] = {"merchant", 1, 12, {
        MERCHANT(NUMBER, id), MERCHANT(TEXT, app_code), MERCHANT(TEXT, client_key),
        MERCHANT(TEXT, notify_url), MERCHANT(NUMBER, features), MERCHANT(FLAG, is_builtin),
        MERCHANT(TEXT, pay_types), MERCHANT(TEXT, currencies), MERCHANT(FLAG, frozen),
        MERCHANT(NUMBER, clock), MERCHANT(TEXT, full_refund_only), MERCHANT(TEXT, notify_key)}},
    [TABLE_ACCOUNT] = {"account", 1, 4, {
        ACCOUNT(NUMBER, id), ACCOUNT(NUMBER, merchant), ACCOUNT(TEXT, mchid), ACCOUNT(INT, state)}},
    [TABLE_RULE] = {"rule", 2, 6, {
        RULE(NUMBER, merchant), RULE(NUMBER, id), RULE(NUMBER, used), RULE(TEXT, match),
        RULE(TEXT, respond), RULE(TEXT, after)}},
    [TABLE_TRADE] = {"trade", 1, 31, {
        TRADE(NUMBER, id), TRADE(NUMBER, account), TRADE(TEXT, out_trade_no), TRADE(INT, state),
        TRADE(CODE, respcd), COLUMN(trade, NUMBER, "txamt", txamt_minor), TRADE(NUMBER, sysdtm),
        TRADE(NUMBER, paydtm), TRADE(NUMBER, expires), TRADE(NUMBER, auto_pay_at),
        TRADE(TEXT, pay_type), TRADE(TEXT, txcurrcd), TRADE(TEXT, txdtm), TRADE(TEXT, goods_name),
        TRADE(TEXT, udid), TRADE(TEXT, user_creid), TRADE(TEXT, user_truename),
        TRADE(TEXT, notify_url), TRADE(CODE, ending), TRADE(CODE, waiting),
        TRADE(NUMBER, asks_left), TRADE(INT, notify_as), TRADE(INT, kind), TRADE(NUMBER, original),
        TRADE(TEXT, origssn), TRADE(TEXT, chnlsn), COLUMN(trade, NUMBER, "refunded", refunded_minor),
        COLUMN(trade, NUMBER, "captured", captured_minor), TRADE(NUMBER, refunding),
        TRADE(NUMBER, ended_by), TRADE(TEXT, note)}},
    [TABLE_NOTIFICATION] = {"notification", 1, 22, {
        NOTIFICATION(NUMBER, id), NOTIFICATION(NUMBER, merchant), NOTIFICATION(NUMBER, trade),
        NOTIFICATION(NUMBER, family), NOTIFICATION(INT, kind), NOTIFICATION(INT, notify_as),
        NOTIFICATION(INT, state), NOTIFICATION(NUMBER, created), NOTIFICATION(NUMBER, ladder_at),
        NOTIFICATION(NUMBER, due_at), NOTIFICATION(INT, step), NOTIFICATION(INT, attempts),
        NOTIFICATION(INT, accepted), NOTIFICATION(FLAG, is_silent), COLUMN(notification, INT, "is_asked", asked),
        NOTIFICATION(FLAG, is_held), NOTIFICATION(TEXT, syssn), NOTIFICATION(TEXT, out_trade_no),
        NOTIFICATION(TEXT, receiver), NOTIFICATION(TEXT, url), NOTIFICATION(TEXT, body),
        NOTIFICATION(TEXT, sign)}},
    [TABLE_ATTEMPT] = {"attempt", 1, 9, {
        ATTEMPT(NUMBER, id), ATTEMPT(NUMBER, merchant), ATTEMPT(NUMBER, notification),
        ATTEMPT(NUMBER, at), ATTEMPT(NUMBER, http_status), ATTEMPT(NUMBER, took_ms),
        ATTEMPT(TEXT, response), ATTEMPT(TEXT, error), ATTEMPT(TEXT, diagnosis)}},
    [TABLE_AUTH_CODE] = {"auth_code", 2, 2, {
        AUTH_CODE(NUMBER, merchant), AUTH_CODE(TEXT, code)}},
};
/* clang-format on */
