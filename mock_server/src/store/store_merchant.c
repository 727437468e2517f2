/* Merchants in the store: lists are comma separated texts, because they are read whole and never
 * searched. */
#include <stdio.h>
#include <string.h>

#include "store/store.h"
#include "store/store_internal.h"

/* Room for MERCHANT_LIST_MAX pay types with commas. */
enum { LIST_TEXT_SIZE = MERCHANT_LIST_MAX * 7 + 1 };

/* Join elements of element_size bytes each. */
static void
join(const char *elements, size_t element_size, size_t count, char text[LIST_TEXT_SIZE])
{
    size_t at = 0;

    text[0] = '\0';
    for (size_t i = 0; i < count; i++)
        at += (size_t)snprintf(text + at, LIST_TEXT_SIZE - at, "%s%s", i == 0 ? "" : ",",
                               elements + i * element_size);
}

static bool
split(struct merchant *merchant, const char *text,
      bool (*add)(struct merchant *merchant, const char *element))
{
    while (*text != '\0') {
        size_t len = strcspn(text, ",");
        char element[8];

        snprintf(element, sizeof(element), "%.*s", (int)len, text);
        if (!add(merchant, element))
            return false;
        text += len + (text[len] == ',');
    }
    return true;
}

/* The switches of features.def as bits, the first row in the lowest. */
static int64_t
pack_features(const struct merchant *merchant)
{
    int64_t bits = 0;
    int at = 0;

#define FEATURE(member) bits |= (int64_t)merchant->member << at++;
#include "merchant/features.def"
#undef FEATURE
    return bits;
}

static void
unpack_features(struct merchant *merchant, int64_t bits)
{
    int at = 0;

#define FEATURE(member) merchant->member = ((bits >> at++) & 1) != 0;
#include "merchant/features.def"
#undef FEATURE
}

static enum store_result
save_row(struct store *store, struct merchant *merchant)
{
    bool is_new = merchant->id == 0;
    sqlite3_stmt *s =
        store->statements[is_new ? STATEMENT_MERCHANT_INSERT : STATEMENT_MERCHANT_UPDATE];
    char pay_types[LIST_TEXT_SIZE];
    char currencies[LIST_TEXT_SIZE];
    char full_refund_only[LIST_TEXT_SIZE];
    enum store_result result;

    join((const char *)merchant->pay_types, sizeof(*merchant->pay_types), merchant->pay_type_count,
         pay_types);
    join((const char *)merchant->currencies, sizeof(*merchant->currencies),
         merchant->currency_count, currencies);
    join((const char *)merchant->full_refund_only, sizeof(*merchant->full_refund_only),
         merchant->full_refund_only_count, full_refund_only);
    /* The first column is the app code of a new row, the id of one that is there. */
    if (is_new)
        sqlite3_bind_text(s, 1, merchant->app_code, -1, SQLITE_STATIC);
    else
        sqlite3_bind_int64(s, 1, merchant->id);
    sqlite3_bind_text(s, 2, merchant->client_key, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 3, merchant->notify_url, -1, SQLITE_STATIC);
    sqlite3_bind_int64(s, 4, pack_features(merchant));
    sqlite3_bind_int(s, 5, merchant->is_builtin);
    sqlite3_bind_text(s, 6, pay_types, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 7, currencies, -1, SQLITE_STATIC);
    sqlite3_bind_int(s, 8, merchant->clock.frozen);
    sqlite3_bind_int64(s, 9, merchant->clock.value);
    sqlite3_bind_text(s, 10, full_refund_only, -1, SQLITE_STATIC);
    sqlite3_bind_text(s, 11, merchant->notify_key, -1, SQLITE_STATIC);
    result = store_run(store, s);
    if (result == STORE_OK && is_new)
        merchant->id = sqlite3_last_insert_rowid(store->db);
    return result;
}

static enum store_result
save_account(struct store *store, int64_t merchant, struct account *account)
{
    bool is_new = account->id == 0;
    sqlite3_stmt *s =
        store->statements[is_new ? STATEMENT_ACCOUNT_INSERT : STATEMENT_ACCOUNT_UPDATE];
    enum store_result result;

    if (is_new) {
        sqlite3_bind_int64(s, 1, merchant);
        sqlite3_bind_text(s, 2, account->mchid, -1, SQLITE_STATIC);
        sqlite3_bind_int(s, 3, (int)account->state);
    } else {
        sqlite3_bind_int64(s, 1, account->id);
        sqlite3_bind_int(s, 2, (int)account->state);
    }
    result = store_run(store, s);
    if (result == STORE_OK && is_new)
        account->id = sqlite3_last_insert_rowid(store->db);
    return result;
}

