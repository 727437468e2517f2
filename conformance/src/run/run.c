/* See run.h. Holds the course of a case: which steps, in which order, when to stop. What one step
 * does is step.c's. */
#include "run/run.h"

#include <string.h>

#include "base/interrupt.h"
#include "base/json.h"
#include "base/secret.h"
#include "fixture/prepares.h"
#include "run/course.h"
#include "run/pause.h"
#include "run/receive.h"
#include "run/step.h"
#include "safety/guard.h"
#include "target/offer.h"

/* What the target cannot do, in words; the sandbox goes without saying where more is lacking. */
static const char *
list_lacking(capability_set lacking, struct arena *arena)
{
    capability_set sandbox = capability_bit(CAN_SANDBOX);
    struct text text;
    size_t i;

    if (lacking & ~sandbox)
        lacking &= ~sandbox;
    text_init(&text, arena);
    for (i = 0; i < CAPABILITY_COUNT; i++) {
        if (lacking & capability_bit((enum capability)i))
            text_printf(&text, "%s%s", text.len ? ", " : "", capability_about((enum capability)i));
    }
    return text.bytes;
}

/* Why it cannot, and what would help. */
static const char *
why_lacking(const struct test_case *test, capability_set lacking, capability_set can)
{
    capability_set wallet = capability_bit(CAN_PAID) | capability_bit(CAN_CANCELS);
    capability_set of_payers = capability_bit(CAN_PAYER) | capability_bit(CAN_UNPAID) |
                               capability_bit(CAN_CANCELS) | capability_bit(CAN_SANDBOX);

    if ((can & capability_bit(CAN_SELF_PAID)) && !(lacking & ~of_payers))
        return "the target's orders become paid by themselves";
    if (!(lacking & ~wallet))
        return "the target has none; --attended asks a person";
    if (lacking == capability_bit(CAN_CLOCK) && pause_of_case(test) > 0)
        return "the target has none; --patient waits";
    return "the target has none";
}

/* Whether a case is harmless on a live target after all: somebody pays there as it says, and what
 * they paid is given back. One that only waits is harmless as well. */
static bool
asks_person(const struct target *target, const struct test_case *test)
{
    capability_set wallet = capability_bit(CAN_PAID) | capability_bit(CAN_CANCELS);

    return target->person && (test->needs & wallet);
}

/* Whether a live target is spared the case. */
static bool
is_withheld(const struct target *target, const struct test_case *test)
{
    bool waits = target->is_patient && pause_of_case(test) > 0;

    return test->safety == SANDBOX_ONLY && target->guard && !waits && !asks_person(target, test);
}

const char *
run_missing(struct target *target, capability_set can, const struct suite *suite,
            const struct test_case *test, struct arena *arena)
{
    capability_set lacking = test->needs & ~can;
    bool waits = target->is_patient && pause_of_case(test) > 0;
    const char *why;
    size_t i;

    if (waits)
        lacking &= ~capability_bit(CAN_CLOCK);
    if (lacking)
        return arena_printf(arena, "needs %s: %s", list_lacking(lacking, arena),
                            why_lacking(test, lacking, can));
    if (is_withheld(target, test))
        return "leaves more behind than small unpaid orders: not for live targets";
    for (i = 0; i < test->pay_type_count; i++) {
        why = offer_lacking(target, suite, test->pay_types[i]);
        if (why)
            return arena_printf(arena, "needs pay_type %s: %s", test->pay_types[i], why);
    }
    return "";
}

static bool
bind_names(struct course *course, const struct test_case *test)
{
    const cJSON *name;

    cJSON_ArrayForEach(name, test->let)
    {
        const char *value = course_expand(course, name->valuestring);

        if (!value)
            return false;
        scope_bind(&course->scope, name->string, value);
    }
    return true;
}

/* Whether nothing more can be learned of a case. A promise of the sandbox that does not hold does
 * not end one about the API: its other steps decide for the levels that leave such promises alone.
 */
static bool
has_failed(const struct course *course)
{
    const struct finding *finding = course->judge.findings->first;
    bool is_of_sandbox = course->test->evidence == EVIDENCE_DESIGN;

    while (finding && (finding->grade.evidence == EVIDENCE_ASSUMED ||
                       (finding->grade.evidence == EVIDENCE_DESIGN && !is_of_sandbox)))
        finding = finding->next;
    return finding != NULL;
}

static void
run_next(struct course *course)
{
    struct exchange_note **notes_end = course->result->notes_end;
    const cJSON *step = course->next;

    course->next = step->next;
    if (interrupt_requested()) {
        course_refuse(course, "the run was stopped");
        return;
    }
    step_run(course, step);
    if (course->result->notes_end == notes_end)
        result_note(course->result, course->judge.step, step_title(course->result->arena, step),
                    NULL, NULL);
    course->judge.step++;
}

