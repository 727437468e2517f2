/*
 * qfpay: the command. One table of commands; each lives in its own cmd_<name>.c.
 */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "program/print.h"
#include "qfpay/near.h"

static const struct cli_command *const commands[] = {
#define COMMAND(name) &cmd_##name,
#include "commands.def"
#undef COMMAND
};

static const struct cli_command *
find_command(const char *name)
{
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return commands[i];
    return NULL;
}

static void
print_usage(void)
{
    (void)printf("Usage: qfpay COMMAND [options]\n\n"
                 "Pay, query and check with the QFPay payment API, or with its sandbox.\n\n");
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        print("  %-8s %s\n", commands[i]->name, commands[i]->about);
    (void)printf(
        "\nqfpay help COMMAND describes one of them.\n\n"
        "Where and as whom, by option or environment: --base-url QFPAY_BASE_URL, --app-code\n"
        "QFPAY_APP_CODE, --client-key QFPAY_CLIENT_KEY, --notify-key QFPAY_NOTIFY_KEY, --mchid\n"
        "QFPAY_MCHID, --sign-type QFPAY_SIGN_TYPE. With none given: the sandbox on "
        "http://127.0.0.1:8080.\n\n"
        "Exit status: 0 success, 3 pending, 4 refused by QFPay, 5 no answer, 2 wrong usage.\n");
}

static int
complain_of(const char *name)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;

    qfpay_near_begin(&near, name);
    for (size_t i = 0; i < sizeof commands / sizeof *commands; i++)
        qfpay_near_offer(&near, commands[i]->name);
    print_to(stderr, "qfpay: unknown command '%s'%s\n", name,
             qfpay_near_hint(&near, hint, "; qfpay --help lists them"));
    return CLI_USAGE;
}

static int
help(int argc, char **argv)
{
    const struct cli_command *command = NULL;
    char help_option[] = "--help";

    if (argc < 3) {
        print_usage();
        return CLI_OK;
    }
    command = find_command(argv[2]);
    if (!command)
        return complain_of(argv[2]);
    return command->run(command, 2, (char *[]){argv[2], help_option, NULL});
}

static int
run(int argc, char **argv)
{
    const struct cli_command *command = NULL;

    if (argc < 2) {
        print_usage();
        return CLI_USAGE;
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 ||
        strcmp(argv[1], "help") == 0)
        return help(strcmp(argv[1], "help") == 0 ? argc : 0, argv);
    if (strcmp(argv[1], "--version") == 0) {
        print("qfpay %s\n", qfpay_client_version());
        return CLI_OK;
    }
    command = find_command(argv[1]);
    return command ? command->run(command, argc - 1, argv + 1) : complain_of(argv[1]);
}

int
main(int argc, char **argv)
{
    int status = run(argc, argv);

    return !print_end("qfpay") && status == CLI_OK ? CLI_FAULT : status;
}
