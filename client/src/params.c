/*
 * From struct members to parameters, and the check that spares a round trip for what QFPay is known
 * to refuse. Whoever must send a wrong parameter uses qfpay_call.
 */
#include "params.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "qfpay/field.h"

void
params_text(struct params *params, const char *name, const char *value)
{
    if (!value)
        return;
    assert(params->count < QFPAY_PARAM_MAX);
    params->list[params->count++] = qfpay_param_of(name, value);
}

void
params_number(struct params *params, const char *name, int64_t value)
{
    char *text = NULL;

    if (value == 0)
        return;
    assert(params->number_count < PARAMS_NUMBERS_MAX);
    text = params->numbers[params->number_count++];
    (void)snprintf(text, PARAMS_NUMBER_SIZE, "%" PRId64, value);
    params_text(params, name, text);
}

enum qfpay_status
params_others(struct params *params, const struct qfpay_param *others, size_t count,
              struct qfpay_error *err)
{
    if (count > QFPAY_PARAM_MAX - params->count)
        return qfpay_fail(err, QFPAY_E_LIMIT, "a call takes at most %d parameters",
                          QFPAY_PARAM_MAX);
    for (size_t i = 0; i < count; i++)
        params->list[params->count++] = others[i];
    return QFPAY_OK;
}

/* The table describes 800201; other pay types put other things into extend_info (PAY-H5-01). */
static bool
is_for_another_pay_type(const struct params *params, const struct qfpay_field *rule)
{
    const struct qfpay_param *pay_type = qfpay_param_find(params->list, params->count, "pay_type");

    return strcmp(rule->name, "extend_info") == 0 && pay_type &&
           strcmp(pay_type->value, "800201") != 0;
}

enum qfpay_status
params_check(const struct params *params, enum qfpay_endpoint endpoint, struct qfpay_error *err)
{
    size_t rule_count = 0;
    const struct qfpay_field *rules = qfpay_fields(endpoint, &rule_count);

    for (size_t i = 0; i < rule_count; i++) {
        const struct qfpay_param *param = qfpay_param_find(params->list, params->count,
                                                           rules[i].name);
        enum qfpay_fault fault = qfpay_field_check(&rules[i], param, NULL);

        if (fault != QFPAY_FAULT_NONE && !is_for_another_pay_type(params, &rules[i])) {
            char sentence[QFPAY_ERROR_MESSAGE_SIZE];

            qfpay_field_explain(&rules[i], param, fault, sentence, sizeof sentence);
            return qfpay_fail(err, QFPAY_E_ARG, "%s", sentence);
        }
    }
    return QFPAY_OK;
}
