/* Merchants as JSON: of the config file and of the control API. */
#ifndef MOCK_MERCHANT_JSON_H
#define MOCK_MERCHANT_JSON_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/node.h"
#include "merchant/merchant.h"

enum { MERCHANT_ERROR_SIZE = 240 };

struct notify_hosts;

/* Change a merchant as the members of an object say: app_code and client_key (only where is_new),
 * mchids, notify_url (one of these hosts), notify_key, features {pay_types, currencies,
 * full_refund_only and the rows of features.def}. What is not named stays. false: one sentence in
 * error; the merchant may be half changed. */
bool merchant_read_json(struct merchant *merchant, const struct notify_hosts *hosts,
                        const cJSON *object, bool is_new, char error[MERCHANT_ERROR_SIZE]);

/* Add a merchant to a parent. Its keys are shown as asterisks unless with_key. */
void merchant_add_json(const struct merchant *merchant, struct tree *tree, cJSON *parent,
                       const char *key, bool with_key);

#endif
