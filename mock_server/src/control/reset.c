/* See reset.h. */
#include "control/reset.h"

#include "notify/queue.h"
#include "server/first_merchants.h"

enum store_result
server_reset_merchant(struct server *server, struct merchant *merchant)
{
    notify_forget(server, merchant);
    return store_reset_merchant(server->store, merchant, first_clock(server->settings));
}

enum store_result
server_reset(struct server *server)
{
    struct merchant *merchant = registry_next(&server->merchants, NULL);
    char error[256];

    while (merchant) {
        struct merchant *next = registry_next(&server->merchants, merchant);

        notify_forget(server, merchant);
        if (store_delete_merchant(server->store, &server->merchants, merchant) != STORE_OK)
            return STORE_FAILED;
        merchant = next;
    }
    return add_first_merchants(server, error, sizeof error) ? STORE_OK : STORE_FAILED;
}
