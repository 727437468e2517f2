/* See trigger.h. A code that is not known makes an amount an ordinary one. */
#include "trigger.h"

#include <string.h>

#include "options.h"
#include "server.h"

const struct trigger_amount trigger_amounts[] = {
    {"99", TRIGGER_ANSWER,
     "the payment call answers CCCC; 1143 and 1145: pending for two queries, then 0000"},
    {"98", TRIGGER_ENDING,
     "the order is accepted and the payer's attempt ends in CCCC from the second query on; 1143 "
     "and 1145: pending for two queries, then 0000"},
};
const size_t trigger_amount_count = sizeof(trigger_amounts) / sizeof(trigger_amounts[0]);

static struct trigger
follow(struct request *req, enum trigger_kind kind, const char *respcd, const char *by)
{
    struct trigger trigger = {.kind = kind, .code = qfpay_code_find(respcd)};

    req->trigger_note = by;
    request_advise(req, QFPAY_REQ_NONE, "Trigger followed: %s.", by);
    return trigger;
}

static struct trigger
read_header(struct request *req, const char *header)
{
    static const char form[] = "respcd=";

    if (strncmp(header, form, sizeof(form) - 1) == 0 &&
        qfpay_code_find(header + sizeof(form) - 1) != NULL)
        return follow(req, TRIGGER_ANSWER, header + sizeof(form) - 1,
                      arena_printf(req->arena, "X-QFMock-Trigger: %s", header));
    request_advise(req, QFPAY_REQ_NONE,
                   "X-QFMock-Trigger was not understood: write respcd= and a code of the "
                   "catalogue.");
    return (struct trigger){.kind = TRIGGER_NONE};
}

struct trigger
trigger_read(struct request *req)
{
    const char *txamt = request_value(req, "txamt");

    if (req->headers.trigger != NULL)
        return read_header(req, req->headers.trigger);
    if (!req->server->settings->triggers || req->endpoint != QFPAY_ENDPOINT_PAYMENT ||
        strlen(txamt) != 6)
        return (struct trigger){.kind = TRIGGER_NONE};
    for (size_t i = 0; i < trigger_amount_count; i++) {
        const struct trigger_amount *row = &trigger_amounts[i];

        if (strncmp(txamt, row->prefix, 2) == 0 && qfpay_code_find(txamt + 2) != NULL)
            return follow(req, row->kind, txamt + 2, arena_printf(req->arena, "amount %s", txamt));
    }
    return (struct trigger){.kind = TRIGGER_NONE};
}
