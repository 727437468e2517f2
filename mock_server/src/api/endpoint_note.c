/* POST /trade/v1/add_note (NOTE): a remark on a completed transaction, for people who read
 * the portal. The only call that repeats the app code as a parameter. What it must keep are the
 * rows of note_checks.def. */
#include <string.h>

#include "api/api.h"
#include "api/call.h"
#include "api/call_answer.h"
#include "api/contents.h"
#include "api/refuse.h"
#include "notify/store_and_tell.h"
#include "server/server.h"
#include "tell/tale.h"

CONDITION(is_own_app_code,
          strcmp(request_value(call->req, "code"), call->req->merchant->app_code) == 0);

const struct check note_checks[] = {
#include "api/note_checks.def"
    END_OF_CHECKS,
};

static struct reply
answer_note(struct call *call)
{
    struct request *req = call->req;
    struct tale tale = tale_of(req, &call->order, NULL);
    struct tree tree = {.arena = req->arena};
    cJSON *root = node_object(&tree);

    if (req->server->lang == QFPAY_LANG_EN) /* with a capital, as in the sample */
        tale.resperr = "Success";
    tale_write(&tale, SHEET_NOTE, &tree, root);
    tale_write(&tale, SHEET_NOTE_DATA, &tree, node_add_object(&tree, root, "data"));
    return answer(req, &tree, root, tale.respcd);
}

struct reply
add_note_handle(struct call *call)
{
    struct request *req = call->req;
    struct reply reply;

    if (!call_keeps(call, CHAPTER_NOTE, &reply))
        return reply;
    call->order.note = request_value(req, "note");
    if (store_and_tell_change(req->server, req->merchant, &call->order, true) != STORE_OK)
        return fault(req, "store a note");
    return answer_note(call);
}
