/*
 * What every test of this folder includes, and those of the client that read vectors: cmocka with
 * what it needs before it, and the vectors of fixtures/vectors, each of which becomes one test
 * named by its id.
 */
#ifndef QFPAY_TESTING_H
#define QFPAY_TESTING_H

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <cjson/cJSON.h>

#include "qfpay/param.h"

#define COUNT_OF(array) (sizeof(array) / sizeof((array)[0]))

/**
 * Run one test per vector of a file; the test's state is the vector (const cJSON *).
 *
 * A file that cannot be read, has another schema, no vector or an id twice is an error.
 *
 * @return how many failed, as cmocka_run_group_tests does
 */
int run_vectors(const char *file, CMUnitTestFunction check);

/** A member that must be a string. @return borrowed */
const char *text_of(const cJSON *object, const char *name);

/** A member of any type, or NULL. @return borrowed */
const cJSON *member(const cJSON *object, const char *name);

/** A vector's `params`, an object of names and texts; at most QFPAY_PARAM_MAX. @return how many */
size_t params_of(const cJSON *object, struct qfpay_param params[QFPAY_PARAM_MAX]);

#endif
