/*
 * Answers for programs: one JSON object on one line. Names are the API's; scalars are texts as in
 * the API, except what this program itself decides.
 */
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "program/print.h"
#include "qfpay/wire.h"
#include "show.h"

static cJSON *
record_json(const qfpay_record *record)
{
    cJSON *object = cJSON_CreateObject();

    for (size_t i = 0; i < qfpay_record_count(record); i++) {
        const char *name = qfpay_record_name(record, i);
        const char *text = qfpay_record_text(record, name);

        if (text)
            (void)cJSON_AddStringToObject(object, name, text);
        else
            (void)cJSON_AddNullToObject(object, name);
    }
    return object;
}

/* Print and delete. Running out of memory leaves nothing printed; the exit status still tells. */
static void
print_line(cJSON *object)
{
    size_t len = 0;
    char *text = NULL;

    if (qfpay_wire_print(object, NULL, 0, &len) == QFPAY_E_SPACE) {
        text = malloc(len + 1);
        if (text && qfpay_wire_print(object, text, len + 1, NULL) == QFPAY_OK) {
            print_json(stdout, text);
            (void)putchar('\n');
        }
        free(text);
    }
    cJSON_Delete(object);
}

static void
add_header(cJSON *object, const char *key, const qfpay_answer *answer, const char *name)
{
    const char *value = qfpay_response_header(qfpay_answer_response(answer), name);

    if (value)
        (void)cJSON_AddStringToObject(object, key, value);
}

void
show_json(const qfpay_answer *answer)
{
    cJSON *object = cJSON_CreateObject();
    cJSON *records = NULL;

    (void)cJSON_AddStringToObject(object, "outcome",
                                  qfpay_outcome_name(qfpay_answer_outcome(answer)));
    (void)cJSON_AddBoolToObject(object, "worked", qfpay_answer_worked(answer));
    (void)cJSON_AddStringToObject(object, "respcd", qfpay_answer_respcd(answer));
    (void)cJSON_AddStringToObject(object, "resperr", qfpay_answer_resperr(answer));
    (void)cJSON_AddStringToObject(object, "syssn", qfpay_answer_syssn(answer));
    (void)cJSON_AddStringToObject(object, "out_trade_no", qfpay_answer_out_trade_no(answer));
    (void)cJSON_AddNumberToObject(object, "http_status",
                                  qfpay_answer_response(answer)->http_status);
    if (qfpay_answer_subject(answer))
        (void)cJSON_AddItemToObject(object, "transaction",
                                    record_json(qfpay_answer_subject(answer)));
    if (qfpay_answer_endpoint(answer) == QFPAY_ENDPOINT_QUERY) {
        records = cJSON_AddArrayToObject(object, "records");
        for (size_t i = 0; i < qfpay_answer_record_count(answer); i++)
            (void)cJSON_AddItemToArray(records, record_json(qfpay_answer_record(answer, i)));
    }
    if (qfpay_answer_is_unproven(answer))
        (void)cJSON_AddTrueToObject(object, "unproven");
    add_header(object, "diagnosis", answer, "X-QFMock-Diagnosis");
    add_header(object, "requirement", answer, "X-QFMock-Requirement");
    add_header(object, "advice", answer, "X-QFMock-Advice");
    print_line(object);
}

void
show_json_notification(const qfpay_notification *notification, const struct show_findings *findings,
                       const struct qfpay_notification_reply *reply, const struct qfpay_error *err)
{
    char key[QFPAY_NOTIFICATION_KEY_SIZE] = "";
    cJSON *object = cJSON_CreateObject();

    (void)cJSON_AddBoolToObject(object, "genuine", notification != NULL);
    (void)cJSON_AddNumberToObject(object, "http_status", reply->http_status);
    (void)cJSON_AddStringToObject(object, "answer", reply->body);
    if (notification) {
        (void)cJSON_AddBoolToObject(object, "duplicate", findings->is_duplicate);
        (void)cJSON_AddBoolToObject(object, "wrong_amount", findings->is_wrong_amount);
        if (qfpay_notification_key(notification, key, NULL) == QFPAY_OK)
            (void)cJSON_AddStringToObject(object, "key", key);
        (void)cJSON_AddStringToObject(object, "notify_type", qfpay_notification_type(notification));
        (void)cJSON_AddStringToObject(object, "order", qfpay_notification_order(notification));
        (void)cJSON_AddItemToObject(object, "notification",
                                    record_json(qfpay_notification_record(notification)));
    } else {
        (void)cJSON_AddStringToObject(object, "status", qfpay_status_name(err->status));
        (void)cJSON_AddStringToObject(object, "message", err->message);
    }
    print_line(object);
}

void
show_json_pairs(const char *const *pairs)
{
    cJSON *object = cJSON_CreateObject();

    for (; pairs[0]; pairs += 2)
        (void)cJSON_AddStringToObject(object, pairs[0], pairs[1]);
    print_line(object);
}

int
show_failure(const char *command, bool json, const struct qfpay_error *err)
{
    if (json)
        show_json_pairs((const char *const[]){"status", qfpay_status_name(err->status), "message",
                                              err->message, NULL});
    cli_complain(command, "%s", err->message);
    /* Whose answer was lost has been reached. */
    if (err->status == QFPAY_E_TRANSPORT && !json &&
        strncmp(err->message, "the answer to", strlen("the answer to")) != 0)
        (void)fprintf(stderr, "Is the base URL right and the server up? qfpay doctor checks both; "
                              "qfpay-mock starts a sandbox.\n");
    return cli_exit_of(err->status);
}
