/* See perform.h. The runner waits for the journal, not for time: it acts when the client has asked
 * so often, and ends when the client has. */
#include "network/perform.h"

#include <signal.h>
#include <string.h>

#include "base/json.h"
#include "network/action.h"
#include "network/deliveries.h"
#include "network/hearing.h"

enum {
    NEWS_MS = 100,      /* how long one look at the journal waits */
    READY_MS = 20000,   /* until a receiver says where it listens */
    BOOKING_MS = 5000,  /* that a receiver may take to book what it has accepted */
    FAREWELL_MS = 5000, /* to end after SIGTERM */
    VARIABLES_MAX = 8,
    ARGUMENTS_MAX = 256,
};

static bool
is_over(const struct play *play)
{
    return play->asked_too_long || play->traffic.is_flooded || now_ms() >= play->deadline_ms ||
           play->setup->is_over();
}

static bool
is_due(const struct play *play, const cJSON *when)
{
    const cJSON *deliveries = cJSON_GetObjectItemCaseSensitive(when, "deliveries");
    const cJSON *count = cJSON_GetObjectItemCaseSensitive(when, "count");
    enum call_kind kind;

    if (deliveries)
        return play->delivery_count >= (size_t)deliveries->valueint;
    return !when || (call_find(json_text(when, "call", NULL), &kind) &&
                     traffic_count(&play->traffic, kind) >= (size_t)count->valueint);
}

/* Follow the script as far as it has come. false when the mock would not. */
static bool
follow_script(struct play *play)
{
    while (play->turn && is_due(play, cJSON_GetObjectItemCaseSensitive(play->turn, "when"))) {
        const cJSON *actions = cJSON_GetObjectItemCaseSensitive(play->turn, "do");
        const cJSON *action;

        JSON_EACH(action, actions)
        {
            if (!action_do(play, action))
                return false;
        }
        play->turn = play->turn->next;
    }
    return true;
}

static void
start_client(struct play *play, const char *first, const char *second, const char *third,
             const char *fourth)
{
    const struct credentials *merchant = &play->credentials;
    const char *const words[] = {first, second, third, fourth};
    char *argv[ARGUMENTS_MAX + 5];
    const char *variables[VARIABLES_MAX + 1] = {
        arena_printf(play->arena, "QFPAY_BASE_URL=%s", play->setup->url),
        arena_printf(play->arena, "QFPAY_APP_CODE=%s", merchant->app_code),
        arena_printf(play->arena, "QFPAY_CLIENT_KEY=%s", merchant->client_key),
        arena_printf(play->arena, "QFPAY_NOTIFY_KEY=%s",
                     merchant->notify_key ? merchant->notify_key : ""),
        arena_printf(play->arena, "QFPAY_MCHID=%s", merchant->mchid),
        arena_printf(play->arena, "QFPAY_SIGN_TYPE=%s",
                     play->scenario->digest == QFPAY_DIGEST_SHA256 ? "SHA256" : "MD5"),
        /* A proxy of the environment is for other machines. */
        "no_proxy=127.0.0.1",
        "NO_PROXY=127.0.0.1",
    };
    struct child_wish wish = {.argv = argv, .variables = variables, .output = true, .errors = true};
    const char *problem = "";
    size_t count = 0;

    while (count < ARGUMENTS_MAX && play->setup->argv[count]) {
        argv[count] = play->setup->argv[count];
        count++;
    }
    for (size_t i = 0; i < sizeof words / sizeof *words && words[i]; i++)
        argv[count++] = arena_dup(play->arena, words[i]);
    argv[count] = NULL;
    play->was_started = child_start(&play->child, &wish, &problem);
    play->deadline_ms = now_ms() + (int64_t)play->setup->seconds * 1000;
    if (!play->was_started)
        play->trouble = play->unstartable = arena_printf(play->arena, "%s cannot be started: %s",
                                                         argv[0], problem);
}

/* A client that pays or refunds ends by itself. */
static bool
accompany(struct play *play)
{
    bool is_talking;

    while (!child_wait(&play->child, 0)) {
        if (is_over(play)) {
            play->ran_out_of_time = !child_wait(&play->child, 0);
            break;
        }
        is_talking = hear_output(play, 0) == CHILD_LINE;
        is_talking = hear_errors(play) == CHILD_LINE || is_talking;
        if (!traffic_read(&play->traffic, &play->target, is_talking ? 0 : NEWS_MS)) {
            play->trouble = "the mock's journal cannot be read";
            return false;
        }
        if (!follow_script(play))
            return false;
    }
    return traffic_read(&play->traffic, &play->target, 0);
}

