/*
 * qfpay doctor: what is wrong between here and QFPay, and what to do about it.
 *
 * The checks go from the outside in, and each stands on the one before. The only thing sent is a
 * signed query for a number that cannot exist, and to a sandbox the question what time it is: they
 * change nothing at any target.
 */
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "fresh.h"
#include "program/print.h"
#include "qfpay/datetime.h"
#include "qfpay/form.h"
#include "qfpay/wire.h"
#include "reach.h"
#include "show.h"

/* Above this the date of orders is visibly wrong; below it people do not notice. */
#define CLOCK_TOLERANCE_S 60

#define SANDBOX_CLOCK "/__sandbox/clock?"

struct doctor {
    struct cli_settings settings;
    struct reach_address address;
    qfpay_client *client;
    char probe_number[FRESH_NUMBER_SIZE];
    int exit_status; /* the worst so far */
};

/* One finding: a line with its verdict, and when it is not good, what to do. */
static void
report_text(const struct doctor *doctor, enum show_tone tone, const char *check, const char *text)
{
    static const char *const words[] = {"ok", "note", "wrong", ""};

    if (doctor->settings.json) {
        show_json_pairs(
            (const char *const[]){"check", check, "verdict", words[tone], "text", text, NULL});
        return;
    }
    (void)printf("  ");
    show_toned(stdout, tone, words[tone]);
    print("%*s %-11s %s\n", (int)(5 - strlen(words[tone])), "", check, text);
}

static void QFPAY_PRINTF(4, 5) report(const struct doctor *doctor, enum show_tone tone,
                                      const char *check, const char *format, ...)
{
    char text[400];
    va_list args;

    va_start(args, format);
    (void)vsnprintf(text, sizeof text, format, args);
    va_end(args);
    report_text(doctor, tone, check, text);
}

static void
advise(const struct doctor *doctor, const char *advice)
{
    if (!doctor->settings.json)
        print("                    -> %s\n", advice);
    else
        show_json_pairs((const char *const[]){"advice", advice, NULL});
}

static bool
check_base_url(struct doctor *doctor)
{
    const char *base_url = doctor->settings.qfpay.base_url;
    struct qfpay_error err = {.status = QFPAY_OK};

    if (qfpay_client_new(&doctor->settings.qfpay, &doctor->client, &err) != QFPAY_OK ||
        !reach_parse(base_url, &doctor->address)) {
        report(doctor, SHOW_BAD, "settings", "%s",
               err.status != QFPAY_OK ? err.message : "the base URL has no usable host and port");
        advise(doctor, "Correct the option, or the QFPAY_ variable behind it.");
        doctor->exit_status = CLI_USAGE;
        return false;
    }
    report(doctor, SHOW_GOOD, "base URL", "%s", base_url);
    if (!doctor->address.is_tls && !doctor->address.is_loopback) {
        report(doctor, SHOW_OPEN, "encryption", "plain HTTP to another machine");
        advise(doctor, "Use https:// for anything but a sandbox in your own network.");
    }
    return true;
}

static bool
check_connection(struct doctor *doctor)
{
    const struct reach_address *address = &doctor->address;
    char text[200];

    if (!reach_resolve(address, text, sizeof text)) {
        report(doctor, SHOW_BAD, "name", "%s: %s", address->host, text);
        advise(doctor, "Is the host spelt right? Is this machine's DNS working?");
        doctor->exit_status = CLI_TRANSPORT;
        return false;
    }
    report(doctor, SHOW_GOOD, "name", "%s is %s", address->host, text);
    if (!reach_connect(address, (int)doctor->settings.qfpay.connect_timeout_ms, text,
                       sizeof text)) {
        report(doctor, SHOW_BAD, "connection", "port %s: %s", address->port, text);
        advise(doctor, address->is_loopback
                           ? "Nothing listens there. qfpay-mock --port gives the sandbox this port."
                           : "Is the port right? A firewall or a proxy may be in between.");
        doctor->exit_status = CLI_TRANSPORT;
        return false;
    }
    report(doctor, SHOW_GOOD, "connection", "port %s accepts", address->port);
    return true;
}

