/* What was tried and what became of it, whatever the command: a case against a server, a vector
 * against a testee, a scenario for a client. Reports know nothing else. A trial is made once and
 * only read; a result belongs to one trial and owns all its texts through its arena. */
#ifndef CONFORM_RESULT_H
#define CONFORM_RESULT_H

#include <stdint.h>

#include "fixture/suite.h"
#include "fixture/words.h"

/* One thing to try. All borrowed. */
struct trial {
    const char *id;
    const char *group;     /* the part of the id that people sort by: "payment.txamt" */
    const char *file;      /* below the fixtures folder */
    const char *comment;   /* why it exists */
    const char *pitfall;   /* what it can expose: "PIT-50", or several with ", " between; NULL */
    const char *operation; /* of a client, that a vector asks for: "sign"; NULL of all others */
    enum evidence evidence;
    const char *source;
    const struct requirement *const *requirements; /* all that it says something about */
    size_t requirement_count;
    size_t listed_count;  /* of these, the first: those that it is there for */
    capability_set needs; /* of a server; 0 of all others */
    bool needs_pay_type;  /* beside 800201 */
};

/* On what a check rests. */
struct grade {
    enum evidence evidence;
    const char *source;
    const struct requirement *const *requirements; /* borrowed */
    size_t requirement_count;
};

/* What an object says about its own evidence, source and requirements replaces what was before. */
void grade_read(struct grade *grade, const struct suite *suite, struct arena *arena,
                const cJSON *object);

struct finding {
    struct grade grade;
    const char *message; /* one sentence: what was expected, what came */
    const char *cause;   /* the same without what is this trial's own */
    size_t step;         /* from 0 */
    struct finding *next;
};

/* In the order of discovery. */
struct findings {
    struct finding *first;
    struct finding **end; /* where the next one goes */
    size_t count;
    size_t assumed; /* of these, those that only differ from an assumption */
};

/* Of one result; a target that breaks every record of a long list says no more with the next. */
enum { FINDINGS_MAX = 50, FINDING_MESSAGE_MAX = 2000 };

/* One step and what went over the wire in it, for people: printable, short, without secrets. */
struct exchange_note {
    size_t step;        /* from 0 */
    const char *title;  /* "call payment" */
    const char *sent;   /* NULL when nothing was */
    const char *answer; /* NULL with sent */
    struct exchange_note *next;
};

struct result {
    const struct trial *trial;
    struct arena *arena;
    enum verdict verdict;
    bool withheld;           /* skipped, because a live target is not sent it */
    bool open;               /* unmet, because the target does otherwise what no document decides */
    const char *skip_reason; /* why it was skipped or is unmet; "" of all others */
    const char *unmet_cause; /* that reason without what is this trial's own; NULL unless unmet */
    size_t unmet_step;       /* from 0; which step did not do it */
    struct findings findings;
    struct exchange_note *notes; /* in the order of steps; one step may have several */
    struct exchange_note **notes_end;
    int64_t duration_ms;
    const char *known; /* the reason why a failure is expected, else NULL */
    /* The known mistakes that what was found is a sure sign of, as in trial.pitfall; NULL. */
    const char *charges;
    /* "PIT-75 in verify_notification": the cause of all that was found, whatever it says; NULL
     * where nothing is charged, or not by a single operation. */
    const char *charged_cause;
};

void findings_init(struct findings *findings);

/* The verdict of a trial that ran: pass, differs or fail. */
enum verdict findings_verdict(const struct findings *findings);

/* Append a finding; message is made printable, into arena, and shortened when it is very long.
 * Beyond FINDINGS_MAX that fail and as many that differ, further ones are dropped. */
void findings_add(struct findings *findings, struct arena *arena, const struct grade *grade,
                  size_t step, const char *message);

/* Whether two findings of one step rest on the same rules and source, so that these need be told
 * only once. b may be NULL. */
bool finding_shares_grade(const struct finding *a, const struct finding *b);

/* A result of nothing yet, with an arena of its own; caller frees result->arena. */
void result_begin(struct result *result, const struct trial *trial);

/* Move a result to another place; from is none any more. */
void result_move(struct result *to, struct result *from);

/* The trial cannot be made; reason is borrowed for the result's life. */
void result_skip(struct result *result, const char *reason);

/* What the trial needs did not come about, and it ends here: nobody knows whether its rules hold.
 * reason is made printable, into the result's arena. */
void result_unmet(struct result *result, size_t step, const char *reason);

/* Whether the trial came to what it is about: neither skipped nor unmet. */
bool result_has_run(const struct result *result);

/* Note a step; title, sent and answer must live as long as the result. */
void result_note(struct result *result, size_t step, const char *title, const char *sent,
                 const char *answer);

/* The last note of a step; NULL when it has none. Of several exchanges in one step, it is the last
 * that was found wanting. */
const struct exchange_note *result_last_note(const struct result *result, size_t step);

/* Note a broken expectation, graded as the trial itself is. */
void result_finding(struct result *result, size_t step, const char *format, ...) QFPAY_PRINTF(3, 4);

/* Charge known mistakes, a list as in trial.pitfall, beside a finding; NULL charges nothing. */
void result_charge(struct result *result, const char *pitfalls);

/* Read the verdict off the findings, unless the trial was skipped or is unmet. */
void result_end(struct result *result, int64_t duration_ms);

/* Give back the memory of a trial that passed: nobody asks what was sent in it. */
void result_slim(struct result *result);

/* What a trial's own expectations rest on. */
struct grade trial_grade(const struct trial *trial);

#endif
