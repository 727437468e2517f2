/* The numbers and the words of the rules (facts.def, words.def); what they are stands in the book.
 */
#ifndef MOCK_FACT_H
#define MOCK_FACT_H

/* A body may have this many bytes (docs/options.md, "Sizes"); a longer one is 413. */
enum { BODY_MAX = 64 * 1024 };

enum fact {
#define FACT(symbol, value, step, requirement, about) FACT_##symbol,
#define ZONE(symbol, value, requirement, about)       FACT_##symbol,
#include "rules/facts.def"
#undef ZONE
#undef FACT
    FACT_COUNT
};

enum word {
#define WORD(symbol, value, requirement, about) WORD_##symbol,
#include "rules/words.def"
#undef WORD
    WORD_COUNT
};

#endif
