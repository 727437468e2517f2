/* See person.h. Prompts go to standard error, one line each, so that a program can play the person;
 * on a terminal there are a QR code and a countdown besides. Whether an order was paid is not
 * theirs to say: the query does. That somebody cancelled no query shows, so Enter says it. */
#include "run/person.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "base/interrupt.h"
#include "base/json.h"
#include "base/watchdog.h"
#include "program/print.h"
#include "qfpay/currency.h"
#include "qr.h"
#include "run/course.h"
#include "target/paid.h"

enum { LOOK_EVERY_MS = 300, LOOK_LIVE_EVERY_MS = 3000, SLICE_MS = 100 };

struct shown_code {
    const char *syssn;
    const char *qrcode;
    const char *amount; /* for people */
    const char *pay_type;
    struct shown_code *next;
};

/* What a person can be asked to do, and how it shows that they did. */
static const struct act {
    const char *action;
    const char *advice;
    bool ends_with_enter;
} acts[] = {
    {"pay", "scan it and pay", false},
    {"scan", "scan it, leave it so, then press Enter here", true},
    {"cancel", "go back in the wallet without paying, then press Enter here", true},
    {NULL, NULL, false},
};

/* How a wait ended. */
enum ending { DONE, SKIPPED, TIMED_OUT, STOPPED };

void
person_join(struct target *target, struct person *person)
{
    capability_set by_themselves = capability_bit(CAN_PAYER) | capability_bit(CAN_SELF_PAID);

    if (target->can & by_themselves)
        return;
    target->person = person;
    target->can |= capability_bit(CAN_PAID) | capability_bit(CAN_CANCELS);
}

static const char *
amount_of(struct arena *arena, const struct request *request)
{
    const char *txamt = request_value(request, "txamt"), *code = request_value(request, "txcurrcd");
    char text[QFPAY_AMOUNT_TEXT_SIZE];

    qfpay_amount_format(strtoll(txamt ? txamt : "0", NULL, 10), code ? code : "", text);
    return arena_dup(arena, text);
}

void
person_learn(struct course *course, const struct request *request, const struct reply *reply)
{
    struct arena *arena = course->result->arena;
    const char *syssn = json_text(reply->json, "syssn", ""),
               *qrcode = json_text(reply->json, "qrcode", ""),
               *pay_type = request_value(request, "pay_type");
    struct shown_code *code;

    if (!course->target->person || !syssn[0] || !qrcode[0])
        return;
    code = arena_alloc(arena, sizeof *code);
    code->syssn = syssn;
    code->qrcode = qrcode;
    code->amount = amount_of(arena, request);
    code->pay_type = pay_type ? pay_type : "";
    code->next = course->codes;
    course->codes = code;
}

/* "query.state.paid, step 2, pay_type 800201, 0.10 HKD: weixin://wxpay/..." */
static void
prompt(const struct course *course, const struct act *act, const struct shown_code *code)
{
    bool is_terminal = isatty(STDERR_FILENO);
    const char *no_color = getenv("NO_COLOR");

    print_own(stderr, is_terminal ? "\r\033[K" : "");
    print_to(stderr, "%s, step %zu, pay_type %s, %s: %s\n", course->test->id,
             course->judge.step + 1, code->pay_type, code->amount, code->qrcode);
    if (is_terminal && !qr_print(stderr, code->qrcode, !(no_color && no_color[0])))
        fputs("  the code is too long to be drawn\n", stderr);
    print_to(stderr, "  %s (%d s; s and Enter skips the case)\n", act->advice,
             course->target->person->wait_s);
}

/* Wait a moment for a line of the keyboard. NULL when none came, else the first character of it. */
static const char *
read_key(struct person *person, char line[64])
{
    struct pollfd input = {STDIN_FILENO, POLLIN, 0};
    ssize_t len;

    if (poll(&input, person->input_ended ? 0 : 1, SLICE_MS) <= 0)
        return NULL;
    len = read(STDIN_FILENO, line, 63);
    person->input_ended = len <= 0;
    line[len > 0 ? len : 0] = '\0';
    return len > 0 ? line : NULL;
}

static bool
is_paid_now(struct course *course, const char *syssn)
{
    struct arena *arena = arena_new();
    bool is_paid = paid_now(course->target, arena, course->scope.merchant, syssn);

    arena_free(arena);
    return is_paid;
}

static void
count_down(struct person *person, int64_t left_ms)
{
    int64_t seconds = (left_ms + 999) / 1000;

    if (isatty(STDERR_FILENO) && seconds != person->shown_s)
        fprintf(stderr, "\r  %lld s left \033[K", (long long)seconds);
    person->shown_s = seconds;
}

static enum ending
wait_for(struct course *course, const struct act *act, const char *syssn)
{
    struct person *person = course->target->person;
    int64_t every_ms = course->target->guard ? LOOK_LIVE_EVERY_MS : LOOK_EVERY_MS;
    int64_t until_ms = now_ms() + (int64_t)person->wait_s * 1000, look_ms = now_ms();
    char line[64];

    while (now_ms() < until_ms) {
        const char *key = read_key(person, line);

        if (interrupt_requested())
            return STOPPED;
        if (key && (key[0] == 's' || key[0] == 'S'))
            return SKIPPED;
        if (key && key[0] == '\n' && act->ends_with_enter)
            return DONE;
        if (!act->ends_with_enter && now_ms() >= look_ms) {
            if (is_paid_now(course, syssn))
                return DONE;
            look_ms = now_ms() + every_ms;
        }
        count_down(person, until_ms - now_ms());
    }
    return TIMED_OUT;
}

/* The same, without the time of the case and of its watchdog. */
static enum ending
wait_aside(struct course *course, const struct act *act, const char *syssn)
{
    int64_t began_ms = now_ms(), watchdog = watchdog_pause();
    enum ending ending = wait_for(course, act, syssn);

    watchdog_resume(watchdog);
    course->world.deadline_ms += now_ms() - began_ms;
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    return ending;
}

static const struct shown_code *
find_code(const struct course *course, const char *syssn)
{
    const struct shown_code *code = course->codes;

    while (code && strcmp(code->syssn, syssn) != 0)
        code = code->next;
    return code;
}

static const struct act *
find_act(const char *action)
{
    const struct act *act = acts;

    while (act->action && strcmp(act->action, action) != 0)
        act++;
    return act;
}

void
person_act(struct course *course, const cJSON *step, const char *syssn)
{
    const struct shown_code *code = find_code(course, syssn);
    const struct act *act = find_act(json_text(step, "payer", ""));

    if (!code || !act->action) {
        course_unmet(course, step, "the order has no code that a person could do this with");
        return;
    }
    (void)tcflush(STDIN_FILENO, TCIFLUSH); /* an Enter of before answers nothing */
    prompt(course, act, code);
    switch (wait_aside(course, act, syssn)) {
    case DONE:
        if (act->ends_with_enter && is_paid_now(course, syssn))
            course_unmet(course, step, "the order was paid instead");
        return;
    case SKIPPED:
        course_unmet(course, step, "the person at hand skipped it");
        return;
    case TIMED_OUT:
        course_unmet(course, step, "nobody did it in time (--attended-wait)");
        return;
    case STOPPED:
        course_refuse(course, "the run was stopped");
        return;
    }
}
