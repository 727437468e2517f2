/* See trigger.h. A code that is not known makes an amount an ordinary one. */
#include "situation/trigger.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "qfpay/situation.h"

/* What the mock does about each row of the protocol's table, in the same order. */
static const struct situation effects[] = {
#define CODE_AMOUNT(prefix, call, kind, about)
#define SITUATION(number, word, value, fault_name, applied, status, delay, notify, about)          \
    {.fault = FAULT_##fault_name,                                                                  \
     .is_lost = !(applied),                                                                        \
     .http_status = (status),                                                                      \
     .delay_ms = (delay),                                                                          \
     .notification = NOTIFY_##notify},
#define RESHAPE(symbol, word, about)
#include "qfpay/tables/situations.def"
#undef RESHAPE
#undef SITUATION
#undef CODE_AMOUNT
};

static bool
read_code(const char *respcd, bool is_answer, struct situation *situation)
{
    const struct qfpay_code *code = qfpay_code_find(respcd);

    if (!code)
        return false;
    *situation = (struct situation){.kind = is_answer ? situation_of_answer(code)
                                                      : SITUATION_ENDING,
                                    .code = code,
                                    .ending_asks = is_answer ? 0 : SITUATION_ENDING_ASKS};
    return true;
}

/* "respcd=CCCC;ending=CCCC": the call leaves it open, and the matter goes on to its ending. */
static bool
read_doubt(const char *text, struct situation *situation)
{
    char respcd[5];
    char ending[5];
    int len = 0;
    const struct qfpay_code *doubt;

    if (sscanf(text, "respcd=%4[0-9];ending=%4[0-9]%n", respcd, ending, &len) != 2 ||
        text[len] != '\0')
        return false;
    doubt = qfpay_code_find(respcd);
    if (!doubt || !situation_can_doubt(doubt) || !read_code(ending, false, situation))
        return false;
    situation->doubt = doubt;
    return true;
}

/* "=250" behind a word that takes milliseconds. */
static bool
read_delay(const char *text, int *delay_ms)
{
    char *end;
    long value;

    if (*text == '\0')
        return true;
    if (text[0] != '=' || !isdigit((unsigned char)text[1]))
        return false;
    value = strtol(text + 1, &end, 10);
    if (*end != '\0' || value > SITUATION_DELAY_MAX_MS)
        return false;
    *delay_ms = (int)value;
    return true;
}

static bool
read_situation(const char *text, struct situation *situation)
{
    size_t len = strcspn(text, "=");
    const struct qfpay_situation *row;

    for (size_t i = 0; (row = qfpay_situation_at(i)); i++) {
        struct situation found = effects[i];

        if (strlen(row->word) != len || memcmp(row->word, text, len) != 0)
            continue;
        if (row->value[0] == '\0' ? text[len] != '\0' : !read_delay(text + len, &found.delay_ms))
            return false;
        *situation = found;
        return true;
    }
    return false;
}

bool
trigger_read_word(const char *text, struct situation *situation)
{
    static const char answer[] = "respcd=";
    static const char ending[] = "ending=";
    static const char reshaped[] = "reshape=";

    if (strncmp(text, reshaped, sizeof reshaped - 1) == 0) {
        *situation = (struct situation){.kind = SITUATION_NONE};
        return reshape_read(text + sizeof reshaped - 1, &situation->reshape);
    }
    if (strchr(text, ';'))
        return read_doubt(text, situation);
    if (strncmp(text, answer, sizeof answer - 1) == 0)
        return read_code(text + sizeof answer - 1, true, situation);
    if (strncmp(text, ending, sizeof ending - 1) == 0)
        return read_code(text + sizeof ending - 1, false, situation);
    return read_situation(text, situation);
}

void
trigger_offer_words(struct qfpay_near *near)
{
    static const char *const words[] = {
        "respcd",
        "ending",
        "reshape",
#define CODE_AMOUNT(prefix, call, kind, about)
#define SITUATION(number, word, value, fault_name, applied, status, delay, notify, about) word,
#define RESHAPE(symbol, word, about)                                                      "reshape=" word,
#include "qfpay/tables/situations.def"
#undef RESHAPE
#undef SITUATION
#undef CODE_AMOUNT
    };

    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        qfpay_near_offer(near, words[i]);
}

bool
trigger_read_amount(enum qfpay_endpoint endpoint, const char *txamt, struct situation *situation)
{
    const struct qfpay_code_amount *amount;
    const struct qfpay_situation *row;

    if (txamt[0] != '9' || strlen(txamt) != 6)
        return false;
    for (size_t i = 0; (amount = qfpay_code_amount_at(i)); i++) {
        if (amount->call == endpoint && strncmp(txamt, amount->prefix, 2) == 0)
            return read_code(txamt + 2, amount->is_answer, situation);
    }
    if ((endpoint != QFPAY_ENDPOINT_PAYMENT && endpoint != QFPAY_ENDPOINT_REFUND) ||
        strncmp(txamt, QFPAY_SITUATION_PREFIX, sizeof(QFPAY_SITUATION_PREFIX) - 1) != 0)
        return false;
    for (size_t i = 0; (row = qfpay_situation_at(i)); i++) {
        if (strcmp(txamt + 4, row->number) == 0) {
            *situation = effects[i];
            return true;
        }
    }
    return false;
}
