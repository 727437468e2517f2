/* A case under way, and what its steps do to it. */
#ifndef CONFORM_COURSE_H
#define CONFORM_COURSE_H

#include "fixture/suite.h"
#include "judge/judge.h"
#include "request/message.h"
#include "request/request.h"
#include "target/target.h"
#include "target/world.h"
#include "trial/result.h"

/* A case under way. */
struct course {
    const struct suite *suite;
    struct target *target;
    const struct test_case *test;
    struct result *result;
    struct world world;
    struct scope scope;
    struct judge judge;
    struct shown_code *codes; /* that a person can be shown; see person.c */
    const cJSON *next;        /* step; NULL at the end */
    int64_t pause_ms;         /* before the next step, where no clock can be moved */
    int64_t paused_at;        /* in now_ms; 0 when it does not pause */
    int seconds;              /* that the case may take */
    bool stopped;             /* a later step would lack what this one did not bring */
};

/* A few words for a step: "call query", "payer pay (too late to pay)". */
const char *step_title(struct arena *arena, const cJSON *step);

/* A failure that is put down to none of the case's rules, whatever its own evidence is. */
void course_stop(struct course *course, const char *message);

/* Whether a step only prepares. Behind an outcome that was only assumed and is otherwise, whatever
 * is needed differs with it. */
bool course_prepares(const struct course *course, const cJSON *step);

/* A step that prepares did not do it: the case says nothing about its rules, and stops. */
void course_unmet(struct course *course, const cJSON *step, const char *why);

/* Skip the case, because a request may not leave, and stop it. */
void course_refuse(struct course *course, const char *why);

/* Act as a role from here on; false, and the case unmet, when there is no such merchant. */
bool course_enter(struct course *course, enum role role);

/* Replace variables; NULL after noting the problem, which stops the case. */
const char *course_expand(struct course *course, const char *text);

/* Keep what was sent and what came back for the report. */
void course_note(struct course *course, const cJSON *step, const struct outgoing *outgoing,
                 const struct reply *reply);

/* Let the target's listener, if there is one, hear what a step exchanged: count requests (NULL for
 * other steps than calls, then outgoing) and their replies. */
void course_hear(struct course *course, const cJSON *step, const struct request *requests,
                 const struct outgoing *outgoing, const struct reply *replies, size_t count);

/* Judge one answer of a step by its expectation; true when something was found. */
bool course_judge(struct course *course, const cJSON *step, const struct reply *reply);

/* Bind what a step captures. */
void course_capture(struct course *course, const cJSON *step, const struct reply *reply);

/* Let the sandbox's clock advance, where there is one that moves. */
void course_advance(struct course *course, int seconds);

/* A control path with the current merchant's app code. */
const char *course_with_app_code(struct course *course, const char *path);

#endif
