/* See auth_code.h. */
#include "auth_code.h"

#include <string.h>

#include "defect.h"
#include "options.h"
#include "qfpay/code.h"
#include "server.h"

static const struct {
    int low;
    int high;
    size_t least;
    size_t most;
    enum wallet wallet;
} forms[] = {
#define AUTH_CODE(low, high, least, most, wallet) {low, high, least, most, WALLET_##wallet},
#include "auth_codes.def"
#undef AUTH_CODE
};

/* The wallet of a code; WALLET_COUNT when its form is that of none. */
static enum wallet
wallet_of(const char *code)
{
    size_t len = strspn(code, "0123456789");
    int first = len < 2 ? -1 : (code[0] - '0') * 10 + (code[1] - '0');

    for (size_t i = 0; code[len] == '\0' && i < sizeof(forms) / sizeof(forms[0]); i++) {
        if (first >= forms[i].low && first <= forms[i].high && len >= forms[i].least &&
            len <= forms[i].most)
            return forms[i].wallet;
    }
    return WALLET_COUNT;
}

/* A wallet without a form of its own takes what is no other's. */
static bool
has_form(enum wallet wallet)
{
    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        if (forms[i].wallet == wallet)
            return true;
    }
    return false;
}

/* "" when the pay type has no code of a payer. */
static const char *
code_of(const struct request *req, const struct pay_answer *row)
{
    return row->begin == PAY_SCANNED ? request_value(req, "auth_code") : "";
}

enum auth_code_verdict
auth_code_judge(struct request *req, const struct pay_answer *row, enum wallet *wallet)
{
    const char *code = code_of(req, row);

    *wallet = row->wallet;
    if (code[0] == '\0')
        return AUTH_CODE_FINE;
    *wallet = wallet_of(code);
    if (*wallet == WALLET_COUNT && row->wallet != WALLET_BY_CODE && !has_form(row->wallet))
        *wallet = row->wallet;
    if (is_defect(DEFECT_SCANNED_CODE_ANY_WALLET))
        return AUTH_CODE_FINE;
    if (*wallet == WALLET_COUNT || (row->wallet != WALLET_BY_CODE && row->wallet != *wallet))
        return AUTH_CODE_WRONG;
    switch (store_auth_code_find(req->server->store, req->merchant->id, code)) {
    case STORE_ABSENT:
        return AUTH_CODE_FINE;
    case STORE_OK:
        return is_defect(DEFECT_SCANNED_CODE_TWICE) ? AUTH_CODE_FINE : AUTH_CODE_USED;
    case STORE_DUPLICATE:
    case STORE_FAILED:
        break;
    }
    return AUTH_CODE_FAULT;
}

enum store_result
auth_code_use(struct request *req, const struct pay_answer *row)
{
    const char *code = code_of(req, row);

    return code[0] == '\0' || is_defect(DEFECT_SCANNED_CODE_TWICE)
               ? STORE_OK
               : store_auth_code_add(req->server->store, req->merchant->id, code);
}

void
auth_code_situation(struct request *req, const struct pay_answer *row, struct situation *situation)
{
    const char *code = code_of(req, row);
    size_t len = strlen(code);
    const struct qfpay_code *asked;

    if (!req->server->settings->triggers || len < 10 ||
        memcmp(code + len - 8, AUTH_CODE_TRIGGER, 4) != 0)
        return;
    asked = qfpay_code_find(code + len - 4);
    if (asked == NULL)
        return;
    situation->kind = SITUATION_ANSWER;
    situation->code = asked;
    request_advise(req, QFPAY_REQ_PAY_CPM_02, "auth_code ends in 0099%s: this payment answers %s.",
                   asked->respcd, asked->respcd);
}
