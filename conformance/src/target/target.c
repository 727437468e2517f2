/* See target.h. */
#include "target/target.h"

#include <stdio.h>
#include <string.h>

#include "base/printable.h"

enum qfpay_status
target_connect(const struct target *target, qfpay_client **client, struct qfpay_error *problem)
{
    struct qfpay_settings settings;

    qfpay_settings_init(&settings);
    settings.base_url = target->url;
    settings.connect_timeout_ms = EXCHANGE_TIMEOUT_MS;
    settings.timeout_ms = EXCHANGE_TIMEOUT_MS;
    settings.user_agent = "qfpay-conform";
    settings.verify_responses = QFPAY_VERIFY_OFF;
    settings.ca_file = target->ca_file;
    settings.resolve = target->resolve;
    return qfpay_client_new(&settings, client, problem);
}

bool
target_open(struct target *target, struct qfpay_error *problem)
{
    if (!target->pace.clock)
        pace_init(&target->pace, qfpay_clock_system(), 0, false);
    return qfpay_signer_new(&target->signer, problem) == QFPAY_OK &&
           target_connect(target, &target->client, problem) == QFPAY_OK;
}

void
target_close(struct target *target)
{
    qfpay_client_free(target->client);
    qfpay_signer_free(target->signer);
    target->client = NULL;
    target->signer = NULL;
}

void
identity_note(char place[IDENTITY_TEXT_MAX + 1], const char *text)
{
    struct arena *arena = arena_new();

    if (text && !place[0])
        snprintf(place, IDENTITY_TEXT_MAX + 1, "%s",
                 printable_short(arena, text, strlen(text), IDENTITY_TEXT_MAX / 4));
    arena_free(arena);
}
