/* What the runner's tests share: fixture folders made for one test, canned answers, cmocka. */
#ifndef CONFORM_TESTS_SUPPORT_H
#define CONFORM_TESTS_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fixture/suite.h"
#include "judge/judge.h"
#include "request/credentials.h"
#include "request/message.h"
#include "run/run.h"

/* Load a folder with three requirements (PAY-EXP-02, PAY-EXP-03, SIG-15), the retired id made.old,
 * the templates wechat-web-qr, alipay-qr, query and refund, and one file cases/made.json with this
 * content. NULL when there were problems. */
struct suite *load_file(const char *content);

/* The same with requirements.json and retired.json of one's own, where they are not NULL. */
struct suite *load_folder(const char *own_requirements, const char *own_retired,
                          const char *content);

/* The same for one case: {"id": "made.case", ...} with members added or replaced. */
struct suite *load_case(const char *members);

/* The same for one payment with this expectation. */
struct suite *load_expectation(const char *expect);

/* What the last load complained about; "" for nothing. */
const char *problems(void);

void assert_contains(const char *text, const char *part);
void assert_lacks(const char *text, const char *part);

/* A judge over a canned answer. */
struct bench {
    struct suite *suite;
    struct arena *arena;
    struct scope scope;
    struct credentials merchant;
    struct findings findings;
    struct judge judge;
    struct reply reply;
    cJSON *json; /* of the reply, owned here */
};

/* A reply with this status and body, and the judge to go with it; caller frees with bench_free. */
struct bench *a_reply(int http, const char *body);
void bench_free(struct bench *bench);

/* Give the reply a header. */
void with_header(struct bench *bench, const char *name, const char *value);

/* Judge the reply by an expectation, written as JSON; the message of the first finding, or "". */
const char *judged(struct bench *bench, const char *expect);

#endif
