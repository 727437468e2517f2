/* What a request meets beyond the ordinary: a code, a fault of the connection, a delay, a
 * notification that goes wrong. It is read once per API request, from the header X-QFMock-Trigger,
 * the merchant's rules or the amount, the first that says something; endpoints look at
 * req->situation. */
#ifndef MOCK_SITUATION_H
#define MOCK_SITUATION_H

#include <stdbool.h>

#include "qfpay/code.h"
#include "situation/own_answer.h"

enum situation_kind {
    SITUATION_NONE,
    /* The call itself answers the code: 99CCCC, respcd=CCCC. */
    SITUATION_SUCCESS, /* as it would without */
    SITUATION_WAIT,    /* the matter is in progress */
    SITUATION_EARLY,   /* it is refused before the channel is asked */
    SITUATION_LATE,    /* it is refused by the channel */
    SITUATION_ENDING,  /* the call is accepted and the matter ends in the code: 98CCCC, 97CCCC */
};

enum answer_fault {
    FAULT_NONE,
    FAULT_DROP,     /* the connection is closed without an answer */
    FAULT_TRUNCATE, /* it breaks in the middle of the body */
    FAULT_GARBAGE,  /* the body is no JSON */
    FAULT_RESET,    /* the connection is reset without an answer */
    FAULT_COUNT
};

/* How the notification of the trade is sent (notify_as.h); kept with the trade. */
enum notify_as {
#define NOTIFY_AS(symbol, ...) NOTIFY_##symbol,
#include "situation/notify_as.def"
#undef NOTIFY_AS
    NOTIFY_AS_COUNT
};

enum {
    /* The query that sees the ending, unless a rule says otherwise. */
    SITUATION_ENDING_ASKS = 2,
    SITUATION_DELAY_MAX_MS = 120000,
};

/* What a failing answer before an ending says of itself. */
#define SITUATION_DOUBT_DIAGNOSIS                                                                  \
    "The trigger asked for this answer, but the matter goes on and may still succeed: query it "   \
    "before anything else."

/* Nothing out of the ordinary is all zero. */
struct situation {
    const struct qfpay_code *code; /* of an answer or an ending; else NULL */
    /* Of an ending: the code that the call answers although the matter lives on; NULL: it is
     * accepted. */
    const struct qfpay_code *doubt;
    const struct own_answer *own; /* what a rule has written of the answer; NULL: nothing */
    enum situation_kind kind;
    int ending_asks;      /* of an ending: the query that sees it first */
    unsigned http_status; /* answered by a gateway instead; 0: no */
    enum answer_fault fault;
    int delay_ms; /* before the answer leaves */
    enum notify_as notification;
    unsigned reshape; /* set of RESHAPE_BIT: the form of an answer that is given */
    bool is_lost;     /* with a fault or http_status: the call is not carried out */
    bool disturbs;    /* any of http_status, fault, delay_ms, reshape, own */
};

/* What a call meets that answers this code. */
enum situation_kind situation_of_answer(const struct qfpay_code *code);

/* Whether a call may answer this code and its matter live on: one that the channel says, success
 * excepted, which needs no word of its own. */
bool situation_can_doubt(const struct qfpay_code *code);

#define RESHAPE_BIT(index) (1U << (index))

/* "shuffled-keys", or several joined by commas, as the header writes it: adds to *set. false when
 * a word is not known. */
bool reshape_read(const char *words, unsigned *set);

/* "normal", "none", "duplicate", ... as the rules write it. */
bool notify_as_find(const char *word, enum notify_as *as);

/* "drop", ...; "" for none. Static. */
const char *answer_fault_name(enum answer_fault fault);
/* Whether nothing of the answer is sent. */
bool answer_fault_is_silent(enum answer_fault fault);
bool answer_fault_find(const char *name, enum answer_fault *fault);

#endif
