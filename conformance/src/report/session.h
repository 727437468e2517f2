/* Runs trials as cmocka tests, one each, and reports on them in every form the user asked for. The
 * commands `server`, `client` and `client --network` differ in what a trial is and how it is made;
 * this is what they share: selection, known failures, the watchdog, reports, the exit status. */
#ifndef CONFORM_SESSION_H
#define CONFORM_SESSION_H

#include "base/exit_status.h"
#include "options/options.h"
#include "report/report.h"

/* What a command brings. All borrowed until session_close. */
struct exam {
    const struct suite *suite; /* its requirements make the matrix */
    const struct options *options;
    const char *kind;           /* of levels: "server", "client", "network" */
    const struct trial *trials; /* all that exist; --filter selects among them */
    size_t trial_count;
    /* Make one trial: fill in result, which was begun for it. index counts within trials. Whoever
     * made it elsewhere says in duration_ms how long it took. */
    void (*run)(void *context, size_t index, struct result *result);
    /* Whether a trial had ended when the user wanted to stop, so that its result still counts. NULL
     * when trials are made one after the other. */
    bool (*has_ended)(void *context, size_t index);
    void *context;
    int seconds; /* a trial that takes longer is a bug of the runner, which then ends */
};

struct session;

/* Select trials, read the known failures, look whether reports can be written. NULL after a line on
 * standard error, then the exit status is EXIT_USAGE; else caller frees with session_close. */
struct session *session_open(const struct exam *exam);

/* Run the selected trials and write the reports; head is borrowed. While it runs, standard output
 * is muted for everybody but the report. */
enum exit_status session_run(struct session *session, const struct report_head *head);

/* The level that was wished for; NULL: none. */
const struct level *session_level(const struct session *session);

/* Whether a trial was selected; by index within the exam's trials. */
bool session_selects(const struct session *session, size_t index);

/* Accepts NULL. */
void session_close(struct session *session);

#endif