enum store_result
store_save_merchant(struct store *store, struct merchant *merchant)
{
    enum store_result result = store_begin(store) ? save_row(store, merchant) : STORE_FAILED;

    for (size_t i = 0; result == STORE_OK && i < merchant->account_count; i++)
        result = save_account(store, merchant->id, &merchant->accounts[i]);
    return result;
}

enum store_result
store_delete_merchant(struct store *store, const struct merchant *merchant, bool whole)
{
    static const enum statement steps[] = {
        STATEMENT_ATTEMPTS_DELETE, STATEMENT_NOTIFICATIONS_DELETE, STATEMENT_AUTH_CODES_DELETE,
        STATEMENT_TRADES_DELETE,   STATEMENT_ACCOUNTS_DELETE,      STATEMENT_MERCHANT_DELETE};
    enum store_result result = store_delete_rules(store, merchant);

    for (size_t i = 0; result == STORE_OK && i < (whole ? 6U : 4U); i++) {
        sqlite3_stmt *s = store->statements[steps[i]];

        sqlite3_bind_int64(s, 1, merchant->id);
        result = store_run(store, s);
    }
    return result;
}

static const char *
text_at(sqlite3_stmt *s, int column)
{
    const char *text = (const char *)sqlite3_column_text(s, column);

    return text == NULL ? "" : text;
}

static bool
load_accounts(struct store *store, struct merchant *merchant)
{
    sqlite3_stmt *s = store->statements[STATEMENT_ACCOUNTS];
    bool ok = true;
    int step = SQLITE_DONE;

    sqlite3_bind_int64(s, 1, merchant->id);
    while (ok && (step = sqlite3_step(s)) == SQLITE_ROW) {
        ok = merchant_add_account(merchant, text_at(s, 1),
                                  (enum mchid_state)sqlite3_column_int(s, 2));
        if (ok)
            merchant->accounts[merchant->account_count - 1].id = sqlite3_column_int64(s, 0);
    }
    sqlite3_reset(s);
    return ok && step == SQLITE_DONE;
}

static struct merchant *
load_row(sqlite3_stmt *s, size_t journal_capacity)
{
    struct merchant *merchant = merchant_new(text_at(s, 1), text_at(s, 2), journal_capacity);

    if (merchant == NULL)
        return NULL;
    merchant->id = sqlite3_column_int64(s, 0);
    snprintf(merchant->notify_url, sizeof(merchant->notify_url), "%s", text_at(s, 3));
    unpack_features(merchant, sqlite3_column_int64(s, 4));
    merchant->is_builtin = sqlite3_column_int(s, 5) != 0;
    merchant->clock.frozen = sqlite3_column_int(s, 8) != 0;
    merchant->clock.value = sqlite3_column_int64(s, 9);
    snprintf(merchant->notify_key, sizeof(merchant->notify_key), "%s", text_at(s, 11));
    if (split(merchant, text_at(s, 6), merchant_add_pay_type) &&
        split(merchant, text_at(s, 7), merchant_add_currency) &&
        split(merchant, text_at(s, 10), merchant_add_full_refund_only))
        return merchant;
    merchant_free(merchant);
    return NULL;
}

enum store_result
store_load_merchants(struct store *store, struct merchant_registry *registry,
                     size_t journal_capacity)
{
    sqlite3_stmt *s = store->statements[STATEMENT_MERCHANTS];
    enum store_result result = STORE_OK;
    int step = SQLITE_DONE;

    while (result == STORE_OK && (step = sqlite3_step(s)) == SQLITE_ROW) {
        struct merchant *merchant = load_row(s, journal_capacity);

        if (merchant != NULL)
            registry_add(registry, merchant);
        if (merchant == NULL || !load_accounts(store, merchant) ||
            !store_load_rules(store, merchant))
            result = STORE_FAILED;
    }
    sqlite3_reset(s);
    return result == STORE_OK && step != SQLITE_DONE ? STORE_FAILED : result;
}