/* Whether more may be heard. */
static bool
is_running(enum child_read got)
{
    return got == CHILD_LINE || got == CHILD_LATE;
}

/* Until a receiver has said where it listens, or ended. */
static void
await_url(struct play *play)
{
    int64_t deadline_ms = now_ms() + READY_MS;

    while (!play->notify_url && now_ms() < deadline_ms && !play->setup->is_over()) {
        enum child_read got = hear_output(play, now_ms() + NEWS_MS);

        (void)hear_errors(play);
        if (!is_running(got))
            break;
    }
}

static size_t
expected_bookings(const struct scenario *scenario)
{
    const cJSON *checks;
    size_t count = 0;

    cJSON_ArrayForEach(checks, scenario->expect)
        count += (size_t)cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(checks, "booked"));
    return count;
}

/* Let a receiver book what it has accepted, then ask it to end and hear it out. */
static void
dismiss(struct play *play)
{
    int64_t deadline_ms = now_ms() + BOOKING_MS;
    size_t expected = expected_bookings(play->scenario);

    while (play->booking_count < expected && now_ms() < deadline_ms &&
           is_running(hear_output(play, now_ms() + NEWS_MS)))
        (void)hear_errors(play);
    if (play->child.pid > 0)
        kill(-play->child.group, SIGTERM);
    deadline_ms = now_ms() + FAREWELL_MS;
    while (is_running(hear_output(play, now_ms() + NEWS_MS)) && now_ms() < deadline_ms)
        (void)hear_errors(play);
    (void)child_wait(&play->child, deadline_ms);
}

/* A receiver runs until it is told to end. */
static bool
serve(struct play *play)
{
    await_url(play);
    while (play->notify_url && play->turn && !child_wait(&play->child, 0)) {
        if (!follow_script(play))
            return false;
        if (!play->turn)
            break;
        if (is_over(play)) {
            play->ran_out_of_time = true;
            break;
        }
        if (!deliveries_read(play, NEWS_MS)) {
            play->trouble = "the mock's notifications cannot be read";
            return false;
        }
        (void)hear_output(play, 0);
        (void)hear_errors(play);
    }
    if (play->notify_url)
        dismiss(play);
    else
        (void)child_wait(&play->child, now_ms() + NEWS_MS);
    return true;
}

static void
note_end(struct play *play)
{
    char room[80];

    if (play->was_started && !play->child.pid) {
        (void)hear_output(play, 0);
        (void)hear_errors(play);
        play->has_exited = child_exited(&play->child, &play->exit_status);
        play->ending = arena_dup(play->arena, child_ending(&play->child, room, sizeof room));
    }
    if (play->child.pid > 0)
        play->ending = "was stopped";
    child_stop(&play->child, FAREWELL_MS);
}

static void
start_errand(struct play *play)
{
    const struct scenario *scenario = play->scenario;

    switch (scenario->errand) {
    case ERRAND_PAY:
        start_client(play, "pay-and-wait", play->number, scenario->txamt, NULL);
        break;
    case ERRAND_REFUND:
        start_client(play, "refund", play->syssn, play->refund_number, scenario->refund);
        break;
    case ERRAND_RECEIVE:
        start_client(play, "receive", play->number, scenario->txamt, NULL);
        break;
    }
}

void
play_begin(struct play *play)
{
    play->began_ms = now_ms();
    play->refund_number = arena_printf(play->arena, "%s-R", play->number);
    play->turn = play->scenario->script ? play->scenario->script->child : NULL;
    play->ending = "never started";
    play->state = "none";
    if (play->setup->is_over())
        return;
    if (action_open_world(play))
        start_errand(play);
    else if (!play->trouble)
        play->trouble = "the mock's journal cannot be read";
}

void
play_finish(struct play *play)
{
    if (play->was_started)
        (void)(play->scenario->errand == ERRAND_RECEIVE ? serve(play) : accompany(play));
    note_end(play);
    action_close_world(play);
    /* Told to end in the middle of its script, a receiver exits by itself. */
    play->was_interrupted = (!play->has_exited || play->ran_out_of_time) && play->setup->is_over();
    play->took_ms = now_ms() - play->began_ms;
}