static void
check_clock(struct doctor *doctor, const struct qfpay_response *response)
{
    const struct qfpay_clock *clock = qfpay_clock_system();
    int64_t theirs = 0;
    int64_t ahead_s = 0;

    if (!qfpay_http_date_parse(qfpay_response_header(response, "Date"), &theirs)) {
        report(doctor, SHOW_OPEN, "clock", "the server sends no Date to compare with");
        return;
    }
    ahead_s = clock->now(clock->self) - theirs;
    if (ahead_s <= CLOCK_TOLERANCE_S && ahead_s >= -CLOCK_TOLERANCE_S) {
        report(doctor, SHOW_GOOD, "clock", "%" PRId64 " s from the server's",
               ahead_s < 0 ? -ahead_s : ahead_s);
        return;
    }
    report(doctor, SHOW_OPEN, "clock", "this machine is %" PRId64 " s %s the server",
           ahead_s < 0 ? -ahead_s : ahead_s, ahead_s < 0 ? "behind" : "ahead of");
    advise(doctor, "Set the clock (NTP): txdtm of orders and expiry times are wrong by as much.");
}

/* What the sandbox's clock shows, which follows no NTP: tests move it and stop it. */
static void
compare_sandbox_clock(const struct doctor *doctor, const char *now, bool is_frozen)
{
    const struct qfpay_clock *clock = qfpay_clock_system();
    int64_t theirs = 0;
    int64_t ahead_s = 0;

    if (!now || !qfpay_datetime_parse(now, strlen(now), QFPAY_SYSTEM_ZONE_MINUTES, &theirs)) {
        report(doctor, SHOW_OPEN, "their time",
               "the sandbox's clock of this merchant cannot be read: no time in the answer");
        return;
    }
    ahead_s = theirs - clock->now(clock->self);
    if (is_frozen)
        report(doctor, SHOW_OPEN, "their time",
               "the sandbox's clock of this merchant is frozen at %s", now);
    else if (ahead_s > CLOCK_TOLERANCE_S || ahead_s < -CLOCK_TOLERANCE_S)
        report(doctor, SHOW_OPEN, "their time",
               "the sandbox's clock of this merchant is %" PRId64 " s %s this machine",
               ahead_s < 0 ? -ahead_s : ahead_s, ahead_s < 0 ? "behind" : "ahead of");
    else
        report(doctor, SHOW_GOOD, "their time", "the sandbox's clock of this merchant agrees");
    if (is_frozen || ahead_s > CLOCK_TOLERANCE_S || ahead_s < -CLOCK_TOLERANCE_S)
        advise(doctor,
               "A control call set it, and orders expire by it; PUT /__sandbox/clock sets it "
               "right.");
}

static void
read_sandbox_clock(const struct doctor *doctor, const struct qfpay_response *response)
{
    struct qfpay_error err = {.status = QFPAY_OK};
    cJSON *root = NULL;

    if (response->http_status != 200) {
        report(doctor, SHOW_OPEN, "their time",
               "the sandbox's clock of this merchant cannot be read: HTTP %d",
               response->http_status);
        return;
    }
    if (qfpay_wire_parse(response->body, response->body_len, &root, &err) != QFPAY_OK)
        report(doctor, SHOW_OPEN, "their time",
               "the sandbox's clock of this merchant cannot be read: %s", err.message);
    else
        compare_sandbox_clock(doctor,
                              cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(root, "now")),
                              cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(root, "frozen")));
    cJSON_Delete(root);
}

/* The Date of a sandbox is this machine's; its merchants have clocks of their own. */
static void
check_sandbox_clock(const struct doctor *doctor)
{
    const struct qfpay_param app_code = qfpay_param_of("app_code", doctor->settings.qfpay.app_code);
    struct qfpay_error err = {.status = QFPAY_OK};
    struct qfpay_request request = {.method = "GET", .repeatable = true};
    struct qfpay_response response;
    char query[512];
    char target[sizeof query + sizeof SANDBOX_CLOCK];

    if (qfpay_form_encode(&app_code, 1, query, sizeof query, NULL) != QFPAY_OK)
        return;
    (void)snprintf(target, sizeof target, "%s%s", SANDBOX_CLOCK, query);
    request.target = target;
    qfpay_response_init(&response);
    if (qfpay_exchange(doctor->client, &request, &response, &err) == QFPAY_OK)
        read_sandbox_clock(doctor, &response);
    else
        report(doctor, SHOW_OPEN, "their time",
               "the sandbox's clock of this merchant cannot be read: %s", err.message);
    qfpay_response_clear(&response);
}

