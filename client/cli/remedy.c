/*
 * What a person can do about a refusal, one row each. Codes whose text says it all have none.
 */
#include "remedy.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *respcd;
    const char *advice;
} remedies[] = {
    {"1102", "Of a refund: another one of this order is still in progress. Wait for it, then ask "
             "what is left to refund."},
    {"1103", "The request could not be read: send form-encoded UTF-8 and every name once."},
    {"1104", "Correct the parameter that the message names; qfpay help COMMAND describes each."},
    {"1108", "Check app code, client key and mchid, and that all belong to this environment: "
             "qfpay doctor looks into it."},
    {"1124", "On the day of the sale a card payment is voided as a whole: refund the full amount, "
             "or a part of it from tomorrow on."},
    {"1136", "Check the number; it must belong to this app code (and mchid)."},
    {"1142", "The order was closed. Place a new one under a fresh out_trade_no."},
    {"1150", "This merchant settles at once (T0), so its orders cannot be reversed: refund."},
    {"1153", "The captures would exceed the frozen amount: capture at most the rest."},
    {"1181", "The order expired unpaid. Place a new one under a fresh out_trade_no."},
    {"1202", "The payer's code is wrong, used up or too old: ask for a fresh one and pay under a "
             "fresh out_trade_no."},
    {"1242", "This pay type or currency is not enabled for the merchant: ask QFPay to enable it."},
    {"1243", "The merchant is disabled: contact QFPay."},
    {"1250",
     "Of a refund: the wallet's time limit is over (PayMe: 90 days). Give the money back in "
     "another way."},
    {"1251",
     "The code has two meanings. When respmsg speaks of the out_trade_no, the out_trade_no was "
     "used before: qfpay query --out-trade-no shows by what. Otherwise the store's "
     "configuration is at fault: contact QFPay."},
    {"1260", "The order is paid, so it cannot be closed or reversed: qfpay refund gives the money "
             "back."},
    {"1261", "The order is not paid, so nothing can be given back: qfpay close ends it."},
    {"1263", "The order was reversed before; there is nothing left to do."},
    {"1264", "The order is closed or already refunded in full: qfpay query shows what became "
             "of it. Nothing is left to give back."},
    /* Two meanings under one code, told apart by the text alone (PIT-63, PIT-64). */
    {"1265", "The code has two meanings. Between 23:30 and 00:30 (UTC+8) refunds are closed: try "
             "again after that. At any other time, or when the text speaks of a time limit, the "
             "wallet's refund window is over and trying again is useless."},
    {"1266", "The amount is not the order's: give the whole amount of the order."},
    {"1269", "A refund is paid from the day's takings, which are too small now: try again when the "
             "merchant has taken more."},
    {"1270", "Payments in this currency are refunded as a whole only."},
    {"1271", "This payment can be refunded as a whole only."},
    {"1272", "With what was refunded before, this is more than was paid: refund at most the rest."},
};

const char *
remedy_of(const char *respcd)
{
    for (size_t i = 0; i < sizeof remedies / sizeof *remedies; i++)
        if (strcmp(remedies[i].respcd, respcd) == 0)
            return remedies[i].advice;
    return NULL;
}
