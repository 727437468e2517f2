/* See identity.h. The id number is not checked: the seed's own example is not a real one
 * (PAY-EXT-02). */
#include "identity.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "defect.h"
#include "qfpay/field.h"
#include "qfpay/wire.h"
#include "refuse.h"

/* A text member of the object, copied into the arena; NULL when it is missing or empty. */
static const char *
member(struct request *req, const cJSON *object, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));

    if (text == NULL || text[0] == '\0')
        return NULL;
    return arena_copy(req->arena, text, strlen(text));
}

bool
identity_is_asked(const struct request *req)
{
    static const char name[] = "extend_info";
    const char *pay_type = request_value(req, "pay_type");
    size_t count;
    const struct qfpay_pay_type_field *changes = qfpay_pay_type_fields(pay_type, strlen(pay_type),
                                                                       &count);
    struct qfpay_field room;

    return qfpay_field_for(qfpay_field_find(QFPAY_ENDPOINT_PAYMENT, name, sizeof(name) - 1),
                           changes, count, &room)
               ->kind == QFPAY_KIND_IDENTITY;
}

/* Whether a date may stand where an identity number has one; nobody should ask (PAY-EXT-02). */
static bool
has_birthday(const char *user_creid)
{
    return strlen(user_creid) == 18 && (user_creid[10] == '0' || user_creid[10] == '1') &&
           user_creid[12] <= '3';
}

bool
identity_read(struct request *req, struct trade *trade, struct reply *reply)
{
    const char *text = request_value(req, "extend_info");
    const char *user_creid = NULL;
    const char *user_truename = NULL;
    cJSON *object = NULL;

    if (text[0] == '\0' || !identity_is_asked(req))
        return true;
    if (qfpay_wire_parse(text, strlen(text), &object, NULL) == QFPAY_OK && cJSON_IsObject(object)) {
        user_creid = member(req, object, "user_creid");
        user_truename = member(req, object, "user_truename");
    }
    cJSON_Delete(object);
    if (is_defect(DEFECT_PAYMENT_EXTEND_INFO_UNCHECKED) &&
        (user_creid == NULL || user_truename == NULL))
        return true;
    if (is_defect(DEFECT_IDENTITY_ESCAPES_KEPT) && strstr(text, "\\u") != NULL)
        user_truename = text;
    if (user_creid == NULL || user_truename == NULL ||
        (is_defect(DEFECT_IDENTITY_NUMBER_CHECKED) && !has_birthday(user_creid))) {
        *reply = refuse(req, "1104", "extend_info", QFPAY_REQ_PAY_EXT_06,
                        "extend_info must be the text of a JSON object with the strings "
                        "user_creid and user_truename.");
        return false;
    }
    if (req->merchant->real_name) {
        trade->user_creid = user_creid;
        trade->user_truename = user_truename;
    }
    return true;
}