static void
check_response_signature(struct doctor *doctor, const struct qfpay_response *response)
{
    enum qfpay_signature found = QFPAY_SIGNATURE_ABSENT;

    if (qfpay_signature_check(response->body, response->body_len,
                              qfpay_response_header(response, "X-QF-SIGN"),
                              doctor->settings.qfpay.client_key, &found, NULL) != QFPAY_OK)
        return;
    switch (found) {
    case QFPAY_SIGNATURE_RIGHT:
        report(doctor, SHOW_GOOD, "their sign", "the response is signed with this client key");
        return;
    case QFPAY_SIGNATURE_ABSENT:
        report(doctor, SHOW_OPEN, "their sign", "the response is not signed");
        return;
    case QFPAY_SIGNATURE_WRONG:
        break;
    }
    report(doctor, SHOW_BAD, "their sign", "the response is not signed with this client key");
    advise(doctor, "The key belongs to another app code, or something between here and QFPay "
                   "rewrites the body.");
    if (doctor->exit_status == CLI_OK)
        doctor->exit_status = CLI_TRANSPORT;
}

static void
explain_refusal(struct doctor *doctor, const qfpay_answer *answer)
{
    const char *respcd = qfpay_answer_respcd(answer);
    const char *diagnosis = qfpay_response_header(qfpay_answer_response(answer),
                                                  "X-QFMock-Diagnosis");

    doctor->exit_status = CLI_REFUSED;
    report(doctor, SHOW_BAD, "credentials", "the query was refused: %s %s %s",
           respcd[0] != '\0' ? respcd : "no respcd", qfpay_answer_resperr(answer),
           qfpay_answer_respmsg(answer));
    if (diagnosis)
        report_text(doctor, SHOW_FAINT, "diagnosis", diagnosis);
    if (qfpay_answer_response(answer)->http_status == 429)
        advise(doctor, "Too many requests: wait a minute and try again.");
    else if (strcmp(respcd, "1108") == 0)
        advise(doctor, "App code, client key and mchid must belong together and to this base URL's "
                       "environment and country; a key has no space or line break around it.");
    else if (strcmp(respcd, "1104") == 0)
        advise(doctor, "Agents must send their mchid (--mchid), direct merchants must not.");
    else
        advise(doctor, "qfpay codes CODE tells what is known about the code.");
}

/* A query is answered for a disabled mchid as for any other, and no order is placed to find out. */
static void
note_mchid(const struct doctor *doctor)
{
    const char *mchid = doctor->settings.qfpay.mchid;

    if (mchid && mchid[0] != '\0')
        report(doctor, SHOW_OPEN, "mchid",
               "only a payment shows whether %s is enabled and configured; a query does not",
               mchid);
}

/* The signature of a refusal tells a wrong client key from a wrong mchid. */
static bool
is_signed(const qfpay_answer *answer)
{
    return qfpay_response_header(qfpay_answer_response(answer), "X-QF-SIGN") != NULL;
}

