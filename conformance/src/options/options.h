/* What a run is asked for. */
#ifndef CONFORM_OPTIONS_H
#define CONFORM_OPTIONS_H

#include <stdbool.h>

#include "fixture/words.h"
#include "program/options.h"

/* The mock's built-in direct merchant, so that a sandbox needs no configuration. */
#define DEFAULT_TARGET     "http://127.0.0.1:8080"
#define DEFAULT_APP_CODE   "A1B2C3D4E5F60718293A4B5C6D7E8F90"
#define DEFAULT_CLIENT_KEY "0F1E2D3C4B5A69788796A5B4C3D2E1F0"

enum command {
    COMMAND_SERVER,
    COMMAND_CLIENT,
    COMMAND_DIFF,
    COMMAND_RECORD,
    COMMAND_SELFTEST,
    COMMAND_LIST,
    COMMAND_EXPLAIN,
    COMMAND_COVERAGE,
    COMMAND_VERIFY,
    COMMAND_COMPARE,
    COMMAND_COUNT
};

/* Credentials of one role as given; NULL where nothing was. */
struct given {
    const char *app_code;
    const char *client_key;
    const char *mchid;
    const char *sign_type;
};

/* All texts borrowed from argv and the environment. */
struct options {
    enum command command;
    const char *target;
    struct given merchants[ROLE_COUNT];
    struct option_list filters;
    const char *left; /* of diff: a URL or a transcript */
    const char *right;
    struct given left_merchant; /* merchants[ROLE_DEFAULT] unless given */
    struct given right_merchant;
    const char *ca_file; /* NULL for the system's */
    struct option_list resolve;
    const char *mock; /* NULL: look for it */
    const char *ledger;
    const char *out;      /* of record */
    const char *fixtures; /* NULL: look for them */
    const char *level;    /* what is to be certified; NULL: whatever there is */
    const char *expect;   /* file of known failures */
    const char *junit;
    const char *json;
    const char *html;
    const char *badge;
    const char *seed;     /* that order numbers are drawn from; NULL: the system's choice */
    const char *sign_key; /* a private key, PEM */
    const char *key;      /* of verify: a public key, PEM */
    const char *subject;  /* of explain: an id; of verify: a report; of compare: the older one */
    const char *newer;    /* of compare */
    char *const *client;  /* program and arguments, NULL at the end */
    int rate;             /* requests a second; 0 for no limit */
    int case_timeout;     /* seconds that a case may take */
    int answer_timeout;   /* seconds that a testee may take for one answer */
    int attended_wait;    /* seconds that they have for one order */
    int max_amount;       /* smallest unit; 0 when not given */
    bool network;
    bool live;
    bool patient;  /* cases that need time really wait, side by side */
    bool attended; /* somebody with a wallet is at hand */
    bool strict;
    bool tap;
    bool verbose; /* every failure in full */
    bool dry_run;
    bool matrix;
    bool all; /* of selftest: every case for each defect */
};

/* Whether a case is selected: no filter at all, or one that its id matches. */
bool options_select(const struct options *options, const char *id);

#endif