int64_t
run_go_on(struct course *course)
{
    struct guard *guard = course->target->guard;

    if (course->paused_at)
        course->world.deadline_ms += now_ms() - course->paused_at;
    course->paused_at = 0;
    course->pause_ms = 0;
    if (guard)
        guard->number = course->scope.unique;
    while (course->next && !course->pause_ms) {
        run_next(course);
        if (course->stopped || has_failed(course))
            course->next = NULL;
    }
    if (guard)
        guard->number = "";
    if (!course->next)
        return 0;
    course->paused_at = now_ms();
    return course->paused_at + course->pause_ms;
}

static void
course_init(struct course *course, const struct suite *suite, struct target *target,
            const struct test_case *test, struct result *result)
{
    course->suite = suite;
    course->target = target;
    course->test = test;
    course->result = result;
    course->world.target = target;
    course->world.arena = result->arena;
    course->world.features = test->needs;
    scope_init(&course->scope, result->arena);
    target->pace.waited_ms = 0;
    course->scope.now = world_now;
    course->scope.now_context = &course->world;
    course->judge.suite = suite;
    course->judge.scope = &course->scope;
    course->judge.signer = target->signer;
    course->judge.can = target->can;
    course->judge.leaves_design = target->leaves_design;
    course->judge.where = "";
    course->judge.findings = &result->findings;
    course->judge.grade.evidence = test->evidence;
    course->judge.grade.source = test->source;
    course->judge.grade.requirements = test->requirements;
    course->judge.grade.requirement_count = test->requirement_count;
}

/* Whether all that a case judges is that the client key is nowhere to be seen. */
static bool
judges_key_alone(const struct test_case *test)
{
    const cJSON *step, *checks;
    bool found = false;

    cJSON_ArrayForEach(step, test->steps)
    {
        const cJSON *expect = cJSON_GetObjectItemCaseSensitive(step, "expect");

        if (prepares_step(test, step))
            continue;
        JSON_EACH(checks, expect)
        {
            const cJSON *excludes = cJSON_GetObjectItemCaseSensitive(checks, "excludes");

            if (prepares_checks(checks))
                continue;
            if (!excludes || cJSON_GetArraySize(checks) != 1 ||
                strcmp(cJSON_GetArrayItem(excludes, 0)->valuestring, "${client_key}") != 0)
                return false;
            found = true;
        }
    }
    return found;
}

/* Whether the key of a case's merchant is too short for that. */
static bool
has_short_key(const struct target *target, const struct test_case *test)
{
    const char *key = target->given[test->role].client_key;

    return !(target->can & capability_bit(CAN_MERCHANTS)) && key && !secret_is_telling(key);
}

/* Where right signatures are refused, all other cases would say nothing but that. */
static bool
is_about_one_of(const struct test_case *test, const char *rules)
{
    size_t i = 0;

    while (i < test->requirement_count && !strstr(rules, test->requirements[i]->id))
        i++;
    return i < test->requirement_count;
}

struct course *
run_begin(const struct suite *suite, struct target *target, const struct test_case *test,
          int seconds, struct result *result)
{
    const char *lacking = run_missing(target, target->can, suite, test, result->arena);
    struct course *course;

    if (lacking[0]) {
        result_skip(result, lacking);
        result->withheld = !(test->needs & ~target->can) && is_withheld(target, test);
        return NULL;
    }
    if (has_short_key(target, test) && judges_key_alone(test)) {
        result_skip(result, "needs a client key of 16 characters or more: a shorter one may stand "
                            "in any text by chance");
        return NULL;
    }
    if (target->misread.words && !is_about_one_of(test, target->misread.rules)) {
        result_unmet(result, 0,
                     arena_printf(result->arena, "the target %s", target->misread.words));
        return NULL;
    }
    course = arena_alloc(result->arena, sizeof *course);
    course_init(course, suite, target, test, result);
    course->seconds = seconds;
    course->world.deadline_ms = now_ms() + (int64_t)seconds * 1000;
    receive_begin(course);
    if (course_enter(course, test->role) && bind_names(course, test))
        course->next = test->steps->child;
    return course;
}

void
run_end(struct course *course)
{
    receive_end(course);
    /* Tidying up gets half as much again: a case that used up its time leaves merchants too. */
    course->world.deadline_ms += (int64_t)course->seconds * 500;
    world_close(&course->world);
}

void
run_case(const struct suite *suite, struct target *target, const struct test_case *test,
         int seconds, struct result *result)
{
    struct course *course = run_begin(suite, target, test, seconds, result);

    if (!course)
        return;
    (void)run_go_on(course);
    run_end(course);
}

int
run_seconds(int case_timeout)
{
    return case_timeout + case_timeout / 2 + 2;
}
