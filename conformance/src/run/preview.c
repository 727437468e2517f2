/* A case in words: what it would send and what it expects. For --dry-run and explain; nothing
 * leaves this process. Values that only a run can bring stay as `${name}`. */
#include <string.h>

#include "base/json.h"
#include "fixture/prepares.h"
#include "request/request.h"
#include "run/course.h"
#include "run/note.h"
#include "run/run.h"
#include "safety/guard.h"
#include "target/discover.h"

static void
add_indented(struct text *out, const char *text)
{
    while (*text) {
        size_t len = strcspn(text, "\n");

        text_printf(out, "      %.*s\n", (int)len, text);
        text += len + (text[len] == '\n');
    }
}

/* Whether the gate of a live target would let it pass. */
static void
add_refusal(struct text *out, const struct target *target, struct scope *scope,
            const struct outgoing *outgoing)
{
    const char *refusal;

    if (!target->guard)
        return;
    target->guard->number = scope->unique;
    refusal = guard_preview(target->guard, scope->arena, outgoing);
    target->guard->number = "";
    if (refusal)
        text_printf(out, "    would not leave: %s\n", refusal);
}

static void
add_request(struct text *out, const struct suite *suite, struct scope *scope, struct target *target,
            const cJSON *step)
{
    struct request *request = arena_alloc(scope->arena, sizeof *request);
    struct world *world = arena_alloc(scope->arena, sizeof *world);
    const char *problem = NULL;

    world->target = target; /* whose keys are not shown */
    scope->n = 1;
    if (!request_build(suite, scope, target->signer, step, request, &problem)) {
        text_printf(out, "      (%s)\n", problem);
        return;
    }
    add_indented(out, note_request(scope->arena, &request->outgoing, world));
    add_refusal(out, target, scope, &request->outgoing);
}

static void
add_expectation(struct text *out, const cJSON *expect, const char *label)
{
    const cJSON *element;

    JSON_EACH(element, expect)
    text_printf(out, "    %s %s\n", label, json_print(out->arena, element));
}

/* Whoever the case acts as: given credentials, else words in their place. */
static struct credentials
stand_in(const struct target *target, enum role role)
{
    struct credentials credentials = {
        .app_code = "(app code)",
        .client_key = "(client key)",
        .mchid = "",
        .mchid_disabled = "(disabled mchid)",
        .mchid_unconfigured = "(unconfigured mchid)",
        .mchid_second = "(second mchid)",
        .digest = QFPAY_DIGEST_MD5,
    };

    if (target->given[role].app_code)
        return target->given[role];
    if (role == ROLE_AGENT)
        credentials.mchid = "(mchid)";
    return credentials;
}

/* Whether a run would come to the case, as far as that is known before anything is sent. */
static bool
add_needs(struct text *out, const struct suite *suite, struct target *target,
          const struct test_case *test, struct arena *arena)
{
    capability_set unasked = discover_unasked(target);
    const char *lacking = "";

    if (target->guard)
        lacking = run_missing(target, target->can | unasked, suite, test, arena);
    if (lacking[0]) {
        text_printf(out, "  would be skipped: %s\n", lacking);
        return false;
    }
    lacking = run_missing(target, target->can, suite, test, arena);
    if (lacking[0])
        text_printf(out, "  may be skipped: %s\n", lacking);
    return true;
}

const char *
preview_case(const struct suite *suite, struct target *target, struct arena *arena,
             const struct test_case *test)
{
    struct scope *scope = arena_alloc(arena, sizeof *scope);
    const cJSON *step;
    struct text out;
    int number = 0;

    scope_init(scope, arena);
    scope->lenient = true;
    text_init(&out, arena);
    if (target->url && !add_needs(&out, suite, target, test, arena))
        return out.bytes;
    cJSON_ArrayForEach(step, test->steps)
    {
        enum role role = test->role;
        struct credentials credentials;

        (void)role_find(json_text(step, "as", NULL), &role);
        credentials = stand_in(target, role);
        scope->merchant = &credentials;
        text_printf(&out, "  step %d: %s%s%s%s\n", ++number, step_title(arena, step),
                    role == ROLE_DEFAULT ? "" : ", as ",
                    role == ROLE_DEFAULT ? "" : role_name(role),
                    prepares_step(test, step) ? ", prepares" : "");
        if (cJSON_GetObjectItemCaseSensitive(step, "call"))
            add_request(&out, suite, scope, target, step);
        add_expectation(&out, cJSON_GetObjectItemCaseSensitive(step, "expect"), "expects");
        add_expectation(&out, cJSON_GetObjectItemCaseSensitive(step, "tally"), "counts");
        scope->merchant = NULL;
    }
    return out.bytes;
}
