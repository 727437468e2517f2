/* See query_mistake.h. */
#include "query_mistake.h"

#include <string.h>

#include "defect.h"
#include "query_window.h"

bool
query_mistake_hides(const struct request *req, const struct trade *trade)
{
    return (is_defect(DEFECT_REFUNDS_NOT_FOUND) && trade_is_refund(trade)) ||
           (is_defect(DEFECT_QUERY_UNPAID_BY_SYSSN_ONLY) && trade->state == TRADE_UNPAID &&
            request_value(req, "syssn")[0] == '\0') ||
           query_window_hides(req, trade);
}

/* Whether one of the two criteria is satisfied where both are there. */
static bool
satisfies_one(const struct request *req, const struct trade *trade)
{
    const char *pay_type = request_value(req, "pay_type");
    const char *respcd = request_value(req, "respcd");

    return pay_type[0] != '\0' && respcd[0] != '\0' &&
           (strcmp(pay_type, trade->pay_type) == 0 || strcmp(respcd, trade_respcd(trade)) == 0);
}

bool
query_mistake_ignores(const struct request *req, const char *criterion, const struct trade *trade)
{
    if (strcmp(criterion, "out_trade_no") == 0)
        return is_defect(DEFECT_QUERY_BOTH_NUMBERS_OR) && request_value(req, "syssn")[0] != '\0';
    if (is_defect(DEFECT_QUERY_FILTERS_OR))
        return satisfies_one(req, trade);
    return is_defect(strcmp(criterion, "respcd") == 0 ? DEFECT_QUERY_RESPCD_IGNORED
                                                      : DEFECT_QUERY_PAY_TYPE_IGNORED);
}

/* Which mistake opens the accounts of others depends on what is asked for. */
static enum defect
opening(const struct request *req)
{
    if (request_value(req, "syssn")[0] != '\0')
        return DEFECT_QUERY_OTHERS_SYSSN;
    return request_value(req, "out_trade_no")[0] != '\0' ? DEFECT_QUERY_OTHERS_NUMBER
                                                         : DEFECT_QUERY_OTHERS_LIST;
}

bool
query_mistake_looks_into(const struct request *req, const struct merchant *merchant,
                         const struct account *account)
{
    return account->id != req->account->id &&
           (is_defect(opening(req)) ||
            (is_defect(DEFECT_QUERY_OTHER_MCHIDS) && merchant == req->merchant));
}

void
query_mistake_change(cJSON *root, cJSON *data)
{
    cJSON *respcd = cJSON_GetObjectItemCaseSensitive(root, "respcd");
    const cJSON *first = cJSON_GetArrayItem(data, 0);

    if (is_defect(DEFECT_QUERY_SAYS_RECORD_CODE) && first != NULL)
        respcd->valuestring = cJSON_GetObjectItemCaseSensitive(first, "respcd")->valuestring;
    if (is_defect(DEFECT_NOTHING_FOUND_WITHOUT_DATA) && first == NULL)
        (void)cJSON_DetachItemViaPointer(root, data);
    if (!is_defect(DEFECT_RECORDS_OLDEST_FIRST))
        return;
    for (int at = 1; at < cJSON_GetArraySize(data); at++) {
        cJSON *record = cJSON_DetachItemFromArray(data, at);

        (void)cJSON_InsertItemInArray(data, 0, record);
    }
}
