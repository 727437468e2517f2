/* See situation.h. */
#include "situation/situation.h"

#include <string.h>

#include "qfpay/situation.h"

static const char *const notify_words[NOTIFY_AS_COUNT] = {
#define NOTIFY_AS(symbol, word, ...) [NOTIFY_##symbol] = (word),
#include "situation/notify_as.def"
#undef NOTIFY_AS
};

static const char *const fault_names[FAULT_COUNT] = {"", "drop", "truncate", "garbage", "reset"};

enum situation_kind
situation_of_answer(const struct qfpay_code *code)
{
    switch (code->outcome) {
    case QFPAY_OUTCOME_SUCCESS:
        return SITUATION_SUCCESS;
    case QFPAY_OUTCOME_PENDING:
        return SITUATION_WAIT;
    case QFPAY_OUTCOME_FAILURE:
        break;
    }
    return code->stage == QFPAY_STAGE_EARLY ? SITUATION_EARLY : SITUATION_LATE;
}

bool
situation_can_doubt(const struct qfpay_code *code)
{
    return code->stage == QFPAY_STAGE_CHANNEL && code->outcome != QFPAY_OUTCOME_SUCCESS;
}

const char *
answer_fault_name(enum answer_fault fault)
{
    return fault_names[fault];
}

bool
answer_fault_is_silent(enum answer_fault fault)
{
    return fault == FAULT_DROP || fault == FAULT_RESET;
}

bool
answer_fault_find(const char *name, enum answer_fault *fault)
{
    for (unsigned i = 1; i < FAULT_COUNT; i++) {
        if (strcmp(fault_names[i], name) == 0) {
            *fault = (enum answer_fault)i;
            return true;
        }
    }
    return false;
}

/* The bit of one word; 0 for none. */
static unsigned
reshape_bit(const char *word, size_t len)
{
    const struct qfpay_reshape *row;

    for (unsigned i = 0; (row = qfpay_reshape_at(i)); i++) {
        if (strlen(row->word) == len && memcmp(row->word, word, len) == 0)
            return RESHAPE_BIT(i);
    }
    return 0;
}

bool
reshape_read(const char *words, unsigned *set)
{
    for (;;) {
        size_t len = strcspn(words, ",");
        unsigned bit = reshape_bit(words, len);

        if (bit == 0)
            return false;
        *set |= bit;
        if (words[len] == '\0')
            return true;
        words += len + 1;
    }
}

bool
notify_as_find(const char *word, enum notify_as *as)
{
    for (unsigned i = 0; i < NOTIFY_AS_COUNT; i++) {
        if (strcmp(notify_words[i], word) == 0) {
            *as = (enum notify_as)i;
            return true;
        }
    }
    return false;
}
