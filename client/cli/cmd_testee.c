/*
 * qfpay testee: this library behind the protocol with which qfpay-conform certifies clients.
 *
 * One JSON object per line comes in with a member "op", one goes out per line. What is not known is
 * skipped, what cannot be understood is an error, and the next line is read in either case.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "input.h"
#include "program/print.h"
#include "qfpay/form.h"
#include "qfpay/wire.h"

struct operation {
    const char *name;
    /* Add the results to answer; NULL when all is well, else what was wrong with the question. */
    const char *(*run)(const cJSON *question, cJSON *answer);
};

static const char *
text_of(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(object, name));
}

/* A set of parameters from a JSON object of texts and numbers, in its order. */
struct question_params {
    struct qfpay_param list[QFPAY_PARAM_MAX];
    char numbers[QFPAY_PARAM_MAX][32];
    size_t count;
};

static const char *
read_params(const cJSON *question, struct question_params *params)
{
    const cJSON *object = cJSON_GetObjectItemCaseSensitive(question, "params");
    const cJSON *item = NULL;

    params->count = 0;
    if (!cJSON_IsObject(object))
        return "params must be an object";
    cJSON_ArrayForEach(item, object)
    {
        const char *value = cJSON_GetStringValue(item);

        if (params->count == QFPAY_PARAM_MAX)
            return "too many params";
        if (!value) {
            char *number = params->numbers[params->count];

            if (!cJSON_IsNumber(item) ||
                qfpay_wire_print(item, number, sizeof params->numbers[0], NULL) != QFPAY_OK)
                return "params must be texts or numbers";
            value = number;
        }
        params->list[params->count++] = qfpay_param_of(item->string, value);
    }
    return NULL;
}

static const char *
op_sign(const cJSON *question, cJSON *answer)
{
    struct question_params params;
    const char *client_key = text_of(question, "client_key");
    const char *sign_type = text_of(question, "sign_type");
    const char *wrong = read_params(question, &params);
    enum qfpay_digest digest = QFPAY_DIGEST_MD5;
    struct qfpay_error err = {.status = QFPAY_OK};
    char hex[QFPAY_SIGN_HEX_SIZE];
    qfpay_signer *signer = NULL;
    enum qfpay_status status = QFPAY_OK;

    if (wrong)
        return wrong;
    if (!client_key)
        return "client_key must be a text";
    if (sign_type && !qfpay_digest_find(sign_type, &digest))
        return "sign_type must be MD5 or SHA256";
    status = qfpay_signer_new(&signer, &err);
    if (status == QFPAY_OK)
        status = qfpay_sign(signer, params.list, params.count, client_key, digest, hex, &err);
    qfpay_signer_free(signer);
    if (status != QFPAY_OK)
        return "these params cannot be signed";
    (void)cJSON_AddStringToObject(answer, "sign", hex);
    return NULL;
}

static const char *
op_encode(const cJSON *question, cJSON *answer)
{
    struct question_params params;
    const char *wrong = read_params(question, &params);
    size_t len = 0;
    char *body = NULL;

    if (wrong)
        return wrong;
    params.count = qfpay_param_filled(params.list, params.count, params.list);
    if (qfpay_form_encode(params.list, params.count, NULL, 0, &len) != QFPAY_E_SPACE)
        return "these params cannot be encoded";
    body = malloc(len + 1);
    if (body && qfpay_form_encode(params.list, params.count, body, len + 1, NULL) == QFPAY_OK)
        (void)cJSON_AddStringToObject(answer, "body", body);
    free(body);
    return NULL;
}

/*
 * What the call's answer says, for callers that know nothing else: of a query that was refused that
 * it was refused, of bytes that are no answer that nothing is known and asking again is due.
 */
static const char *
outcome_word(const qfpay_answer *answer)
{
    const char *respcd = NULL;

    if (!answer)
        return qfpay_outcome_name(QFPAY_OUTCOME_PENDING);
    respcd = qfpay_record_text(qfpay_answer_top(answer), "respcd");
    if (qfpay_answer_endpoint(answer) == QFPAY_ENDPOINT_QUERY && !qfpay_answer_worked(answer) &&
        qfpay_answer_response(answer)->http_status == 200)
        return qfpay_outcome_name(qfpay_outcome_of(respcd));
    return qfpay_outcome_name(qfpay_answer_outcome(answer));
}

