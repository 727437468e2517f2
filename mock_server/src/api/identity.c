/* See identity.h. The id number is not checked: the seed's own example is not a real one
 * (PAY-EXT-02). */
#include "api/identity.h"

#include <cjson/cJSON.h>
#include <string.h>

#include "api/call.h"
#include "api/contents.h"
#include "qfpay/field.h"
#include "qfpay/wire.h"

/* A text member of the object, copied into the arena; "" without one. */
static const char *
member(struct call *call, const cJSON *object, const char *key)
{
    const char *text = cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, key));
    const char *copy = text ? arena_dup(call->req->arena, text) : "";

    if (!copy)
        call->trouble = "keep an identity";
    return copy ? copy : "";
}

/* The page prints its example as the source of a program, with every backslash doubled. Sent like
 * that, the escapes of the name are still escapes once the JSON has been read (PAY-EXT-03). */
static const char *
read_escapes(struct call *call, const char *name)
{
    struct request *req = call->req;
    const char *quoted;
    const char *read;
    cJSON *text = NULL;

    if (!strstr(name, "\\u"))
        return name;
    quoted = arena_printf(req->arena, "\"%s\"", name);
    if (!quoted || qfpay_wire_parse(quoted, strlen(quoted), &text, NULL) == QFPAY_E_MEMORY) {
        call->trouble = "read a name";
        return name;
    }
    read = text ? cJSON_GetStringValue(text) : name;
    if (text)
        request_advise(
            req, QFPAY_REQ_PAY_EXT_03,
            "Each \\u of user_truename was sent as \\\\u, as the source of a program has "
            "it; it was read as the %ld characters %s. In the JSON text one backslash is "
            "enough.",
            qfpay_utf8_length(read, strlen(read)), request_printable(req, name, strlen(name), 48));
    read = arena_dup(req->arena, read);
    cJSON_Delete(text);
    if (!read)
        call->trouble = "keep a name";
    return read ? read : name;
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

    return qfpay_field_for(qfpay_field_find(QFPAY_ENDPOINT_PAYMENT, name, sizeof name - 1), changes,
                           count, &room)
               ->kind == QFPAY_KIND_IDENTITY;
}

struct payer
identity_read(struct call *call)
{
    const char *text = request_value(call->req, "extend_info");
    struct payer payer = {"", "", true};
    cJSON *object = NULL;

    if (text[0] == '\0' || !identity_is_asked(call->req))
        return payer;
    if (qfpay_wire_parse(text, strlen(text), &object, NULL) == QFPAY_E_MEMORY)
        call->trouble = "read an identity";
    payer.user_creid = member(call, object, "user_creid");
    payer.user_truename = read_escapes(call, member(call, object, "user_truename"));
    cJSON_Delete(object);
    return payer;
}

CONDITION(names_payer, call->order.user_creid[0] != '\0' && call->payer.bank_card_bound);
CONDITION(has_number,
          call->payer.user_creid &&strcmp(call->payer.user_creid, call->order.user_creid) == 0);
CONDITION(has_name, call->payer.user_truename &&strcmp(call->payer.user_truename,
                                                       call->order.user_truename) == 0);

const struct check payer_checks[] = {
#include "api/payer_checks.def"
    END_OF_CHECKS,
};
