/* See other_names.h. */
#include "api/other_names.h"

#include <cjson/cJSON.h>
#include <stddef.h>
#include <string.h>

#include "qfpay/field.h"
#include "qfpay/near.h"
#include "qfpay/wire.h"
#include "server/server.h"

/* A parameter of the call has no header. */
struct other_name {
    const char *pitfall;
    const char *sent;
    const char *meant;
    const char *told;
    bool is_in_header;
    size_t header; /* offset in struct request_headers */
};

static const struct other_name rows[] = {
#define OTHER_NAME(pitfall, sent, meant) {pitfall, sent, meant, meant, false, 0},
#define IN_HEADER(pitfall, sent, meant, member)                                                    \
    {pitfall, sent, meant, "the header " meant, true, offsetof(struct request_headers, member)},
#include "api/other_names.def"
#undef IN_HEADER
#undef OTHER_NAME
};

enum { ROW_COUNT = sizeof rows / sizeof rows[0] };

static bool
is_known_here(const struct other_name *row, const struct request *req)
{
    return row->is_in_header || qfpay_field_find(req->endpoint, row->meant, strlen(row->meant));
}

const char *
other_name_meant(const struct request *req, const char *sent)
{
    for (size_t i = 0; i < ROW_COUNT; i++) {
        if (strcmp(rows[i].sent, sent) == 0 && is_known_here(&rows[i], req))
            return rows[i].told;
    }
    return NULL;
}

/* What of the call's own parameters is nearest to one that it does not know: of those that are not
 * sent, and for which the pay type has a use. */
static void
find_near(const struct request *req, const char *sent, struct qfpay_near *near)
{
    const struct rulebook *book = &req->server->book;
    const struct field_list *list = &book->field_lists[req->endpoint];
    size_t count;
    const struct qfpay_pay_type_field *changes = rulebook_changes(
        book, request_value(req, "pay_type"), &count);

    qfpay_near_begin(near, sent);
    for (size_t i = 0; i < list->count; i++) {
        struct qfpay_field room;
        const struct qfpay_field *rule = qfpay_field_for(&list->rows[i].rule, changes, count,
                                                         &room);

        if (rule->presence != QFPAY_PRESENCE_UNUSED &&
            !qfpay_param_find(req->params, req->param_count, rule->name))
            qfpay_near_offer(near, rule->name);
    }
}

const char *
other_name_near(struct request *req, const char *sent)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;

    find_near(req, sent, &near);
    return arena_printf(req->arena, "%s", qfpay_near_hint(&near, hint, ""));
}

static bool
is_among(const struct qfpay_near *near, const char *name)
{
    size_t len = strlen(name);

    for (size_t i = 0; i < near->count; i++)
        if (near->names[i].len == len && memcmp(near->names[i].text, name, len) == 0)
            return true;
    return false;
}

const char *
other_name_sent(struct request *req, const char *missing)
{
    for (size_t i = 0; i < req->param_count; i++) {
        const struct qfpay_param *param = &req->params[i];
        char hint[QFPAY_NEAR_HINT_SIZE];
        struct qfpay_near near;

        if (req->uses[i] != PARAM_UNKNOWN || other_name_meant(req, param->name))
            continue;
        find_near(req, param->name, &near);
        if (is_among(&near, missing))
            return arena_printf(req->arena, "'%s' was sent: %s",
                                request_printable(req, param->name, param->name_len, 40),
                                qfpay_near_hint(&near, hint, "") + strlen("; "));
    }
    return NULL;
}

/* object: the body, when it is one; else NULL. */
static bool
is_sent(const struct request *req, const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name) ||
           qfpay_param_find(req->params, req->param_count, name);
}

static bool
is_right(const struct request *req, const cJSON *object, const struct other_name *row)
{
    const char *value = NULL;

    if (!row->is_in_header)
        return is_sent(req, object, row->meant);
    memcpy(&value, (const char *)&req->headers + row->header, sizeof value);
    return value && value[0] != '\0';
}

static size_t
digits_of_pay_type(struct request *req, const cJSON *object)
{
    const cJSON *item = cJSON_GetObjectItemCaseSensitive(object, "pay_type");
    const char *text = cJSON_IsString(item) ? item->valuestring : request_value(req, "pay_type");
    size_t len;

    if (cJSON_IsNumber(item))
        text = arena_printf(req->arena, "%d", item->valueint);
    len = text ? strlen(text) : 0;
    return text && strspn(text, "0123456789") == len ? len : 0;
}

/* What of the quickstart page's request is not right yet, besides the names that were told. */
static const char *
tell_the_quickstart(struct request *req, const cJSON *object, const char *told)
{
    const char *const wrong[] = {
        object ? "a form" : NULL,
        digits_of_pay_type(req, object) != 6 ? "a pay_type of six digits such as 800201" : NULL,
        !is_sent(req, object, "txcurrcd") ? "txcurrcd" : NULL,
        !is_sent(req, object, "txdtm") ? "txdtm" : NULL,
    };
    const char *before = ": send ";

    told = arena_printf(req->arena,
                        "%s The documentation's quickstart page writes so, and no other page does "
                        "(PIT-95)",
                        told);
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0] && told; i++) {
        if (!wrong[i])
            continue;
        told = arena_printf(req->arena, "%s%s%s", told, before, wrong[i]);
        before = ", ";
    }
    return told ? arena_printf(req->arena, "%s.", told) : NULL;
}

const char *
other_names_told(struct request *req)
{
    const char *told = "";
    bool is_quickstart = false;
    cJSON *object = NULL;

    if (req->body[0] == '{' &&
        qfpay_wire_parse(req->body, req->body_len, &object, NULL) != QFPAY_OK)
        return "";
    for (size_t i = 0; i < ROW_COUNT && told; i++) {
        const struct other_name *row = &rows[i];

        if (!is_known_here(row, req) || !is_sent(req, object, row->sent) ||
            is_right(req, object, row))
            continue;
        is_quickstart = is_quickstart || strcmp(row->pitfall, "PIT-95") == 0 ||
                        (object && strcmp(row->sent, "app_code") == 0);
        told = arena_printf(req->arena, "%s Instead of %s send %s (%s).", told, row->sent,
                            row->told, row->pitfall);
    }
    is_quickstart = is_quickstart || digits_of_pay_type(req, object) == 3;
    if (told && is_quickstart && req->endpoint == QFPAY_ENDPOINT_PAYMENT)
        told = tell_the_quickstart(req, object, told);
    cJSON_Delete(object);
    return told ? told : "";
}
