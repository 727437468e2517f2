/* See validate.h. The rules that one value decides are rows of the protocol's fields.def; here is
 * what remains, each with its requirement. */
#include "validate.h"

#include <stdio.h>
#include <string.h>

#include "advice.h"
#include "defect.h"
#include "field_mistake.h"
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
        if (is_defect(DEFECT_MCHID_DISABLED_PAYS))
            return true;
        *reply = refuse(req, "1243", "", QFPAY_REQ_PAY_MCHID_05, "mchid %s is disabled.",
                        req->account->mchid);
        return false;
    case MCHID_UNCONFIGURED:
        if (is_defect(DEFECT_MCHID_UNCONFIGURED_PAYS))
            return true;
        *reply = refuse(req, "1242", "", QFPAY_REQ_PAY_MCHID_05, "mchid %s is not configured.",
                        req->account->mchid);
        return false;
    }
    return false;
}

/* Whether an agent may leave its mchid out by mistake. */
static bool
is_needless(enum qfpay_endpoint endpoint)
{
    return is_defect(DEFECT_MCHID_NOT_NEEDED) ||
           (endpoint == QFPAY_ENDPOINT_REFUND && is_defect(DEFECT_MCHID_NOT_NEEDED_FOR_REFUND)) ||
           (endpoint == QFPAY_ENDPOINT_REVERSAL && is_defect(DEFECT_MCHID_NOT_NEEDED_FOR_REVERSAL));
}

static struct account *
find_account(struct request *req, struct merchant *merchant, const char *mchid)
{
    struct account *account = merchant_account(merchant, mchid);

    if (account == NULL && is_defect(DEFECT_MCHID_ANY))
        return &merchant->accounts[0];
    if (account == NULL && is_defect(DEFECT_MCHID_TRIMMED))
        return merchant_account(merchant, arena_copy(req->arena, mchid, strcspn(mchid, " ")));
    return account;
}

bool
validate_mchid(struct request *req, struct reply *reply)
{
    struct merchant *merchant = req->merchant;
    const struct qfpay_param *mchid = qfpay_param_find(req->params, req->param_count, "mchid");
    int most = MCHID_MAX + defect_step(DEFECT_MCHID_SHORTER, DEFECT_MCHID_LONGER);

    if (req->endpoint == QFPAY_ENDPOINT_ADD_NOTE && mchid != NULL &&
        !is_defect(DEFECT_NOTE_OF_AGENT)) {
        *reply = refuse(req, "1104", "mchid", QFPAY_REQ_NOTE_01,
                        "add_note is for merchants without mchid (PIT-38).");
        return false;
    }
    if (!merchant->is_agent) {
        if (mchid == NULL || is_defect(DEFECT_MCHID_SENT_FOR_NOTHING)) {
            req->account = &merchant->accounts[0];
            return true;
        }
        *reply = refuse(req, "1104", "mchid", QFPAY_REQ_PAY_MCHID_02,
                        "This merchant has no mchid: leave the parameter mchid out of the request "
                        "and out of the signature.");
        return false;
    }
    if ((mchid == NULL || mchid->value_len == 0) && is_needless(req->endpoint)) {
        req->account = &merchant->accounts[0];
        return true;
    }
    if (mchid == NULL || mchid->value_len == 0) {
        *reply = refuse(req, is_defect(DEFECT_MCHID_MISSING_OTHER_CODE) ? "1108" : "1104", "mchid",
                        QFPAY_REQ_PAY_MCHID_01,
                        "This merchant was given a mchid: every call must carry it. This agent's "
                        "active one is %s.",
                        merchant->accounts[0].mchid);
        return false;
    }
    if (mchid->value_len > (size_t)most) {
        *reply = refuse(req, "1104", "mchid", QFPAY_REQ_PAY_MCHID_03,
                        "mchid has %zu characters; at most %d are allowed.", mchid->value_len,
                        MCHID_MAX);
        return false;
    }
    req->account = find_account(req, merchant, mchid->value);
    if (req->account == NULL) {
        *reply = refuse_with_text(req, is_defect(DEFECT_MCHID_OTHER_CODE) ? "1104" : "1108",
                                  "MCHCODE非法", "", QFPAY_REQ_PAY_MCHID_05,
                                  "mchid %s is not one of this agent's merchants. The code is that "
                                  "of a wrong signature, but the signature is right.",
                                  mchid->value);
        return false;
    }
    return (req->endpoint != QFPAY_ENDPOINT_PAYMENT &&
            !is_defect(DEFECT_MCHID_DISABLED_IS_SILENT)) ||
           may_pay(req, reply);
}

/* rmb_tag=Y is for CNY only (PAY-RMB-02). */
static bool
check_rmb_tag(struct request *req, struct reply *reply)
{
    bool is_rmb = strcmp(request_value(req, "txcurrcd"), "CNY") == 0;

    if (strcmp(request_value(req, "rmb_tag"), "Y") != 0 ||
        is_rmb != is_defect(DEFECT_RMB_TAG_REFUSED) || is_defect(DEFECT_RMB_TAG_ANY_CURRENCY))
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

    if (found == QFPAY_FAULT_NONE || field_mistake_forgives(field, param, found))
        return true;
    explain(req, field, param, found, why, sizeof(why));
    *reply = refuse(req, "1104", field->name, broken, "%s%s", why, advice_hint(field, param));
    return false;
}

/* Unknown parameters are accepted (PAY-UNK-01); a mistake refuses them. */
static bool
are_known(struct request *req, struct reply *reply)
{
    for (size_t i = 0; i < req->param_count; i++) {
        const struct qfpay_param *param = &req->params[i];

        if (qfpay_field_find(req->endpoint, param->name, param->name_len) != NULL)
            continue;
        *reply = refuse(req, "1104", param->name, QFPAY_REQ_PAY_UNK_01,
                        "A parameter is not one of this call.");
        return false;
    }
    return true;
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

        if (defect_on != DEFECT_NONE)
            field = field_mistake(field, &room);
        if (field->presence != QFPAY_PRESENCE_UNUSED && !check_field(req, field, reply))
            return false;
    }
    if (is_defect(DEFECT_UNKNOWN_PARAMETER_REFUSED) && !are_known(req, reply))
        return false;
    return req->endpoint != QFPAY_ENDPOINT_PAYMENT || check_rmb_tag(req, reply);
}
