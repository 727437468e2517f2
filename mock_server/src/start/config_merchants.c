/* See config_merchants.h. merchant_read_json says what is wrong and not where, so a merchant that
 * it refuses is read again member by member, to blame the one that fails alone. */
#include "start/config_merchants.h"

#include <stdio.h>
#include <string.h>

#include "merchant/merchant.h"
#include "merchant/merchant_json.h"

/* Whether a merchant can be made of this object. */
static bool
can_make(const cJSON *object, const struct notify_hosts *hosts, char error[MERCHANT_ERROR_SIZE])
{
    struct merchant *merchant = merchant_new("", "", NULL);
    bool ok = merchant && merchant_read_json(merchant, hosts, object, true, error);

    if (!merchant)
        snprintf(error, MERCHANT_ERROR_SIZE, "out of memory");
    merchant_free(merchant);
    return ok;
}

/* An object with this member only, wrapped once more below name when that is not NULL. */
static cJSON *
alone(const cJSON *member, const char *wrapper)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *copy = cJSON_Duplicate(member, true);
    cJSON *outer = NULL;

    if (!object || !copy || !cJSON_AddItemToObject(object, member->string, copy)) {
        cJSON_Delete(copy);
        cJSON_Delete(object);
        return NULL;
    }
    if (!wrapper)
        return object;
    outer = cJSON_CreateObject();
    if (outer && cJSON_AddItemToObject(outer, wrapper, object))
        return outer;
    cJSON_Delete(outer);
    cJSON_Delete(object);
    return NULL;
}

/* The first member that fails alone; else the object itself. */
static const cJSON *
blame(const cJSON *object, const struct notify_hosts *hosts, const char *wrapper)
{
    const cJSON *member;

    cJSON_ArrayForEach(member, object)
    {
        char ignored[MERCHANT_ERROR_SIZE];
        cJSON *single = alone(member, wrapper);
        bool is_good = !single || can_make(single, hosts, ignored);

        cJSON_Delete(single);
        if (is_good)
            continue;
        if (!wrapper && strcmp(member->string, "features") == 0 && cJSON_IsObject(member))
            return blame(member, hosts, "features");
        return member;
    }
    return object;
}

/* Both credentials are there, and the app code is not an earlier merchant's. */
static bool
check_credentials(const cJSON *merchants, const cJSON *merchant, const cJSON **where,
                  char error[MERCHANT_ERROR_SIZE])
{
    const cJSON *app_code = cJSON_GetObjectItemCaseSensitive(merchant, "app_code");
    const cJSON *other;

    if (!app_code || !cJSON_GetObjectItemCaseSensitive(merchant, "client_key")) {
        snprintf(error, MERCHANT_ERROR_SIZE, "app_code and client_key are needed");
        return false;
    }
    for (other = merchants->child; other != merchant; other = other->next) {
        if (cJSON_Compare(app_code, cJSON_GetObjectItemCaseSensitive(other, "app_code"), true)) {
            *where = app_code;
            snprintf(error, MERCHANT_ERROR_SIZE, "another merchant has this app_code");
            return false;
        }
    }
    return true;
}

bool
config_check_merchants(const cJSON *merchants, const struct notify_hosts *hosts,
                       const cJSON **where, char reason[OPTIONS_ERROR_SIZE])
{
    const cJSON *merchant;
    int index = 0;

    cJSON_ArrayForEach(merchant, merchants)
    {
        char error[MERCHANT_ERROR_SIZE];
        bool ok = can_make(merchant, hosts, error);

        *where = ok ? merchant : blame(merchant, hosts, NULL);
        if (!ok || !check_credentials(merchants, merchant, where, error)) {
            snprintf(reason, OPTIONS_ERROR_SIZE, "merchants[%d]: %s", index, error);
            return false;
        }
        index++;
    }
    return true;
}
