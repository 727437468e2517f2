/*
 * The forms of the parameter extend_info. Private to the protocol library.
 */
#ifndef QFPAY_EXTEND_INFO_H
#define QFPAY_EXTEND_INFO_H

#include <stdbool.h>
#include <stddef.h>

/* Whether the text is a JSON object with what the form asks for: the payer's identity, the scene of
 * a payment in a mobile browser, encrypted card data. Without memory to read it nothing is held
 * against it: whoever uses the value reads it again. */
bool extend_info_is_identity(const char *text, size_t len);
bool extend_info_is_scene(const char *text, size_t len);
bool extend_info_is_card_data(const char *text, size_t len);

#endif
