/* See reshape.h. One row per form, each a change of the parsed answer; what only concerns the
 * signature is sign_reply's in api.c. */
#include "api/reshape.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "api/refuse.h"
#include "base/node.h"
#include "qfpay/situation.h"
#include "qfpay/wire.h"

/* Visit the answer itself and each record of a query. */
static bool
for_each_object(cJSON *root, bool (*change)(cJSON *object))
{
    cJSON *record;

    if (!change(root))
        return false;
    cJSON_ArrayForEach(record, cJSON_GetObjectItemCaseSensitive(root, "data"))
    {
        if (!change(record))
            return false;
    }
    return true;
}

/* One of every type, in front and at the end. */
static bool
add_unknown(cJSON *object)
{
    cJSON *first = cJSON_CreateString("ABC-1");
    cJSON *nested = cJSON_AddObjectToObject(object, "promotion_info");

    if (!first || !cJSON_InsertItemInArray(object, 0, first)) {
        cJSON_Delete(first);
        return false;
    }
    first->string = strdup("acquirer_ref");
    return first->string && cJSON_AddNumberToObject(object, "risk_level", 3) &&
           cJSON_AddNullToObject(object, "settle_dtm") &&
           cJSON_AddTrueToObject(object, "is_cross_border") &&
           cJSON_AddArrayToObject(object, "coupons") &&
           cJSON_AddStringToObject(nested, "respcd", "1205");
}

static bool
unknown_fields(cJSON *root)
{
    return for_each_object(root, add_unknown);
}

static bool
reverse_keys(cJSON *object)
{
    cJSON *turned = cJSON_CreateObject();
    cJSON *item;

    if (!turned)
        return false;
    /* Each in front of the one before it. */
    while ((item = cJSON_DetachItemFromArray(object, 0))) {
        if (!turned->child ? !cJSON_AddItemToArray(turned, item)
                           : !cJSON_InsertItemInArray(turned, 0, item)) {
            cJSON_Delete(item);
            cJSON_Delete(turned);
            return false;
        }
    }
    object->child = turned->child;
    turned->child = NULL;
    cJSON_Delete(turned);
    return true;
}

static bool
shuffled_keys(cJSON *root)
{
    return for_each_object(root, reverse_keys);
}

static bool
number_amount(cJSON *object)
{
    const char *txamt = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, "txamt"));
    cJSON *number;

    if (!txamt || txamt[0] == '\0')
        return true;
    /* Amounts have at most 11 digits: a double holds them exactly. */
    number = cJSON_CreateNumber(strtod(txamt, NULL));
    if (number && cJSON_ReplaceItemInObjectCaseSensitive(object, "txamt", number))
        return true;
    cJSON_Delete(number);
    return false;
}

static bool
numbers(cJSON *root)
{
    return for_each_object(root, number_amount);
}

static bool
texts(cJSON *root)
{
    static const char *const names[] = {"page", "page_size"};

    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        const cJSON *item = cJSON_GetObjectItemCaseSensitive(root, names[i]);
        char digits[32];
        cJSON *text;

        if (!cJSON_IsNumber(item) || !cJSON_PrintPreallocated((cJSON *)item, digits, 32, false))
            continue;
        text = cJSON_CreateString(digits);
        if (!text || !cJSON_ReplaceItemInObjectCaseSensitive(root, names[i], text)) {
            cJSON_Delete(text);
            return false;
        }
    }
    return true;
}

static bool
drop_respcd(cJSON *object)
{
    cJSON_DeleteItemFromObjectCaseSensitive(object, "respcd");
    return true;
}

static bool
empty_respcd(cJSON *object)
{
    cJSON *item = cJSON_GetObjectItemCaseSensitive(object, "respcd");

    return !item || cJSON_SetValuestring(item, "");
}

static bool
for_each_record(cJSON *root, bool (*change)(cJSON *object))
{
    cJSON *record;

    cJSON_ArrayForEach(record, cJSON_GetObjectItemCaseSensitive(root, "data"))
    {
        if (!change(record))
            return false;
    }
    return true;
}

static bool
record_respcd_missing(cJSON *root)
{
    return for_each_record(root, drop_respcd);
}

