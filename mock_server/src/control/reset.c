/* See reset.h. */
#include "control/reset.h"

#include "merchant/rate_limit.h"
#include "notify/queue.h"
#include "server/first_merchants.h"
#include "situation/rule.h"

enum store_result
server_reset_merchant(struct server *server, struct merchant *merchant)
{
    enum store_result result;

    notify_forget(server, merchant);
    result = store_delete_merchant(server->store, merchant, false);
    journal_reset(&merchant->journal);
    merchant->clock = first_clock(server->settings);
    rate_limit_forget(merchant);
    rules_clear(&merchant->rules);
    return result == STORE_OK ? store_save_merchant(server->store, merchant) : result;
}

enum store_result
server_reset(struct server *server)
{
    struct merchant *merchant = registry_next(&server->merchants, NULL);
    char error[256];

    while (merchant != NULL) {
        struct merchant *next = registry_next(&server->merchants, merchant);

        notify_forget(server, merchant);
        if (store_delete_merchant(server->store, merchant, true) != STORE_OK)
            return STORE_FAILED;
        registry_remove(&server->merchants, merchant);
        merchant_free(merchant);
        merchant = next;
    }
    return add_first_merchants(server, error, sizeof(error)) ? STORE_OK : STORE_FAILED;
}
