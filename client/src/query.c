/*
 * Looking transactions up.
 */
#include "client.h"
#include "params.h"

enum qfpay_status
qfpay_query(qfpay_client *client, const struct qfpay_filter *filter, qfpay_answer **out,
            struct qfpay_error *err)
{
    struct params params = {.count = 0};
    struct call call = {.endpoint = QFPAY_ENDPOINT_QUERY,
                        .params = params.list,
                        .is_refund = filter->is_refund,
                        .repeatable = true};
    enum qfpay_status status = QFPAY_OK;

    params_text(&params, "mchid", client->mchid);
    params_text(&params, "syssn", filter->syssn);
    params_text(&params, "out_trade_no", filter->out_trade_no);
    params_text(&params, "pay_type", filter->pay_type);
    params_text(&params, "respcd", filter->respcd);
    params_text(&params, "start_time", filter->start_time);
    params_text(&params, "end_time", filter->end_time);
    params_text(&params, "txzone", filter->txzone);
    params_number(&params, "page", filter->page);
    params_number(&params, "page_size", filter->page_size);
    call.count = params.count;

    status = params_check(&params, QFPAY_ENDPOINT_QUERY, err);
    if (status != QFPAY_OK)
        return status;
    return call_patiently(client, &call, out, err);
}
