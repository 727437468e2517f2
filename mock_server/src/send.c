/* A reply as an HTTP response. The body stays in the exchange's arena, which lives until
 * libmicrohttpd reports completion. */
#include <stdio.h>
#include <string.h>

#include "http_internal.h"
#include "version.h"

/* As captured in 2018 (HTTP-12). */
static const struct {
    const char *name;
    const char *value;
} api_headers[] = {
    {MHD_HTTP_HEADER_SERVER, "nginx"},
    {"X-Powered-By", "QF/1.1"},
};

static bool
add(struct MHD_Response *response, const char *name, const char *value)
{
    return value == NULL || value[0] == '\0' ||
           MHD_add_response_header(response, name, value) == MHD_YES;
}

static bool
add_headers(struct MHD_Response *response, const struct reply *reply)
{
    const struct qfpay_requirement *broken = qfpay_requirement(reply->requirement);
    bool is_refused = reply->requirement != QFPAY_REQ_NONE;
    bool ok = add(response, "X-QFMock-Version", MOCK_VERSION);

    if (reply->body_len > 0)
        ok = ok && add(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/json; charset=UTF-8");
    for (size_t i = 0; reply->is_api && i < sizeof(api_headers) / sizeof(api_headers[0]); i++)
        ok = ok && add(response, api_headers[i].name, api_headers[i].value);
    if (reply->is_signed)
        ok = ok && add(response, "X-QF-SIGN", reply->sign);
    if (is_refused)
        ok = ok && add(response, "X-QFMock-Requirement", broken->id) &&
             add(response, "X-QFMock-Evidence", qfpay_evidence_name(broken->evidence));
    return ok && add(response, "X-QFMock-Diagnosis", reply->diagnosis) &&
           add(response, "X-QFMock-Advice", reply->advice) &&
           add(response, MHD_HTTP_HEADER_ALLOW, reply->allow);
}

enum MHD_Result
send_reply(struct MHD_Connection *connection, const struct reply *reply)
{
    /* The interface takes the body as void *, yet does not write to it. */
    void *body = NULL;
    struct MHD_Response *response;
    enum MHD_Result result = MHD_NO;

    memcpy(&body, &reply->body, sizeof(body));
    response = MHD_create_response_from_buffer(reply->body_len, body, MHD_RESPMEM_PERSISTENT);
    if (response == NULL)
        return MHD_NO;
    if (add_headers(response, reply))
        result = MHD_queue_response(connection, reply->http_status, response);
    MHD_destroy_response(response);
    return result;
}
