/* See dispatch.h. */
#include "http/dispatch.h"

#include "api/api.h"
#include "control/control.h"

struct reply
dispatch(struct request *req)
{
    return control_has_path(req->path) ? control_handle(req) : api_handle(req);
}
