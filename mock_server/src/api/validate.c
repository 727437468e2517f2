/* See validate.h. The rules that one value decides are rows of the protocol's fields.def; here is
 * what remains, each with its requirement. */
#include "validate.h"

#include <stdio.h>
#include <string.h>

#include "advice.h"
#include "qfpay/field.h"
#include "refuse.h"

/* Whether payments of the account go through: it may be switched off, or not be set up. */
static bool
may_pay(struct request *req, struct reply *reply)
{
    switch (req->account->state) {
    case MCHID_ACTIVE:
        return true;
    case MCHID_DISABLED:
        *reply = refuse(req, "1243", "", QFPAY_REQ_PAY_MCHID_05, "mchid %s is disabled.",
                        req->account->mchid);
        return false;
    case MCHID_UNCONFIGURED:
        *reply = refuse(req, "1242", "", QFPAY_REQ_PAY_MCHID_05, "mchid %s is not configured.",
                        req->account->mchid);
        return false;
    }
    return false;
}

bool
validate_mchid(struct request *req, struct reply *reply)
{
    struct merchant *merchant = req->merchant;
    const struct qfpay_param *mchid = qfpay_param_find(req->params, req->param_count, "mchid");

    if (req->endpoint == QFPAY_ENDPOINT_ADD_NOTE && mchid != NULL) {
        *reply = refuse(req, "1104", "mchid", QFPAY_REQ_NOTE_01,
                        "add_note is for merchants without mchid (PIT-38).");
        return false;
    }
    if (!merchant->is_agent) {
        if (mchid == NULL) {
            req->account = &merchant->accounts[0];
            return true;
        }
        *reply = refuse(req, "1104", "mchid", QFPAY_REQ_PAY_MCHID_02,
                        "This merchant has no mchid: leave the parameter mchid out of the request "
                        "and out of the signature.");
        return false;
    }
    if (mchid == NULL || mchid->value_len == 0) {
        *reply = refuse(req, "1104", "mchid", QFPAY_REQ_PAY_MCHID_01,
                        "This merchant was given a mchid: every call must carry it. This agent's "
                        "active one is %s.",
                        merchant->accounts[0].mchid);
        return false;
    }
    if (mchid->value_len > MCHID_MAX) {
        *reply = refuse(req, "1104", "mchid", QFPAY_REQ_PAY_MCHID_03,
                        "mchid has %zu characters; at most %d are allowed.", mchid->value_len,
                        MCHID_MAX);
        return false;
    }
    req->account = merchant_account(merchant, mchid->value);
    if (req->account == NULL) {
        *reply = refuse_with_text(req, "1108", "MCHCODE非法", "", QFPAY_REQ_PAY_MCHID_05,
                                  "mchid %s is not one of this agent's merchants. The code is that "
                                  "of a wrong signature, but the signature is right.",
                                  mchid->value);
        return false;
    }
    return req->endpoint != QFPAY_ENDPOINT_PAYMENT || may_pay(req, reply);
}

/* rmb_tag=Y is for CNY only (PAY-RMB-02). */
static bool
check_rmb_tag(struct request *req, struct reply *reply)
{
    if (strcmp(request_value(req, "rmb_tag"), "Y") != 0 ||
        strcmp(request_value(req, "txcurrcd"), "CNY") == 0)
        return true;
    *reply = refuse(req, "1104", "rmb_tag", QFPAY_REQ_PAY_RMB_02,
                    "rmb_tag=Y goes together with txcurrcd=CNY only; txcurrcd is %s.",
                    request_value(req, "txcurrcd"));
    return false;
}

/* What is wrong with a value, in a sentence that does not show half a client key. */
static void
explain(struct request *req, const struct qfpay_field *field, const struct qfpay_param *param,
        enum qfpay_fault found, char *why, size_t why_size)
{
    struct qfpay_param shown = {0};

    if (param != NULL) {
        shown = *param;
        shown.value = request_masked(req, param->value, param->value_len);
        shown.value_len = shown.value[0] == '\0' ? 0 : param->value_len;
    }
    qfpay_field_explain(field, param == NULL ? NULL : &shown, found, why, why_size);
}

/* The rule of one parameter; false with the refusal when it is broken. */
static bool
check_field(struct request *req, const struct qfpay_field *field, struct reply *reply)
{
    const struct qfpay_param *param = qfpay_param_find(req->params, req->param_count, field->name);
    enum qfpay_req broken;
    enum qfpay_fault found = qfpay_field_check(field, param, &broken);
    char why[512];

    if (found == QFPAY_FAULT_NONE)
        return true;
    explain(req, field, param, found, why, sizeof(why));
    *reply = refuse(req, "1104", field->name, broken, "%s%s", why, advice_hint(field, param));
    return false;
}

bool
validate_fields(struct request *req, struct reply *reply)
{
    const char *pay_type = request_value(req, "pay_type");
    size_t change_count;
    const struct qfpay_pay_type_field *changes = qfpay_pay_type_fields(pay_type, strlen(pay_type),
                                                                       &change_count);
    size_t count;
    const struct qfpay_field *fields = qfpay_fields(req->endpoint, &count);

    for (size_t i = 0; i < count; i++) {
        struct qfpay_field room;
        const struct qfpay_field *field = qfpay_field_for(&fields[i], changes, change_count, &room);

        if (field->presence != QFPAY_PRESENCE_UNUSED && !check_field(req, field, reply))
            return false;
    }
    return req->endpoint != QFPAY_ENDPOINT_PAYMENT || check_rmb_tag(req, reply);
}
