/* See merchant_json.h. */
#include "merchant/merchant_json.h"

#include <stdio.h>
#include <string.h>

#include "qfpay/currency.h"
#include "qfpay/near.h"
#include "qfpay/pay_type.h"
#include "rules/notify_hosts.h"
#include "rules/pay_answer.h"

static bool
fail(char error[MERCHANT_ERROR_SIZE], const char *what)
{
    snprintf(error, MERCHANT_ERROR_SIZE, "%s", what);
    return false;
}

/* Somebody wrote what does not exist: the nearest to it, else the words of otherwise. */
static bool
fail_unknown(char error[MERCHANT_ERROR_SIZE], const char *what, const struct qfpay_near *near,
             const char *otherwise)
{
    char hint[QFPAY_NEAR_HINT_SIZE];

    snprintf(error, MERCHANT_ERROR_SIZE, "unknown %.10s '%.40s'%.90s", what, near->word,
             qfpay_near_hint(near, hint, otherwise));
    return false;
}

#define STATES "active, disabled or unconfigured"

static bool
fail_state(char error[MERCHANT_ERROR_SIZE], const char *name)
{
    struct qfpay_near near;

    qfpay_near_begin(&near, name);
    qfpay_near_offer_list(&near, STATES);
    return fail_unknown(error, "state", &near, "; it must be " STATES);
}

static bool
fail_pay_type(char error[MERCHANT_ERROR_SIZE], const char *name)
{
    struct qfpay_near near;

    qfpay_near_begin(&near, name);
    for (size_t i = 0; i < PAY_ANSWER_COUNT; i++)
        qfpay_near_offer(&near, pay_answer_rows[i].pay_type);
    return fail_unknown(error, "pay type", &near, "");
}

static bool
fail_currency(char error[MERCHANT_ERROR_SIZE], const char *name)
{
    struct qfpay_near near;

    qfpay_near_begin(&near, name);
    for (size_t i = 0; i < qfpay_currency_count(); i++) {
        if (qfpay_currency_at(i)->current)
            qfpay_near_offer(&near, qfpay_currency_at(i)->code);
    }
    return fail_unknown(error, "currency", &near, "");
}

