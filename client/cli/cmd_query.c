/*
 * qfpay query: look transactions up.
 */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "program/print.h"
#include "qfpay/code.h"
#include "qfpay/currency.h"
#include "show.h"

struct query {
    struct cli_settings settings;
    struct qfpay_filter filter;
};

#define ROWS_OF struct query
static const struct option_row rows[] = {
    {"syssn", "NO", "QFPay's numbers, comma separated.", TEXT(filter.syssn)},
    {"out-trade-no", "NO", "Your numbers, comma separated.", TEXT(filter.out_trade_no)},
    {"pay-type", "TYPE", "Pay types, comma separated.", TEXT(filter.pay_type)},
    {"respcd", "CODE", "Only records in this state.", TEXT(filter.respcd)},
    {"start-time", "TIME", NULL, TEXT(filter.start_time)},
    {"end-time", "TIME", NULL, TEXT(filter.end_time)},
    {"txzone", "ZONE", NULL, TEXT(filter.txzone)},
    {"page", "N", NULL, NUMBER(filter.page), .max = 99999999},
    {"page-size", "N", NULL, NUMBER(filter.page_size), .max = 100},
};

static void
show_row(const qfpay_record *record)
{
    const char *respcd = qfpay_record_text(record, "respcd");
    const char *order_type = qfpay_record_text(record, "order_type");
    const struct qfpay_code *code = qfpay_code_find(respcd);
    enum qfpay_outcome outcome = qfpay_record_outcome(record);
    /* Money came and went again. */
    bool is_undone = outcome == QFPAY_OUTCOME_FAILURE && respcd && strcmp(respcd, "0000") == 0;
    char title[320];

    (void)snprintf(title, sizeof title, "%.20s %s: %.8s %.240s",
                   order_type ? order_type : "payment",
                   is_undone ? "given back" : qfpay_outcome_name(outcome), respcd ? respcd : "",
                   code ? code->text[QFPAY_LANG_EN] : "");
    show_toned(stdout, show_tone_of(outcome), title);
    (void)putchar('\n');
    show_record(record);
}

static bool
has_number(const struct query *query)
{
    return query->filter.syssn || query->filter.out_trade_no;
}

static void
show_list(const struct query *query, const qfpay_answer *answer)
{
    size_t count = qfpay_answer_record_count(answer);

    if (count == 0)
        (void)puts(has_number(query)
                       ? "Nothing found under this number for this app code (and mchid)."
                       : "Nothing found. Without a number only the current month is searched; "
                         "other months need --start-time and --end-time.");
    for (size_t i = 0; i < count; i++)
        show_row(qfpay_answer_record(answer, i));
    if (count > 1)
        print("%zu records, page %s\n", count,
              qfpay_record_text(qfpay_answer_top(answer), "page")
                  ? qfpay_record_text(qfpay_answer_top(answer), "page")
                  : "1");
}

/*
 * A query about one transaction, also a refund, ends as that stands; a list ends well when it could
 * be read.
 */
static int
exit_of_answer(const struct query *query, const qfpay_answer *answer)
{
    size_t count = qfpay_answer_record_count(answer);
    enum qfpay_outcome outcome = qfpay_answer_outcome(answer);

    if (!qfpay_answer_worked(answer))
        return CLI_REFUSED;
    if (!has_number(query) || (!qfpay_answer_subject(answer) && count > 1))
        return CLI_OK;
    if (!qfpay_answer_subject(answer) && count == 1)
        outcome = qfpay_record_outcome(qfpay_answer_record(answer, 0));
    switch (outcome) {
    case QFPAY_OUTCOME_SUCCESS:
        return CLI_OK;
    case QFPAY_OUTCOME_PENDING:
        return CLI_PENDING;
    case QFPAY_OUTCOME_FAILURE:
        break;
    }
    return CLI_REFUSED;
}

static int
run(const struct cli_command *command, int argc, char **argv)
{
    struct query query = {.filter = {.page = 0}};
    struct qfpay_error err = {.status = QFPAY_OK};
    qfpay_client *client = NULL;
    qfpay_answer *answer = NULL;
    int exit_status = CLI_OK;

    if (!cli_parse(command, &query, &query.settings, argc, argv, NULL, &exit_status) ||
        !cli_client_new(&query.settings, &client, &exit_status))
        return exit_status;

    if (qfpay_query(client, &query.filter, &answer, &err) != QFPAY_OK) {
        exit_status = show_failure("query", query.settings.json, &err);
    } else {
        if (query.settings.json)
            show_json(answer);
        else if (qfpay_answer_worked(answer))
            show_list(&query, answer);
        else
            show_refusal(answer);
        exit_status = exit_of_answer(&query, answer);
    }
    qfpay_answer_free(answer);
    qfpay_client_free(client);
    return exit_status;
}

const struct cli_command cmd_query = {
    .name = "query",
    .arguments = "",
    .about = "Look up transactions and their state.",
    .more =
        "With one number the exit status is that transaction's: 0 paid, 3 pending or not found,\n"
        "4 failed. Without a number: 0 when the list was read. A record is what counts; that\n"
        "the query itself answers 0000 says nothing about any payment.\n"
        "\n"
        "  qfpay query --out-trade-no ORDER12345",
    CLI_ROWS(rows),
    .settings = CLI_FOR_CALLS,
    .otherwise = "numbers are --syssn or --out-trade-no",
    .run = run,
};
