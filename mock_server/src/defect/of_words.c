/* What goes wrong with a word: the server has another one. */
#include "defect/mutant.h"

static const struct {
    const char *symbol;
    const char *about;
    enum qfpay_req requirement;
} rows[] = {
#define WORD(symbol, value, requirement, about) {#symbol, about, QFPAY_REQ_##requirement},
#include "rules/words.def"
#undef WORD
};

static const struct {
    enum word word;
    const char *twist;
    const char *instead;
} others[] = {
    {WORD_ANSWER_CONTENT, "html", "text/html"},
    {WORD_NOTIFY_METHOD, "put", "PUT"},
    {WORD_NOTIFY_CONTENT, "form", "application/x-www-form-urlencoded"},
    {WORD_NOTIFY_CONTENT, "text", "text/plain"},
    {WORD_RECEIPT, "ok", "OK"},
    {WORD_ACCEPTED, "pending", "1143"},
    {WORD_CANCEL_OF_PART, "3", "3"},
    {WORD_CANCEL_OF_WHOLE, "5", "5"},
    {WORD_CANCEL_OF_SCAN, "2", "2"},
};

static void
say_other(struct rulebook *book, const struct mutant *mutant)
{
    book->words[mutant->row] = mutant->other;
}

void
mutants_of_words(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        enum word row = others[i].word;

        mutants_add(all, say_other, row, rows[row].requirement, "", rows[row].symbol,
                    others[i].twist, "It has %s instead of %s for %s.", others[i].instead,
                    book->words[row], rows[row].about)
            ->other = others[i].instead;
    }
}