/* A text of letters and digits with a length between low and high, copied to where. */
static bool
read_word(const cJSON *item, size_t low, size_t high, char *where)
{
    const char *text = cJSON_GetStringValue(item);
    size_t len = text ? strlen(text) : 0;

    if (len < low || len > high)
        return false;
    if (strspn(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") != len)
        return false;
    memcpy(where, text, len + 1);
    return true;
}

static bool
read_credentials(struct merchant *merchant, const cJSON *object, bool is_new,
                 char error[MERCHANT_ERROR_SIZE])
{
    const cJSON *app_code = cJSON_GetObjectItemCaseSensitive(object, "app_code");
    const cJSON *client_key = cJSON_GetObjectItemCaseSensitive(object, "client_key");

    if ((app_code || client_key) && !is_new)
        return fail(error, "app_code and client_key cannot be changed");
    if (app_code && !read_word(app_code, APP_CODE_LEN, APP_CODE_LEN, merchant->app_code))
        return fail(error, "app_code must be 32 letters and digits");
    if (client_key && !read_word(client_key, 8, CLIENT_KEY_MAX, merchant->client_key))
        return fail(error, "client_key must be 8 to 64 letters and digits");
    return true;
}

/* "ZaMVg00001" or {"mchid": "ZaMVg00002", "state": "disabled"}. */
static bool
read_mchid(struct merchant *merchant, const cJSON *item, char error[MERCHANT_ERROR_SIZE])
{
    const cJSON *name = cJSON_IsObject(item) ? cJSON_GetObjectItemCaseSensitive(item, "mchid")
                                             : item;
    const cJSON *state_item = cJSON_GetObjectItemCaseSensitive(item, "state");
    const char *state_name = state_item ? cJSON_GetStringValue(state_item) : "active";
    enum mchid_state state = MCHID_ACTIVE;
    char mchid[MCHID_MAX + 1];
    struct account *known;

    if (!read_word(name, 1, MCHID_MAX, mchid))
        return fail(error, "a mchid must be 1 to 16 letters and digits");
    if (!state_name)
        return fail(error, "the state of a mchid is active, disabled or unconfigured");
    if (!mchid_state_find(state_name, &state))
        return fail_state(error, state_name);
    known = merchant_account(merchant, mchid);
    if (known) {
        known->state = state;
        return true;
    }
    return merchant_add_account(merchant, mchid, state) || fail(error, "too many mchids");
}

static bool
read_mchids(struct merchant *merchant, const cJSON *list, char error[MERCHANT_ERROR_SIZE])
{
    const cJSON *item;

    if (!list)
        return true;
    if (!cJSON_IsArray(list))
        return fail(error, "mchids must be an array");
    if (merchant->account_count > 0 && !merchant->is_agent && cJSON_GetArraySize(list) > 0)
        return fail(error, "a merchant without mchid cannot be given one; make another merchant");
    cJSON_ArrayForEach(item, list)
    {
        if (!read_mchid(merchant, item, error))
            return false;
    }
    return true;
}

static bool
is_played(const char *pay_type)
{
    size_t i = 0;

    while (i < PAY_ANSWER_COUNT && strcmp(pay_answer_rows[i].pay_type, pay_type) != 0)
        i++;
    return i < PAY_ANSWER_COUNT;
}

static bool
read_pay_types(struct merchant *merchant, const cJSON *list, char error[MERCHANT_ERROR_SIZE])
{
    const cJSON *item;

    if (!list)
        return true;
    if (!cJSON_IsArray(list))
        return fail(error, "features.pay_types must be an array");
    merchant->pay_type_count = 0;
    cJSON_ArrayForEach(item, list)
    {
        const char *text = cJSON_GetStringValue(item);

        if (!text)
            return fail(error, "features.pay_types holds something that is not a pay type");
        if (!qfpay_pay_type_find(text, strlen(text)))
            return fail_pay_type(error, text);
        if (!is_played(text)) {
            snprintf(error, MERCHANT_ERROR_SIZE, "pay type %s cannot be enabled: it is not played",
                     text);
            return false;
        }
        if (!merchant_add_pay_type(merchant, text))
            return fail(error, "too many pay types");
    }
    return true;
}

static bool
read_currencies(struct merchant *merchant, const cJSON *list, char error[MERCHANT_ERROR_SIZE])
{
    const cJSON *item;

    if (!list)
        return true;
    if (!cJSON_IsArray(list))
        return fail(error, "features.currencies must be an array");
    merchant->currency_count = 0;
    cJSON_ArrayForEach(item, list)
    {
        const char *text = cJSON_GetStringValue(item);
        const struct qfpay_currency *currency = !text ? NULL
                                                      : qfpay_currency_find(text, strlen(text));

        if (!text)
            return fail(error, "features.currencies holds something that is not a currency");
        if (!currency || !currency->current)
            return fail_currency(error, text);
        if (!merchant_add_currency(merchant, text))
            return fail(error, "too many currencies");
    }
    return true;
}

static bool
read_full_refund_only(struct merchant *merchant, const cJSON *list, char error[MERCHANT_ERROR_SIZE])
{
    const cJSON *item;

    if (!list)
        return true;
    if (!cJSON_IsArray(list))
        return fail(error, "features.full_refund_only must be an array");
    merchant->full_refund_only_count = 0;
    cJSON_ArrayForEach(item, list)
    {
        const char *text = cJSON_GetStringValue(item);
        size_t len = text ? strlen(text) : 0;

        if (!text || (!qfpay_pay_type_find(text, len) && !qfpay_currency_find(text, len)))
            return fail(error, "features.full_refund_only holds pay types and currencies");
        if (!merchant_add_full_refund_only(merchant, text))
            return fail(error, "too many elements in features.full_refund_only");
    }
    return true;
}

/* The switch of that name, or NULL. */
static bool *
find_switch(struct merchant *merchant, const char *name)
{
#define FEATURE(member)                                                                            \
    if (strcmp(name, #member) == 0)                                                                \
        return &merchant->member;
#include "merchant/features.def"
#undef FEATURE
    return NULL;
}

static bool
fail_feature(char error[MERCHANT_ERROR_SIZE], const char *name)
{
    struct qfpay_near near;

    qfpay_near_begin(&near, name);
    qfpay_near_offer_list(&near, "pay_types, currencies, full_refund_only");
#define FEATURE(member) qfpay_near_offer(&near, #member);
#include "merchant/features.def"
#undef FEATURE
    return fail_unknown(error, "feature", &near,
                        "; GET /__sandbox/merchants shows those that exist");
}

/* One member of features; lists are read by their own functions. */
static bool
read_feature(struct merchant *merchant, const cJSON *member, char error[MERCHANT_ERROR_SIZE])
{
    static const char *const lists[] = {"pay_types", "currencies", "full_refund_only"};
    bool *value = find_switch(merchant, member->string);

    for (size_t i = 0; i < sizeof lists / sizeof lists[0]; i++) {
        if (strcmp(member->string, lists[i]) == 0)
            return true;
    }
    if (!value)
        return fail_feature(error, member->string);
    if (!cJSON_IsBool(member)) {
        snprintf(error, MERCHANT_ERROR_SIZE, "features.%.40s must be true or false",
                 member->string);
        return false;
    }
    *value = cJSON_IsTrue(member);
    return true;
}

static bool
read_features(struct merchant *merchant, const cJSON *features, char error[MERCHANT_ERROR_SIZE])
{
    const cJSON *member;

    if (!features)
        return true;
    if (!cJSON_IsObject(features))
        return fail(error, "features must be an object");
    cJSON_ArrayForEach(member, features)
    {
        if (!read_feature(merchant, member, error))
            return false;
    }
    return read_pay_types(merchant, cJSON_GetObjectItemCaseSensitive(features, "pay_types"),
                          error) &&
           read_currencies(merchant, cJSON_GetObjectItemCaseSensitive(features, "currencies"),
                           error) &&
           read_full_refund_only(
               merchant, cJSON_GetObjectItemCaseSensitive(features, "full_refund_only"), error);
}

static const char *const members[] = {"app_code",   "client_key", "mchids",
                                      "notify_url", "notify_key", "features"};

static bool
fail_member(char error[MERCHANT_ERROR_SIZE], const char *name)
{
    struct qfpay_near near;

    qfpay_near_begin(&near, name);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++)
        qfpay_near_offer(&near, members[i]);
    if (near.count > 0)
        return fail_unknown(error, "member", &near, "");
    snprintf(error, MERCHANT_ERROR_SIZE, "\"%.40s\" is not a member of a merchant:", name);
    for (size_t i = 0; i < sizeof members / sizeof members[0]; i++) {
        size_t used = strlen(error);

        snprintf(error + used, MERCHANT_ERROR_SIZE - used, "%s%s", i == 0 ? " " : ", ", members[i]);
    }
    return false;
}

static bool
check_names(const cJSON *object, char error[MERCHANT_ERROR_SIZE])
{
    const cJSON *member;

    cJSON_ArrayForEach(member, object)
    {
        size_t i = 0;

        while (i < sizeof members / sizeof members[0] && strcmp(members[i], member->string) != 0)
            i++;
        if (i == sizeof members / sizeof members[0])
            return fail_member(error, member->string);
    }
    return true;
}

static bool
read_notify_url(struct merchant *merchant, const struct notify_hosts *hosts, const cJSON *item,
                char error[MERCHANT_ERROR_SIZE])
{
    const char *text = item ? cJSON_GetStringValue(item) : merchant->notify_url;
    const char *refusal;

    if (!text || strlen(text) > NOTIFY_URL_MAX)
        return fail(error, "notify_url must be a text of at most 256 bytes");
    refusal = item && text[0] != '\0' ? notify_hosts_refuse(hosts, text) : NULL;
    if (refusal) {
        snprintf(error, MERCHANT_ERROR_SIZE, "notify_url: %s", refusal);
        return false;
    }
    memmove(merchant->notify_url, text, strlen(text) + 1);
    return true;
}

/* Unlike the client key it can be changed: a shop that runs may be given one, or another one. */
static bool
read_notify_key(struct merchant *merchant, const cJSON *item, char error[MERCHANT_ERROR_SIZE])
{
    const char *text = cJSON_GetStringValue(item);

    if (text && text[0] == '\0')
        merchant->notify_key[0] = '\0';
    else if (item && !read_word(item, 8, CLIENT_KEY_MAX, merchant->notify_key))
        return fail(error, "notify_key must be 8 to 64 letters and digits, or empty for none");
    return true;
}

bool
merchant_read_json(struct merchant *merchant, const struct notify_hosts *hosts, const cJSON *object,
                   bool is_new, char error[MERCHANT_ERROR_SIZE])
{
    if (!cJSON_IsObject(object))
        return fail(error, "a merchant must be a JSON object");
    return check_names(object, error) && read_credentials(merchant, object, is_new, error) &&
           read_mchids(merchant, cJSON_GetObjectItemCaseSensitive(object, "mchids"), error) &&
           read_notify_url(merchant, hosts, cJSON_GetObjectItemCaseSensitive(object, "notify_url"),
                           error) &&
           read_notify_key(merchant, cJSON_GetObjectItemCaseSensitive(object, "notify_key"),
                           error) &&
           read_features(merchant, cJSON_GetObjectItemCaseSensitive(object, "features"), error);
}

void
merchant_add_json(const struct merchant *merchant, struct tree *tree, cJSON *parent,
                  const char *key, bool with_key)
{
    static const char hidden[] = "********";
    bool shows_notify_key = with_key || merchant->notify_key[0] == '\0';
    cJSON *object = node_add_object(tree, parent, key);
    cJSON *list;
    cJSON *features;

    node_text(tree, object, "app_code", merchant->app_code);
    node_text(tree, object, "client_key", with_key ? merchant->client_key : hidden);
    list = node_add_array(tree, object, "mchids");
    for (size_t i = 0; merchant->is_agent && i < merchant->account_count; i++) {
        cJSON *mchid = node_add_object(tree, list, NULL);

        node_text(tree, mchid, "mchid", merchant->accounts[i].mchid);
        node_text(tree, mchid, "state", mchid_state_name(merchant->accounts[i].state));
    }
    node_text(tree, object, "notify_url", merchant->notify_url);
    node_text(tree, object, "notify_key", shows_notify_key ? merchant->notify_key : hidden);
    features = node_add_object(tree, object, "features");
    list = node_add_array(tree, features, "pay_types");
    for (size_t i = 0; i < merchant->pay_type_count; i++)
        node_text(tree, list, NULL, merchant->pay_types[i]);
    list = node_add_array(tree, features, "currencies");
    for (size_t i = 0; i < merchant->currency_count; i++)
        node_text(tree, list, NULL, merchant->currencies[i]);
    list = node_add_array(tree, features, "full_refund_only");
    for (size_t i = 0; i < merchant->full_refund_only_count; i++)
        node_text(tree, list, NULL, merchant->full_refund_only[i]);
#define FEATURE(member) node_bool(tree, features, #member, merchant->member);
#include "merchant/features.def"
#undef FEATURE
    node_bool(tree, object, "builtin", merchant->is_builtin);
}
