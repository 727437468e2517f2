/* What receivers compute that check a notification's signature in one of the known wrong ways
 * (fixtures/pitfalls.md, "Notifications"), so that a developer finds the value of his program in
 * the list. */
#ifndef MOCK_NOTIFY_DIGESTS_H
#define MOCK_NOTIFY_DIGESTS_H

#include <cjson/cJSON.h>

#include "base/node.h"
#include "qfpay/sign.h"

/* Add an array "digests" of {mistake, digest} for a body (text); ways that give the right bytes for
 * this body are left out. key is the one that signed it; client_key another one of the merchant
 * that must not, or NULL. Keys go into digests only. */
void notify_digests_add(struct tree *tree, cJSON *parent, qfpay_signer *signer, const char *text,
                        const char *key, const char *client_key);

#endif
