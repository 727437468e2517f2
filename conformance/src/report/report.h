/* What a run leaves behind: a text and a page for people, TAP, JUnit, JSON. */
#ifndef CONFORM_REPORT_H
#define CONFORM_REPORT_H

#include "base/sign_key.h"
#include "fixture/fixtures_digest.h"
#include "options/options.h"
#include "report/matrix.h"
#include "trial/result.h"

/* Something that was found out about what is judged. */
struct ability {
    const char *name;  /* for programs: "sandbox.clock" */
    const char *about; /* for people: "a clock" */
};

/* Where a capability was looked for, and what was found there. */
struct discovery {
    const char *name;
    const char *asked;  /* "GET /__sandbox/clock" */
    const char *wanted; /* "an object with a text `now`" */
    const char *found;  /* "HTTP 404"; NULL: it was not looked for */
    bool is_there;
};

/* One of several things that a client may have without the others, such as a digest: what was
 * answered where it was asked for. */
struct certificate {
    const char *name; /* "SHA256" */
    size_t right;     /* trials */
    size_t wrong;
    size_t skipped;
};

struct identity; /* target.h */

/* What a command says about itself, at the top of every report. All borrowed. */
struct report_head {
    const char *command; /* "server", "client", "client --network" */
    const char *unit;    /* what one trial is called: "case", "vector", "scenario" */
    const char *about;   /* what is judged: an URL, or a command line; printable, no secrets */
    const struct identity *identity; /* what it says of itself; NULL: nobody asked */
    const struct ability *abilities;
    size_t ability_count;
    const struct discovery *discoveries; /* of all capabilities */
    size_t discovery_count;
    bool has_sandbox;                     /* so that what is not there is worth a word */
    const struct certificate *signatures; /* by digest, filled in as it goes along */
    size_t signature_count;
    /* The command that makes one trial again: what stands before " --filter ID", and what behind it
     * ("" or " -- COMMAND"). NULL when there is none. */
    const char *rerun;
    const char *rerun_rest;
    /* Skipping everything is as expected: a server without a sandbox has not failed. A client that
     * skips everything is not certified by that. */
    bool may_skip_all;
};

struct standing; /* standing.h */

struct report {
    const struct report_head *head;
    const struct suite *suite;
    const struct options *options;
    const char *kind;           /* whose levels are looked at: "server", "client", "network" */
    const struct level *level;  /* the one wished for; NULL: none */
    const struct trial *trials; /* all that exist, selected or not */
    size_t trial_count;
    struct result *results; /* of the selected ones, in order; those up to done are filled in */
    size_t count;
    size_t done;
    size_t verdicts[VERDICT_COUNT];
    size_t unexpected;  /* results that make the exit status 1 */
    int64_t started_at; /* seconds since 1970 */
    int64_t duration_ms;
    const struct standing *standings; /* at the end, with the levels of the kind */
    size_t standing_count;
    bool colour;                     /* the text goes to a terminal */
    struct fixtures_digest fixtures; /* hex "" where it is not known */
    const struct sign_key *sign_key; /* that the JSON report is signed with; NULL: none */
};

/* Whether a result is what the user expects: no failure, except where one is known. */
bool result_is_expected(const struct result *result, bool strict);

/* Why an unexpected result is one, for a line: the first finding, or that a known failure passes.
 */
const char *result_headline(struct arena *arena, const struct result *result);

/* The mistake that is charged, else the headline without what is the result's own, or why a failure
 * was expected: what results of one cause have in common. */
const char *result_cause(const struct result *result);

/* Whether a result is the first unexpected one of its cause, or says something that none before it
 * has said and that is not put down to a mistake told before. */
bool result_is_news(const struct report *report, const struct result *result);

/* In a word for programs: "certified", "in part", "wrong", "not there", "not asked". */
const char *certificate_verdict(const struct certificate *certificate);

/* "certified for MD5; SHA256: not there"; NULL when no signature was asked for. */
const char *signatures_words(struct arena *arena, const struct report_head *head);

/* "PAY-EXP-02, PAY-EXP-03"; "no rule" of what is put down to none */
const char *rule_names(struct arena *arena, const struct grade *grade);

/* For people, as it goes along. */
void text_begin(FILE *out, const struct report *report);
void text_result(FILE *out, const struct report *report, const struct result *result);
void text_end(FILE *out, const struct report *report, const struct matrix_row *rows);

/* Test Anything Protocol, as it goes along; number counts from 1. */
void tap_begin(FILE *out, const struct report *report);
void tap_result(FILE *out, const struct report *report, const struct result *result, size_t number);
void tap_end(FILE *out, const struct report *report);

/* Whole files, at the end. false when writing failed. */
typedef bool report_write(FILE *out, const struct report *report, const struct matrix_row *rows);
report_write junit_write;
report_write json_write;
report_write html_write;
report_write badge_write; /* SVG */

#endif
