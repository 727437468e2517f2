/*
 * Collecting a call's parameters from the members of a C struct. Private to libqfpay.
 */
#ifndef QFPAY_CLIENT_PARAMS_H
#define QFPAY_CLIENT_PARAMS_H

#include <stdint.h>

#include "qfpay/endpoint.h"
#include "qfpay/param.h"
#include "qfpay/status.h"

/* "-9223372036854775808" and a NUL. */
#define PARAMS_NUMBER_SIZE 21
#define PARAMS_NUMBERS_MAX 4

struct params {
    struct qfpay_param list[QFPAY_PARAM_MAX];
    size_t count;
    char numbers[PARAMS_NUMBERS_MAX][PARAMS_NUMBER_SIZE];
    size_t number_count;
};

/* Add a text unless it is NULL or empty. The caller never adds more than fits: the structs are
 * small. */
void params_text(struct params *params, const char *name, const char *value);

/* Add a text, or another one when it is NULL or empty. */
void params_text_or(struct params *params, const char *name, const char *value, const char *other);

/* Add a number unless it is 0. */
void params_number(struct params *params, const char *name, int64_t value);

/* Add those parameters that are not empty. Returns QFPAY_E_LIMIT when they do not fit. */
enum qfpay_status params_others(struct params *params, const struct qfpay_param *others,
                                size_t count, struct qfpay_error *err);

/* Check the set against the endpoint's field rules: QFPAY_OK, or QFPAY_E_ARG with the sentence. */
enum qfpay_status params_check(const struct params *params, enum qfpay_endpoint endpoint,
                               struct qfpay_error *err);

#endif