/* The answer to the probe, layer by layer. Takes the response. */
static void
check_answer(struct doctor *doctor, struct qfpay_response *response)
{
    const struct qfpay_asked asked = {.endpoint = QFPAY_ENDPOINT_QUERY,
                                      .out_trade_no = doctor->probe_number};
    struct qfpay_error err = {.status = QFPAY_OK};
    qfpay_answer *answer = NULL;

    check_clock(doctor, response);
    if (qfpay_response_header(response, "X-QFMock-Version"))
        check_sandbox_clock(doctor);
    if (qfpay_answer_parse(&asked, response, &answer, &err) != QFPAY_OK) {
        report(doctor, SHOW_BAD, "answer", "%s", err.message);
        advise(doctor, "This is not QFPay's API: check host, port and path of the base URL, and "
                       "any proxy in between.");
        doctor->exit_status = CLI_TRANSPORT;
        return;
    }
    if (qfpay_answer_worked(answer))
        report(doctor, SHOW_GOOD, "credentials", "a signed query was accepted (%s)",
               qfpay_digest_name(doctor->settings.qfpay.digest));
    else
        explain_refusal(doctor, answer);
    if (qfpay_answer_worked(answer) || is_signed(answer))
        check_response_signature(doctor, qfpay_answer_response(answer));
    if (qfpay_answer_worked(answer))
        note_mchid(doctor);
    qfpay_answer_free(answer);
}

static const char *
advice_for_failed_probe(const struct doctor *doctor)
{
    if (!doctor->address.is_tls)
        return "The port is open but does not speak HTTP; is it an https:// address?";
    return "A server that speaks plain HTTP, as the sandbox does, is an http:// address. Else its "
           "certificate must be valid for this host; --ca-file trusts a private authority.";
}

static void
probe(struct doctor *doctor)
{
    struct qfpay_param params[3];
    size_t count = 0;
    struct qfpay_error err = {.status = QFPAY_OK};
    struct qfpay_response response;
    qfpay_signed *prepared = NULL;
    enum qfpay_status status = QFPAY_OK;

    if (doctor->settings.qfpay.mchid && doctor->settings.qfpay.mchid[0] != '\0')
        params[count++] = qfpay_param_of("mchid", doctor->settings.qfpay.mchid);
    params[count++] = qfpay_param_of("out_trade_no", doctor->probe_number);
    params[count++] = qfpay_param_of("page_size", "1");
    qfpay_response_init(&response);
    status = qfpay_signed_new(doctor->client, QFPAY_ENDPOINT_QUERY, params, count, &prepared, &err);
    if (status == QFPAY_OK)
        status = qfpay_exchange(doctor->client, qfpay_signed_request(prepared), &response, &err);
    if (status != QFPAY_OK) {
        report(doctor, SHOW_BAD, doctor->address.is_tls ? "TLS" : "HTTP", "%s", err.message);
        advise(doctor, advice_for_failed_probe(doctor));
        doctor->exit_status = cli_exit_of(status);
    } else {
        report(doctor, response.http_status == 200 ? SHOW_GOOD : SHOW_OPEN,
               doctor->address.is_tls ? "TLS" : "HTTP", "HTTP %d%s", response.http_status,
               qfpay_response_header(&response, "X-QFMock-Version") ? ", a qfpay-mock sandbox"
                                                                    : "");
        check_answer(doctor, &response);
    }
    qfpay_response_clear(&response);
    qfpay_signed_free(prepared);
}

static int
run(const struct cli_command *command, int argc, char **argv)
{
    struct doctor doctor = {.exit_status = CLI_OK};
    int exit_status = CLI_OK;

    if (!cli_parse(command, &doctor, &doctor.settings, argc, argv, NULL, &exit_status) ||
        !cli_settings_complete(&doctor.settings, &exit_status))
        return exit_status;
    if (!fresh_number(doctor.probe_number)) {
        cli_complain("doctor", "the system has no random numbers");
        return CLI_FAULT;
    }
    if (check_base_url(&doctor) && check_connection(&doctor))
        probe(&doctor);
    qfpay_client_free(doctor.client);
    return doctor.exit_status;
}

const struct cli_command cmd_doctor = {
    .name = "doctor",
    .arguments = "",
    .about = "Check address, TLS, credentials, signature and clock against the target.",
    .more =
        "Sends one signed query for a number that does not exist, which changes nothing, and asks\n"
        "a sandbox for the merchant's time. Whether an mchid is enabled only a payment shows.\n"
        "Exit status: 0 all is well, 4 QFPay refuses the credentials, 5 it cannot be reached, 2 a\n"
        "setting is wrong.",
    .settings = CLI_FOR_CALLS,
    .otherwise = "the target is --base-url",
    .run = run,
};
