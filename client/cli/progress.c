/*
 * Waiting in front of a person.
 *
 * On a terminal one line is rewritten; elsewhere a line is written whenever something changed, so
 * that a log of half an hour stays short.
 */
#include "progress.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "program/print.h"
#include "qfpay/code.h"
#include "show.h"

struct progress_view {
    bool is_terminal;
    bool is_quiet;
    char last[96]; /* what was said last, without the times */
};

static volatile sig_atomic_t interrupted;

static void
interrupt(int signal_number)
{
    (void)signal_number;
    interrupted = 1;
}

/* A second Ctrl-C ends the program as usual. */
static void
catch_interrupt(void)
{
    struct sigaction action = {.sa_handler = interrupt};

    (void)sigemptyset(&action.sa_mask);
    action.sa_flags = (int)SA_RESETHAND;
    (void)sigaction(SIGINT, &action, NULL);
}

static void
describe(const struct qfpay_progress *progress, char *text, size_t size)
{
    const qfpay_answer *answer = progress->answer;
    const struct qfpay_code *code = answer ? qfpay_code_find(qfpay_answer_respcd(answer)) : NULL;

    if (!answer)
        (void)snprintf(text, size, "no answer: %s", progress->trouble);
    else if (qfpay_answer_response(answer)->http_status == 429)
        (void)snprintf(text, size, "HTTP 429, too many requests");
    else if (qfpay_answer_worked(answer) && !qfpay_answer_subject(answer))
        (void)snprintf(text, size, "QFPay shows no such transaction yet");
    else
        (void)snprintf(text, size, "%s %s", qfpay_answer_respcd(answer),
                       code ? code->text[QFPAY_LANG_EN] : qfpay_answer_resperr(answer));
}

static bool
show_progress(void *context, const struct qfpay_progress *progress)
{
    struct progress_view *view = context;
    char text[sizeof view->last];
    bool changed = false;

    describe(progress, text, sizeof text);
    changed = strcmp(text, view->last) != 0;
    memcpy(view->last, text, sizeof text);
    if (!view->is_quiet && (view->is_terminal || changed) && progress->next_pause_ms > 0) {
        print_own(stderr, view->is_terminal ? "\r\033[K" : "");
        print_to(stderr, "waiting %" PRId64 " s: %s", progress->waited_ms / 1000, text);
        print_own(stderr, view->is_terminal ? "" : "\n");
    }
    return !interrupted;
}

static int
show_end(const qfpay_answer *answer)
{
    if (!qfpay_answer_worked(answer)) {
        show_refusal(answer);
        return qfpay_answer_response(answer)->http_status == 429 ? CLI_PENDING : CLI_REFUSED;
    }
    switch (qfpay_answer_outcome(answer)) {
    case QFPAY_OUTCOME_SUCCESS:
        show_done(qfpay_answer_subject(answer));
        return CLI_OK;
    case QFPAY_OUTCOME_PENDING:
        show_toned(stdout, SHOW_OPEN,
                   qfpay_record_is_refund(qfpay_answer_subject(answer))
                       ? "The refund is still in progress."
                       : "Not paid yet; the order may still be paid.");
        (void)putchar('\n');
        if (!qfpay_answer_subject(answer))
            (void)puts("  QFPay shows no such order. Check the number; orders of other months need "
                       "start_time and end_time in a query.");
        else
            show_record(qfpay_answer_subject(answer));
        return CLI_PENDING;
    case QFPAY_OUTCOME_FAILURE:
        break;
    }
    show_refusal(answer);
    show_record(qfpay_answer_subject(answer));
    return CLI_REFUSED;
}

static int
exit_of_answer(const qfpay_answer *answer)
{
    switch (qfpay_answer_outcome(answer)) {
    case QFPAY_OUTCOME_SUCCESS:
        return CLI_OK;
    case QFPAY_OUTCOME_FAILURE:
        return CLI_REFUSED;
    case QFPAY_OUTCOME_PENDING:
        break;
    }
    return qfpay_answer_worked(answer) || qfpay_answer_response(answer)->http_status == 429
               ? CLI_PENDING
               : CLI_REFUSED;
}

int
progress_wait(const char *command, qfpay_client *client, const struct qfpay_wait *wait, bool json)
{
    struct qfpay_wait shown = *wait;
    struct progress_view view = {.is_terminal = isatty(STDERR_FILENO) == 1, .is_quiet = json};
    struct qfpay_error err = {.status = QFPAY_OK};
    qfpay_answer *answer = NULL;
    enum qfpay_status status = QFPAY_OK;
    int exit_status = CLI_OK;

    catch_interrupt();
    shown.progress = show_progress;
    shown.context = &view;
    status = qfpay_wait(client, &shown, &answer, &err);
    if (view.is_terminal && !view.is_quiet)
        (void)fputs("\r\033[K", stderr);
    if (status != QFPAY_OK)
        return show_failure(command, json, &err);
    if (json)
        show_json(answer);
    exit_status = json ? exit_of_answer(answer) : show_end(answer);
    qfpay_answer_free(answer);
    return exit_status;
}
