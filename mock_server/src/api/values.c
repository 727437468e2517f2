/* What the values of a request look like: the conditions of value_checks.def. The rules that one
 * value decides are rows of the protocol's fields.def, as the book has them. */
#include <stdlib.h>
#include <string.h>

#include "api/advice.h"
#include "api/call.h"
#include "api/contents.h"
#include "api/other_names.h"

/* What is wrong with a value, in a sentence that does not show half a client key. */
static void
tell_fault(struct call *call, const struct qfpay_field *field, const struct qfpay_param *param,
           enum qfpay_fault found)
{
    struct request *req = call->req;
    struct qfpay_param shown = {0};
    const char *sent = found == QFPAY_FAULT_MISSING ? other_name_sent(req, field->name) : NULL;
    char why[512];

    if (param) {
        shown = *param;
        shown.value = request_masked(req, param->value, param->value_len);
        shown.value_len = shown.value[0] == '\0' ? 0 : param->value_len;
    }
    qfpay_field_explain(field, param ? &shown : NULL, found, why, sizeof why);
    call->parameter = field->name;
    call->is_absent = found == QFPAY_FAULT_MISSING || found == QFPAY_FAULT_EMPTY;
    call->wrong = sent ? arena_printf(req->arena, "%s is missing; %s", field->name, sent)
                       : arena_printf(req->arena, "%s%s", why, advice_hint(field, param));
}

/* Which parameter each rule is about; a name is looked up once. */
static void
match(struct request *req, const struct field_list *list, struct qfpay_param *sent[])
{
    memset(sent, 0, list->count * sizeof *sent);
    for (size_t at = 0; at < req->param_count; at++) {
        struct qfpay_param *param = &req->params[at];
        size_t i = 0;

        while (i < list->count &&
               (list->rows[i].name_len != param->name_len ||
                memcmp(list->rows[i].rule.name, param->name, param->name_len) != 0))
            i++;
        req->uses[at] = i < list->count ? PARAM_USED : PARAM_UNKNOWN;
        if (i < list->count)
            sent[i] = param;
    }
}

/* What the pay type has no use for counts as not sent, whoever asks for it later. */
static void
forget(struct request *req, struct qfpay_param *param)
{
    req->uses[param - req->params] = PARAM_UNUSED;
    param->value = "";
    param->value_len = 0;
}

static bool
are_right(struct call *call)
{
    struct request *req = call->req;
    const struct field_list *list = &call->book->field_lists[req->endpoint];
    struct qfpay_param *sent[FIELDS_OF_CALL_MAX];

    call->changes = rulebook_changes(call->book, request_value(req, "pay_type"),
                                     &call->change_count);
    match(req, list, sent);
    for (size_t i = 0; i < list->count; i++) {
        const struct field_row *row = &list->rows[i];
        struct qfpay_field room;
        const struct qfpay_field *rule = qfpay_field_for(&row->rule, call->changes,
                                                         call->change_count, &room);
        enum qfpay_fault found = QFPAY_FAULT_NONE;

        if (rule->presence != QFPAY_PRESENCE_UNUSED)
            found = row->judge(rule, sent[i], &call->broken);
        else if (sent[i])
            forget(req, sent[i]);
        if (found != QFPAY_FAULT_NONE) {
            tell_fault(call, rule, sent[i], found);
            return false;
        }
    }
    call->txamt = strtoll(request_value(req, "txamt"), NULL, 10);
    return true;
}

/* Only payments have the parameter. */
CONDITION(has_rmb_tag, call->req->endpoint == QFPAY_ENDPOINT_PAYMENT &&
                           strcmp(request_value(call->req, "rmb_tag"), "Y") == 0);
CONDITION(is_in_cny, strcmp(request_value(call->req, "txcurrcd"), "CNY") == 0);

const struct check value_checks[] = {
#include "api/value_checks.def"
    END_OF_CHECKS,
};
