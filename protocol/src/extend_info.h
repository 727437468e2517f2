/*
 * The forms of the parameter extend_info. Private to the protocol library.
 */
#ifndef QFPAY_EXTEND_INFO_H
#define QFPAY_EXTEND_INFO_H

#include <stdbool.h>
#include <stddef.h>

#include "qfpay/field.h"

/* Whether the text is a JSON object with the members that the kind asks for. Without memory to read
 * it nothing is held against it: whoever uses the value reads it again. */
bool extend_info_fits(enum qfpay_kind kind, const char *text, size_t len);

#endif
