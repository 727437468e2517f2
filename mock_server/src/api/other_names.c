/* See other_names.h. */
#include "other_names.h"

#include <cjson/cJSON.h>
#include <stddef.h>
#include <string.h>

#include "qfpay/field.h"
#include "qfpay/wire.h"

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
#include "other_names.def"
#undef IN_HEADER
#undef OTHER_NAME
};

enum { ROW_COUNT = sizeof(rows) / sizeof(rows[0]) };

static bool
is_known_here(const struct other_name *row, const struct request *req)
{
    return row->is_in_header ||
           qfpay_field_find(req->endpoint, row->meant, strlen(row->meant)) != NULL;
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

/* object: the body, when it is one; else NULL. */
static bool
is_sent(const struct request *req, const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name) != NULL ||
           qfpay_param_find(req->params, req->param_count, name) != NULL;
}

static bool
is_right(const struct request *req, const cJSON *object, const struct other_name *row)
{
    const char *value = NULL;

    if (!row->is_in_header)
        return is_sent(req, object, row->meant);
    memcpy(&value, (const char *)&req->headers + row->header, sizeof(value));
    return value != NULL && value[0] != '\0';
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
    for (size_t i = 0; i < ROW_COUNT && told != NULL; i++) {
        const struct other_name *row = &rows[i];

        if (!is_known_here(row, req) || !is_sent(req, object, row->sent) ||
            is_right(req, object, row))
            continue;
        is_quickstart = is_quickstart || strcmp(row->pitfall, "PIT-95") == 0;
        told = arena_printf(req->arena, "%s Instead of %s send %s (%s).", told, row->sent,
                            row->told, row->pitfall);
    }
    cJSON_Delete(object);
    if (told != NULL && is_quickstart && req->endpoint == QFPAY_ENDPOINT_PAYMENT)
        told = arena_printf(req->arena,
                            "%s The documentation's quickstart page writes so, and no other page "
                            "does: send a form, a pay_type of six digits, such as 800201, and "
                            "txcurrcd and txdtm.",
                            told);
    return told == NULL ? "" : told;
}
