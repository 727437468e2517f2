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
    if (!value || value[0] == '\0')
        return;
    assert(params->count < QFPAY_PARAM_MAX);
    params->list[params->count++] = qfpay_param_of(name, value);
}

void
params_text_or(struct params *params, const char *name, const char *value, const char *other)
{
    params_text(params, name, value && value[0] != '\0' ? value : other);
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
    params->count += qfpay_param_filled(others, count, params->list + params->count);
    return QFPAY_OK;
}

enum qfpay_status
params_check(const struct params *params, enum qfpay_endpoint endpoint, struct qfpay_error *err)
{
    const struct qfpay_param *pay_type = qfpay_param_find(params->list, params->count, "pay_type");
    size_t change_count = 0;
    const struct qfpay_pay_type_field *changes = NULL;
    size_t rule_count = 0;
    const struct qfpay_field *rules = qfpay_fields(endpoint, &rule_count);

    if (pay_type)
        changes = qfpay_pay_type_fields(pay_type->value, pay_type->value_len, &change_count);
    for (size_t i = 0; i < rule_count; i++) {
        const struct qfpay_param *param = qfpay_param_find(params->list, params->count,
                                                           rules[i].name);
        struct qfpay_field room;
        const struct qfpay_field *rule = qfpay_field_for(&rules[i], changes, change_count, &room);
        enum qfpay_fault fault = qfpay_field_check(rule, param, NULL);

        if (fault != QFPAY_FAULT_NONE) {
            char sentence[QFPAY_ERROR_MESSAGE_SIZE];

            qfpay_field_explain(rule, param, fault, sentence, sizeof sentence);
            return qfpay_fail(err, QFPAY_E_ARG, "%s", sentence);
        }
    }
    return QFPAY_OK;
}
