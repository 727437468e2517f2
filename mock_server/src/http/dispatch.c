/* See dispatch.h. */
#include "http/dispatch.h"

#include "api/api.h"
#include "control/control.h"
#include "http/probe.h"

struct reply
dispatch(struct request *req)
{
    struct reply reply;

    if (probe_answers(req, &reply))
        return reply;
    return control_has_path(req->path) ? control_handle(req) : api_handle(req);
}
