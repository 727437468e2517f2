/* See first_merchants.h. */
#include "server/first_merchants.h"

#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "merchant/merchant_json.h"
#include "rules/pay_answer.h"

/* The merchants that are there without any configuration (docs/merchants.md). */
static const struct builtin {
    const char *app_code;
    const char *client_key;
    struct {
        const char *mchid;
        enum mchid_state state;
    } mchids[3];
    size_t mchid_count;
} builtins[] = {
    {"A1B2C3D4E5F60718293A4B5C6D7E8F90", "0F1E2D3C4B5A69788796A5B4C3D2E1F0", {{NULL, 0}}, 0},
    {"B1B2C3D4E5F60718293A4B5C6D7E8F90",
     "1F1E2D3C4B5A69788796A5B4C3D2E1F0",
     {{"ZaMVg00001", MCHID_ACTIVE},
      {"ZaMVg00002", MCHID_DISABLED},
      {"ZaMVg00003", MCHID_UNCONFIGURED}},
     3},
};

struct clock
first_clock(const struct settings *settings)
{
    struct clock clock = {0};

    if (settings->has_now)
        clock_set(&clock, settings->now);
    clock_freeze(&clock, settings->freeze_clock);
    return clock;
}

static bool
give_account(struct merchant *merchant)
{
    return merchant->account_count > 0 || merchant_add_account(merchant, "", MCHID_ACTIVE);
}

/* A merchant with what all have at the beginning. NULL when out of memory. */
static struct merchant *
make_merchant(struct server *server, const char *app_code, const char *client_key)
{
    struct merchant *merchant = merchant_new(app_code, client_key, &server->merchants.journals);

    if (!merchant)
        return NULL;
    merchant->clock = first_clock(server->settings);
    for (size_t i = 0; i < PAY_ANSWER_COUNT; i++) {
        if (!merchant_add_pay_type(merchant, pay_answer_rows[i].pay_type)) {
            merchant_free(merchant);
            return NULL;
        }
    }
    return merchant;
}

enum store_result
server_adopt(struct server *server, struct merchant *merchant)
{
    return give_account(merchant) ? store_add_merchant(server->store, &server->merchants, merchant)
                                  : STORE_FAILED;
}

static struct merchant *
make_builtin(struct server *server, const struct builtin *row)
{
    struct merchant *merchant = make_merchant(server, row->app_code, row->client_key);

    for (size_t i = 0; merchant && i < row->mchid_count; i++) {
        if (!merchant_add_account(merchant, row->mchids[i].mchid, row->mchids[i].state)) {
            merchant_free(merchant);
            return NULL;
        }
    }
    if (merchant)
        merchant->is_builtin = true;
    return merchant;
}

static bool
add_builtins(struct server *server, char *error, size_t error_size)
{
    for (size_t i = 0; i < sizeof builtins / sizeof builtins[0]; i++) {
        struct merchant *merchant;

        if (registry_find(&server->merchants, builtins[i].app_code))
            continue;
        merchant = make_builtin(server, &builtins[i]);
        if (!merchant || server_adopt(server, merchant) != STORE_OK) {
            merchant_free(merchant);
            snprintf(error, error_size, "the built-in merchants cannot be stored: %s",
                     store_error(server->store));
            return false;
        }
    }
    return true;
}

static bool
add_configured_one(struct server *server, const cJSON *item, size_t index, char *error,
                   size_t error_size)
{
    char reason[MERCHANT_ERROR_SIZE] = "app_code and client_key are needed";
    struct merchant *merchant = make_merchant(server, "", "");
    bool ok = merchant &&
              merchant_read_json(merchant, &server->settings->notify_hosts, item, true, reason) &&
              merchant->app_code[0] != '\0' && merchant->client_key[0] != '\0';

    if (ok && index == 0)
        memcpy(server->direct_app_code, merchant->app_code, sizeof server->direct_app_code);
    if (ok && registry_find(&server->merchants, merchant->app_code)) {
        merchant_free(merchant); /* the durable file has it already */
        return true;
    }
    if (!ok) {
        merchant_free(merchant);
        snprintf(error, error_size, "config file: merchants[%zu]: %s", index, reason);
        return false;
    }
    merchant->is_builtin = true;
    if (server_adopt(server, merchant) == STORE_OK)
        return true;
    merchant_free(merchant);
    snprintf(error, error_size, "merchants[%zu] cannot be stored: %s", index,
             store_error(server->store));
    return false;
}

/* The first configured merchant is the one that control calls mean by default. */
static bool
add_configured(struct server *server, char *error, size_t error_size)
{
    const cJSON *item;
    size_t index = 0;

    cJSON_ArrayForEach(item, server->settings->merchants)
    {
        if (!add_configured_one(server, item, index, error, error_size))
            return false;
        index++;
    }
    return true;
}

/* With --no-built-in nobody whose key is published is there, also not in an older file. */
static bool
has_no_builtins(struct server *server, char *error, size_t error_size)
{
    for (size_t i = 0; i < sizeof builtins / sizeof builtins[0]; i++) {
        const struct merchant *merchant = registry_find(&server->merchants, builtins[i].app_code);

        if (!merchant || strcmp(merchant->client_key, builtins[i].client_key) != 0)
            continue;
        snprintf(error, error_size,
                 "--no-built-in: the database holds the published merchant %s; begin a new file",
                 merchant->app_code);
        return false;
    }
    return true;
}

bool
add_first_merchants(struct server *server, char *error, size_t error_size)
{
    if (cJSON_GetArraySize(server->settings->merchants) > 0)
        return add_configured(server, error, error_size);
    if (server->settings->no_built_in)
        return has_no_builtins(server, error, error_size);
    memcpy(server->direct_app_code, builtins[0].app_code, sizeof server->direct_app_code);
    return add_builtins(server, error, error_size);
}

/* 32 upper-case hex digits that nobody has. */
static bool
random_word(char word[APP_CODE_LEN + 1])
{
    static const char hex[] = "0123456789ABCDEF";
    unsigned char bytes[APP_CODE_LEN / 2];

    if (getrandom(bytes, sizeof bytes, 0) != (ssize_t)sizeof bytes)
        return false;
    for (size_t i = 0; i < sizeof bytes; i++) {
        word[2 * i] = hex[bytes[i] >> 4];
        word[2 * i + 1] = hex[bytes[i] & 15];
    }
    word[APP_CODE_LEN] = '\0';
    return true;
}

struct merchant *
server_new_merchant(struct server *server)
{
    char app_code[APP_CODE_LEN + 1];
    char client_key[APP_CODE_LEN + 1];

    if (!random_word(app_code) || !random_word(client_key))
        return NULL;
    return make_merchant(server, app_code, client_key);
}
