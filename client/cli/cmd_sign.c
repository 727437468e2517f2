/*
 * qfpay sign: the signature of a request, and the very string that was digested.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli.h"
#include "input.h"
#include "program/print.h"
#include "qfpay/form.h"
#include "qfpay/sign.h"
#include "show.h"

struct sign {
    struct cli_settings settings;
    const char *form;
    char *form_bytes; /* decoded in place; the parameters point into it */
    struct qfpay_param params[QFPAY_PARAM_MAX];
    size_t count;
};

/* "name=value" split at the first '='; the argument is cut in two in place. */
static bool
take_arguments(struct sign *sign, int argc, char **argv, int first)
{
    for (int i = first; i < argc; i++) {
        char *equals = strchr(argv[i], '=');

        if (!equals || equals == argv[i]) {
            cli_complain("sign", "\"%s\" is not name=value", argv[i]);
            return false;
        }
        if (sign->count == QFPAY_PARAM_MAX) {
            cli_complain("sign", "more than %d parameters", QFPAY_PARAM_MAX);
            return false;
        }
        *equals = '\0';
        sign->params[sign->count++] = qfpay_param_of(argv[i], equals + 1);
    }
    return true;
}

static bool
take_form(struct sign *sign)
{
    struct qfpay_error err = {.status = QFPAY_OK};
    size_t len = strlen(sign->form);

    if (strcmp(sign->form, "-") == 0) {
        if (!input_read("sign", NULL, &sign->form_bytes, &len))
            return false;
        /* A shell's here-document ends in a line break that no HTTP client sends. */
        while (len > 0 && (sign->form_bytes[len - 1] == '\n' || sign->form_bytes[len - 1] == '\r'))
            sign->form_bytes[--len] = '\0';
    } else {
        sign->form_bytes = strdup(sign->form);
        if (!sign->form_bytes)
            return false;
    }
    if (qfpay_form_parse(sign->form_bytes, len, sign->params, QFPAY_PARAM_MAX, &sign->count,
                         &err) != QFPAY_OK) {
        cli_complain("sign", "%s", err.message);
        return false;
    }
    return true;
}

/* They are not sent either, so that whoever sees them missing need not wonder. */
static void
show_left_out(const struct sign *sign)
{
    for (size_t i = 0; i < sign->count; i++) {
        if (sign->params[i].value_len == 0) {
            print("left out   %s (an empty value is neither signed nor sent)\n",
                  sign->params[i].name);
        }
    }
}

static void
show_text(const struct sign *sign, const char *string, const char *hex)
{
    const struct qfpay_settings *settings = &sign->settings.qfpay;

    print("string     %s[client key, %zu characters]\n", string, strlen(settings->client_key));
    show_left_out(sign);
    print("digest     %s of these UTF-8 bytes\n", qfpay_digest_name(settings->digest));
    print("X-QF-SIGN: %s\n", hex);
    if (settings->digest == QFPAY_DIGEST_SHA256)
        (void)printf("X-QF-SIGNTYPE: SHA256\n");
}

static int
show_signature(const struct sign *sign)
{
    const struct qfpay_settings *settings = &sign->settings.qfpay;
    char hex[QFPAY_SIGN_HEX_SIZE];
    struct qfpay_error err = {.status = QFPAY_OK};
    qfpay_signer *signer = NULL;
    char *string = NULL;
    size_t len = 0;
    enum qfpay_status status = qfpay_signer_new(&signer, &err);

    if (status == QFPAY_OK)
        status = qfpay_sign(signer, sign->params, sign->count, settings->client_key,
                            settings->digest, hex, &err);
    qfpay_signer_free(signer);
    if (status != QFPAY_OK) {
        cli_complain("sign", "%s", err.message);
        return cli_exit_of(status);
    }
    if (qfpay_sign_string(sign->params, sign->count, NULL, 0, &len) != QFPAY_E_SPACE)
        return CLI_FAULT;
    string = malloc(len + 1);
    if (!string ||
        qfpay_sign_string(sign->params, sign->count, string, len + 1, NULL) != QFPAY_OK) {
        free(string);
        return CLI_FAULT;
    }
    if (sign->settings.json)
        show_json_pairs((const char *const[]){
            "string", string, "sign_type", qfpay_digest_name(settings->digest), "sign", hex, NULL});
    else
        show_text(sign, string, hex);
    free(string);
    return CLI_OK;
}

#define ROWS_OF struct sign
static const struct option_row rows[] = {
    {"form", "BODY", "A form body to read; - for standard input.", TEXT(form)},
};

static int
run(const struct cli_command *command, int argc, char **argv)
{
    struct sign sign = {.count = 0};
    int first = 0;
    int exit_status = CLI_OK;

    if (!cli_parse(command, &sign, &sign.settings, argc, argv, &first, &exit_status) ||
        !cli_settings_complete(&sign.settings, &exit_status))
        return exit_status;
    if (!sign.form && first == argc) {
        cli_complain("sign", "give the parameters as name=value, or a body with --form");
        return CLI_USAGE;
    }
    exit_status = CLI_USAGE;
    if ((!sign.form || take_form(&sign)) && take_arguments(&sign, argc, argv, first))
        exit_status = show_signature(&sign);
    free(sign.form_bytes);
    return exit_status;
}

const struct cli_command cmd_sign = {
    .name = "sign",
    .arguments = "[name=value ...]",
    .about = "Sign parameters and show the string that is signed.",
    .more = "Arguments are raw values; a body given with --form is decoded first. An empty value "
            "is no\n"
            "part of the string, and is not to be sent. The client key is never printed.\n"
            "\n"
            "  qfpay sign txamt=10 txcurrcd=HKD 'txdtm=2020-04-10 11:45:44'\n"
            "  qfpay sign --sign-type SHA256 --form 'txamt=10&txdtm=2020-04-10+11%3A45%3A44'",
    CLI_ROWS(rows),
    .settings = CLI_FOR_SIGNING,
    .run = run,
};
