/* See message.h. */
#include "request/message.h"

#include "base/json.h"
#include "qfpay/wire.h"

bool
outgoing_add(struct outgoing *outgoing, const char *name, const char *value)
{
    if (outgoing->header_count == OUTGOING_HEADERS_MAX)
        return false;
    outgoing->headers[outgoing->header_count].name = name;
    outgoing->headers[outgoing->header_count].value = value;
    outgoing->header_count++;
    return true;
}

static void
clear_response(void *response)
{
    qfpay_response_clear(response);
}

void
reply_keep(struct arena *arena, struct reply *reply)
{
    cJSON *json = NULL;

    arena_defer(arena, clear_response, &reply->raw);
    if (!reply->answered || !reply->raw.body_len ||
        qfpay_wire_parse(reply->raw.body, reply->raw.body_len, &json, NULL) != QFPAY_OK)
        return;
    json_keep(arena, json);
    reply->json = json;
}