static bool
record_respcd_empty(cJSON *root)
{
    return for_each_record(root, empty_respcd);
}

/* Another text, wherever the key stands. */
static bool
set_text(cJSON *object, const char *key, const char *value)
{
    cJSON *text = cJSON_CreateString(value);
    bool is_there = cJSON_GetObjectItemCaseSensitive(object, key) != NULL;

    if (text && (is_there ? cJSON_ReplaceItemInObjectCaseSensitive(object, key, text)
                          : cJSON_AddItemToObject(object, key, text)))
        return true;
    cJSON_Delete(text);
    return false;
}

/* A copy of the first record in front of it, under another syssn: its last digit is another. NULL
 * when there is none, or out of memory, which *ok tells apart. */
static cJSON *
insert_twin(cJSON *root, bool *ok)
{
    cJSON *data = cJSON_GetObjectItemCaseSensitive(root, "data");
    cJSON *twin = cJSON_Duplicate(cJSON_GetArrayItem(data, 0), true);
    char *syssn = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(twin, "syssn"));

    *ok = cJSON_GetArraySize(data) == 0 || (twin && syssn);
    if (!syssn || syssn[0] == '\0' || !cJSON_InsertItemInArray(data, 0, twin)) {
        cJSON_Delete(twin);
        return NULL;
    }
    syssn += strlen(syssn) - 1;
    *syssn = *syssn == '9' ? '0' : (char)(*syssn + 1);
    return twin;
}

static bool
failed_attempt(cJSON *root)
{
    bool ok;
    cJSON *twin = insert_twin(root, &ok);

    return ok && (!twin ||
                  (set_text(twin, "respcd", "1205") && set_text(twin, "cancel", "0") &&
                   set_text(twin, "paydtm", "") &&
                   set_text(twin, "errmsg", "Transaction failed, please try again later(1205)")));
}

static bool
refund_record(cJSON *root)
{
    const cJSON *payment;
    bool ok;
    cJSON *twin = insert_twin(root, &ok);

    if (!twin)
        return ok;
    payment = twin->next;
    return set_text(twin, "origssn",
                    cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(payment, "syssn"))) &&
           set_text(twin, "order_type", "refund") && set_text(twin, "respcd", "0000") &&
           set_text(twin, "cancel", "0");
}

/* In the order in which they are applied: what is about all keys comes after what adds some. */
static const struct {
    enum qfpay_reshape_index index;
    bool (*change)(cJSON *root); /* false when out of memory */
} forms[] = {
    {QFPAY_RESHAPE_FAILED_ATTEMPT, failed_attempt},
    {QFPAY_RESHAPE_REFUND_RECORD, refund_record},
    {QFPAY_RESHAPE_NUMBERS, numbers},
    {QFPAY_RESHAPE_TEXTS, texts},
    {QFPAY_RESHAPE_RESPCD_MISSING, drop_respcd},
    {QFPAY_RESHAPE_RESPCD_EMPTY, empty_respcd},
    {QFPAY_RESHAPE_RECORD_RESPCD_MISSING, record_respcd_missing},
    {QFPAY_RESHAPE_RECORD_RESPCD_EMPTY, record_respcd_empty},
    {QFPAY_RESHAPE_UNKNOWN_FIELDS, unknown_fields},
    {QFPAY_RESHAPE_SHUFFLED_KEYS, shuffled_keys},
};

void
reshape(struct request *req, struct reply *reply)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = NULL;
    bool ok = true;
    const char *body;

    if (!reply->is_api || reply->http_status != 200)
        return;
    if (qfpay_wire_parse(reply->body, reply->body_len, &root, NULL) != QFPAY_OK) {
        *reply = fault(req, "read an answer that shall have another form");
        return;
    }
    for (size_t i = 0; ok && i < sizeof forms / sizeof forms[0]; i++) {
        if ((req->situation.reshape & RESHAPE_BIT(forms[i].index)) != 0)
            ok = forms[i].change(root);
    }
    body = ok ? node_print(&tree, root, &reply->body_len) : NULL;
    if (!body)
        *reply = fault(req, "give an answer another form");
    else
        reply->body = body;
    cJSON_Delete(root);
}
