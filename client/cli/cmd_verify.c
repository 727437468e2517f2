/*
 * qfpay verify: whether a response or a notification was signed by QFPay.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "input.h"
#include "show.h"

struct verify {
    struct cli_settings settings;
    const char *sign;
    const char *out_trade_no;
    const char *txcurrcd;
    int64_t txamt_minor;
    char *body;
    size_t body_len;
};

/* Only a notification has this field; in a text of an answer its quotes would be escaped. */
static bool
is_notification(const struct verify *verify)
{
    static const char field[] = "\"notify_type\"";

    for (size_t i = 0; i + sizeof field - 1 <= verify->body_len; i++)
        if (memcmp(verify->body + i, field, sizeof field - 1) == 0)
            return true;
    return false;
}

static const char *
key_of(const struct verify *verify)
{
    const struct qfpay_settings *keys = &verify->settings.qfpay;

    return cli_has_notify_key(&verify->settings) && is_notification(verify) ? keys->notify_key
                                                                            : keys->client_key;
}

static bool
is_right(const struct verify *verify, size_t len, const char *key)
{
    enum qfpay_signature found = QFPAY_SIGNATURE_WRONG;

    return qfpay_signature_check(verify->body, len, verify->sign, key, &found, NULL) == QFPAY_OK &&
           found == QFPAY_SIGNATURE_RIGHT;
}

/* Copying a body through editors and shells adds or loses line breaks at its end. */
static bool
is_right_without_line_break(const struct verify *verify)
{
    size_t len = verify->body_len;

    while (len > 0 && (verify->body[len - 1] == '\n' || verify->body[len - 1] == '\r'))
        len--;
    return len < verify->body_len && is_right(verify, len, key_of(verify));
}

/* The known mistake of PIT-73: a merchant who signs with SHA256 expects it here too. */
static bool
is_sha256(const struct verify *verify)
{
    return strlen(verify->sign) == 64;
}

static int
complain_of_signature(const struct verify *verify)
{
    if (verify->settings.json)
        show_json_pairs((const char *const[]){"signature", "wrong", NULL});
    else
        show_toned(stdout, SHOW_BAD, "Not genuine.");
    if (!verify->settings.json)
        (void)putchar('\n');
    if (is_sha256(verify))
        cli_complain("verify",
                     "the signature has 64 digits: responses and notifications are always "
                     "signed with MD5, 32 digits");
    else if (is_right_without_line_break(verify))
        cli_complain("verify", "without the line break at its end the body is genuine: give the "
                               "bytes exactly as they arrived");
    else if (is_right(verify, verify->body_len, verify->settings.qfpay.client_key))
        cli_complain("verify", "the client key made the signature of this notification, not the "
                               "notify key");
    else
        cli_complain("verify",
                     "the signature is not the MD5 of these bytes and the %s key%s; a body that "
                     "was parsed and written again cannot be checked",
                     key_of(verify) == verify->settings.qfpay.notify_key ? "notify" : "client",
                     is_notification(verify) && !cli_has_notify_key(&verify->settings)
                         ? " (if you were given a notify key, set QFPAY_NOTIFY_KEY)"
                         : "");
    return CLI_REFUSED;
}

/* With an order given, the notification must say that this very order was paid. */
static int
check_order(const struct verify *verify)
{
    struct qfpay_error err = {.status = QFPAY_OK};
    qfpay_notification *notification = NULL;
    const char *txcurrcd = verify->txcurrcd ? verify->txcurrcd : "HKD";
    bool pays = false;
    enum qfpay_status status = qfpay_notification_check(
        verify->body, verify->body_len, verify->sign, key_of(verify), &notification, &err);

    if (status != QFPAY_OK)
        return show_failure("verify", verify->settings.json, &err);
    pays = qfpay_notification_pays(notification, verify->out_trade_no, verify->txamt_minor,
                                   txcurrcd);
    if (verify->settings.json) {
        show_json_pairs(
            (const char *const[]){"signature", "right", "pays", pays ? "yes" : "no", NULL});
    } else {
        show_toned(stdout, pays ? SHOW_GOOD : SHOW_BAD,
                   pays ? "Genuine, and the order is paid."
                        : "Genuine, but it does not say that this order was paid.");
        (void)putchar('\n');
        show_record(qfpay_notification_record(notification));
    }
    qfpay_notification_free(notification);
    return pays ? CLI_OK : CLI_REFUSED;
}

static int
check(const struct verify *verify)
{
    enum qfpay_signature found = QFPAY_SIGNATURE_ABSENT;
    struct qfpay_error err = {.status = QFPAY_OK};

    if (qfpay_signature_check(verify->body, verify->body_len, verify->sign, key_of(verify), &found,
                              &err) != QFPAY_OK)
        return show_failure("verify", verify->settings.json, &err);
    if (found != QFPAY_SIGNATURE_RIGHT)
        return complain_of_signature(verify);
    if (verify->out_trade_no)
        return check_order(verify);
    if (verify->settings.json) {
        show_json_pairs((const char *const[]){"signature", "right", NULL});
    } else {
        show_toned(stdout, SHOW_GOOD, "Genuine.");
        (void)putchar('\n');
    }
    return CLI_OK;
}

static bool
is_usable(const struct verify *verify)
{
    if (!verify->sign || verify->sign[0] == '\0') {
        cli_complain("verify", "give the value of the header X-QF-SIGN with --sign");
        return false;
    }
    if (verify->out_trade_no && verify->txamt_minor == 0) {
        cli_complain("verify", "checking an order takes --out-trade-no, --txamt and --txcurrcd");
        return false;
    }
    return true;
}

#define ROWS_OF struct verify
static const struct option_row rows[] = {
    {"sign", "HEX", "The value of X-QF-SIGN.", TEXT(sign)},
    {"out-trade-no", "NO", "Also check that this order was paid ...", TEXT(out_trade_no)},
    {"txamt", "MINOR", "... with this amount, in minor units.", AMOUNT(txamt_minor)},
    {"txcurrcd", "CUR", "... in this currency (default HKD).", TEXT(txcurrcd)},
};

static int
run(const struct cli_command *command, int argc, char **argv)
{
    struct verify verify = {.sign = NULL};
    int first = 0;
    int exit_status = CLI_OK;

    if (!cli_parse(command, &verify, &verify.settings, argc, argv, &first, &exit_status) ||
        !cli_settings_complete(&verify.settings, &exit_status))
        return exit_status;
    if (!is_usable(&verify))
        return CLI_USAGE;
    if (!input_read("verify", first < argc ? argv[first] : NULL, &verify.body, &verify.body_len))
        return CLI_USAGE;
    exit_status = check(&verify);
    free(verify.body);
    return exit_status;
}

const struct cli_command cmd_verify = {
    .name = "verify",
    .arguments = "[FILE]",
    .about = "Check the signature of a response or a notification.",
    .more =
        "Reads the raw body from FILE or standard input, byte for byte. Exit status: 0 genuine,\n"
        "4 not genuine or not the payment that was asked about. With a notify key notifications\n"
        "are checked with that, and responses with the client key all the same.\n"
        "\n"
        "  qfpay verify --sign B4FD1612B2DE64CC59FE926710731410 notification.json",
    CLI_ROWS(rows),
    .settings = CLI_FOR_NOTIFICATIONS,
    .run = run,
};