static const char *
op_classify(const cJSON *question, cJSON *answer)
{
    const char *name = text_of(question, "endpoint");
    const char *body = text_of(question, "body");
    const cJSON *http_status = cJSON_GetObjectItemCaseSensitive(question, "http_status");
    struct qfpay_asked asked = {.endpoint = QFPAY_ENDPOINT_PAYMENT,
                                .pay_type = text_of(question, "pay_type"),
                                .syssn = text_of(question, "syssn"),
                                .out_trade_no = text_of(question, "out_trade_no")};
    struct qfpay_response response;
    qfpay_answer *read = NULL;

    if (!name || !qfpay_endpoint_find(name, &asked.endpoint))
        return "endpoint is not known";
    if (!body || !cJSON_IsNumber(http_status))
        return "body must be a text and http_status a number";
    qfpay_response_init(&response);
    response.http_status = (int)http_status->valuedouble;
    if (qfpay_response_add_body(&response, body, strlen(body)) != QFPAY_OK ||
        qfpay_answer_parse(&asked, &response, &read, NULL) != QFPAY_OK)
        read = NULL;
    (void)cJSON_AddStringToObject(answer, "outcome", outcome_word(read));
    if (read && qfpay_answer_syssn(read)[0] != '\0')
        (void)cJSON_AddStringToObject(answer, "syssn", qfpay_answer_syssn(read));
    if (read && qfpay_answer_text(read, "txamt")[0] != '\0')
        (void)cJSON_AddStringToObject(answer, "txamt", qfpay_answer_text(read, "txamt"));
    qfpay_answer_free(read);
    qfpay_response_clear(&response);
    return NULL;
}

static const char *
op_verify_notification(const cJSON *question, cJSON *answer)
{
    const char *body = text_of(question, "body");
    const char *client_key = text_of(question, "client_key");
    qfpay_notification *notification = NULL;
    enum qfpay_status status = QFPAY_OK;

    if (!body || !client_key)
        return "body and client_key must be texts";
    status = qfpay_notification_check(body, strlen(body), text_of(question, "sign"), client_key,
                                      &notification, NULL);
    qfpay_notification_free(notification);
    (void)cJSON_AddBoolToObject(answer, "valid", status == QFPAY_OK);
    return NULL;
}

static const char *op_capabilities(const cJSON *question, cJSON *answer);

static const struct operation operations[] = {
    {"capabilities", op_capabilities},
    {"sign", op_sign},
    {"encode", op_encode},
    {"classify", op_classify},
    {"verify_notification", op_verify_notification},
};

static const char *
op_capabilities(const cJSON *question, cJSON *answer)
{
    cJSON *names = cJSON_AddArrayToObject(answer, "capabilities");

    (void)question;
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        (void)cJSON_AddItemToArray(names, cJSON_CreateString(operations[i].name));
    (void)cJSON_AddStringToObject(answer, "name", "libqfpay");
    (void)cJSON_AddStringToObject(answer, "version", qfpay_client_version());
    return NULL;
}

static const struct operation *
find_operation(const char *name)
{
    for (size_t i = 0; i < sizeof operations / sizeof *operations; i++)
        if (strcmp(operations[i].name, name) == 0)
            return &operations[i];
    return NULL;
}

static void
answer_question(const cJSON *question, cJSON *answer)
{
    const char *op = text_of(question, "op");
    const struct operation *operation = op ? find_operation(op) : NULL;
    const char *wrong = NULL;

    if (!op)
        wrong = "the line must be a JSON object with a text op";
    else if (operation)
        wrong = operation->run(question, answer);
    else
        (void)cJSON_AddTrueToObject(answer, "skipped");
    if (wrong)
        (void)cJSON_AddStringToObject(answer, "error", wrong);
}

/* Returns false when nobody reads the answers any more. */
static bool
answer_line(const struct input_buffer *line, enum input_line result)
{
    cJSON *question = NULL;
    cJSON *answer = cJSON_CreateObject();
    size_t text_len = 0;
    char *text = NULL;
    bool is_written = false;

    if (result == INPUT_LINE_TOO_LONG)
        (void)cJSON_AddStringToObject(answer, "error", "the line is too long");
    else if (qfpay_wire_parse(line->bytes, line->len, &question, NULL) == QFPAY_OK)
        answer_question(question, answer);
    else
        (void)cJSON_AddStringToObject(answer, "error", "the line is not JSON");
    if (qfpay_wire_print(answer, NULL, 0, &text_len) == QFPAY_E_SPACE)
        text = malloc(text_len + 1);
    if (text && qfpay_wire_print(answer, text, text_len + 1, NULL) == QFPAY_OK) {
        print_json(stdout, text);
        is_written = putchar('\n') != EOF && fflush(stdout) == 0;
    }
    free(text);
    cJSON_Delete(question);
    cJSON_Delete(answer);
    return is_written;
}

static int
run(const struct cli_command *command, int argc, char **argv)
{
    struct input_buffer line = {.bytes = NULL};
    enum input_line result = INPUT_LINE_END;
    int exit_status = CLI_OK;

    if (!cli_parse(command, NULL, NULL, argc, argv, NULL, &exit_status))
        return exit_status;
    while ((result = input_line(&line)) != INPUT_LINE_END) {
        bool is_blank = result == INPUT_LINE_READ && strspn(line.bytes, " \t\r") == line.len;

        if (!is_blank && !answer_line(&line, result)) {
            exit_status = CLI_FAULT;
            break;
        }
    }
    free(line.bytes);
    return exit_status;
}

const struct cli_command cmd_testee = {
    .name = "testee",
    .arguments = "",
    .about = "Answer questions about this client on stdin and stdout, for test programs.",
    .more = "One JSON object per line each way; op is capabilities, sign, encode, classify or\n"
            "verify_notification.",
    .otherwise = "questions come on standard input",
    .run = run,
};
