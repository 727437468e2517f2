/* The settings of one run: flags, environment (QFPAY_MOCK_...) and a JSON file, in this order of
 * precedence, all from one table of options. */
#ifndef MOCK_OPTIONS_H
#define MOCK_OPTIONS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "defect.h"
#include "log.h"
#include "profile.h"
#include "qfpay/code.h"
#include "signing.h"

enum { OPTIONS_ERROR_SIZE = 512, THREADS_MAX = 64 };

struct settings {
    char host[256];
    int port; /* 0: any free one */
    char port_file[4096];
    char config[4096];
    bool check_config;
    char db[4096]; /* "": memory */
    const struct profile *profile;
    enum qfpay_lang lang;
    int64_t auto_pay_seconds; /* -1: never */
    bool triggers;
    enum empty_values empty_values;
    bool has_now;
    int64_t now;
    bool freeze_clock;
    bool rate_limit;
    int threads;
    uint64_t seed;
    size_t journal;
    char tls_cert[4096]; /* "": plain HTTP */
    char tls_key[4096];
    char control_token[256]; /* "": none needed */
    enum log_form log;
    bool show_credentials;
    char defect[DEFECT_NAME_SIZE]; /* what the mock does wrong on purpose; "": nothing */
    bool list_defects;
    bool show_help;
    bool show_version;
    cJSON *merchants; /* of the config file, or NULL; freed by options_free */
};

/* Read file, environment and flags. false: one line in error. */
bool options_read(struct settings *settings, int argc, char **argv, char error[OPTIONS_ERROR_SIZE]);
void options_free(struct settings *settings);

/* Every option with its value's name and what it does. */
void options_help(FILE *out);

/* "90", "90s", "5m", "2h": whole seconds. */
bool options_duration(const char *text, int64_t *seconds);

#endif
