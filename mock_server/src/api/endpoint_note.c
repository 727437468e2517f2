/* POST /trade/v1/add_note (contract 10): a remark on a completed transaction, for people who read
 * the portal. The only call that repeats the app code as a parameter. */
#include <string.h>

#include "api.h"
#include "defect.h"
#include "node.h"
#include "operation.h"
#include "refuse.h"
#include "server.h"
#include "settle.h"

static struct reply
answer_note(struct request *req)
{
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);
    cJSON *data;

    node_text(&tree, root, "resperr",
              req->server->lang == QFPAY_LANG_EN ? "Success" : code_text(req, "0000"));
    node_text(&tree, root, "respcd", "0000");
    node_text(&tree, root, "respmsg", "");
    if (!is_defect(DEFECT_NOTE_WITHOUT_DATA)) {
        data = node_add_object(&tree, root, "data");
        node_text(&tree, data, "syssn", request_value(req, "syssn"));
    }
    return answer(req, &tree, root, "0000");
}

/* The note as it is from now on: the new one. */
static const char *
kept_note(struct request *req, const struct trade *trade)
{
    const char *note = request_value(req, "note");

    if (is_defect(DEFECT_NOTE_NOT_KEPT) ||
        (is_defect(DEFECT_NOTE_KEEPS_FIRST) && trade->note[0] != '\0'))
        return trade->note;
    if (is_defect(DEFECT_NOTE_APPENDS))
        return arena_printf(req->arena, "%s%s", trade->note, note);
    return note;
}

struct reply
note_handle(struct request *req)
{
    struct trade trade;
    struct reply reply;

    if (strcmp(request_value(req, "code"), req->merchant->app_code) != 0 &&
        !is_defect(DEFECT_NOTE_CODE_IGNORED))
        return refuse(req, "1104", "code", QFPAY_REQ_NOTE_05,
                      "code must be the app code of the header X-QF-APPCODE.");
    if (!operation_find(req, QFPAY_REQ_NOTE_03, &trade, &reply))
        return reply;
    if (operation_situation(req)[0] != '\0')
        return operation_refuse_as_asked(req);
    if (!trade_is_success(&trade) && !is_defect(DEFECT_NOTE_OF_UNPAID))
        return refuse(req, is_defect(DEFECT_NOTE_UNPAID_OTHER_CODE) ? "1104" : "1261", "",
                      QFPAY_REQ_NOTE_03, "A note needs a completed transaction; this one is %s.",
                      trade_state_name(trade.state));
    trade.note = kept_note(req, &trade);
    if (settle_update(req->server, req->merchant, &trade, true) != STORE_OK)
        return fault(req, "store a note");
    return answer_note(req);
}
