/*
 * The ends of the calls after a payment.
 */
#include "followup.h"

#include <stdio.h>

#include "program/print.h"
#include "show.h"

static int
exit_of(const qfpay_answer *answer)
{
    switch (qfpay_answer_outcome(answer)) {
    case QFPAY_OUTCOME_SUCCESS:
        return CLI_OK;
    case QFPAY_OUTCOME_PENDING:
        /* Without a subject it was HTTP 429 for too long. */
        return qfpay_answer_subject(answer) ? CLI_PENDING : CLI_REFUSED;
    case QFPAY_OUTCOME_FAILURE:
        break;
    }
    return CLI_REFUSED;
}

int
followup_end(const struct followup_words *words, bool json, const qfpay_answer *answer)
{
    int exit_status = exit_of(answer);

    if (json) {
        show_json(answer);
        return exit_status;
    }
    if (exit_status == CLI_REFUSED) {
        show_refusal(answer);
        return exit_status;
    }
    show_toned(stdout, exit_status == CLI_OK ? SHOW_GOOD : SHOW_OPEN,
               exit_status == CLI_OK ? words->done : words->pending);
    (void)putchar('\n');
    show_record(qfpay_answer_subject(answer));
    show_advice(answer);
    if (words->hint)
        print("  %s\n", words->hint);
    return exit_status;
}

int
followup_run(const struct cli_command *command, int argc, char **argv)
{
    struct qfpay_error err = {.status = QFPAY_OK};
    struct followup followup = {.settings = {.json = false}};
    qfpay_client *client = NULL;
    qfpay_answer *answer = NULL;
    int exit_status = CLI_OK;

    if (!cli_parse(command, &followup, &followup.settings, argc, argv, NULL, &exit_status) ||
        !cli_client_new(&followup.settings, &client, &exit_status))
        return exit_status;
    if (command->followup->call(client, &followup, &answer, &err) != QFPAY_OK)
        exit_status = show_failure(command->name, followup.settings.json, &err);
    else
        exit_status = followup_end(command->followup, followup.settings.json, answer);
    qfpay_answer_free(answer);
    qfpay_client_free(client);
    return exit_status;
}
