/* The settings of one run, as start/read_settings.h reads them. */
#ifndef MOCK_SETTINGS_H
#define MOCK_SETTINGS_H

#include <cjson/cJSON.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/log.h"
#include "merchant/journal.h"
#include "qfpay/code.h"
#include "rules/notify_hosts.h"
#include "rules/profile.h"
#include "rules/signing.h"
#include "store/sync.h"

enum { SETTINGS_DEFECT_SIZE = 64 };

struct settings {
    char host[256];
    int port; /* 0: any free one */
    char port_file[4096];
    char config[4096];
    bool check_config;
    char db[4096]; /* "": memory */
    enum store_sync sync;
    const struct profile *profile;
    enum qfpay_lang lang;
    int64_t auto_pay_seconds; /* -1: never */
    bool triggers;
    enum empty_values empty_values;
    bool has_now;
    int64_t now;
    bool freeze_clock;
    bool rate_limit;
    uint64_t seed;
    bool repeats; /* it was said */
    size_t journal_max[JOURNAL_BOUND_COUNT];
    char tls_cert[4096]; /* "": plain HTTP */
    char tls_key[4096];
    char control_token[256]; /* "": none needed */
    bool open_control;       /* none is needed of strangers either */
    char allow_hosts[1024];  /* see control/guard.h */
    char allow_origins[1024];
    bool no_built_in; /* the published merchants are not there */
    struct notify_hosts notify_hosts;
    char notify_cacert[4096]; /* that receivers are trusted by, too; "": none */
    bool notify_insecure;     /* any certificate of a receiver is good */
    enum log_form log;
    bool show_credentials;
    char defect[SETTINGS_DEFECT_SIZE]; /* what the mock does wrong on purpose; "": nothing */
    bool list_defects;
    bool exit_with_stdin;
    bool ready_wait; /* of the command ready, as the next */
    int64_t ready_timeout_ms;
    cJSON *merchants; /* of the config file, or NULL; freed by settings_free */
};

#endif
