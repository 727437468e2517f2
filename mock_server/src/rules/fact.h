/* The numbers and the words of the rules (facts.def, words.def); what they are stands in the book.
 */
#ifndef MOCK_FACT_H
#define MOCK_FACT_H

enum fact {
#define FACT(symbol, value, step, requirement, about) FACT_##symbol,
#define ZONE(symbol, value, requirement, about)       FACT_##symbol,
#include "facts.def"
#undef ZONE
#undef FACT
    FACT_COUNT
};

enum word {
#define WORD(symbol, value, requirement, about) WORD_##symbol,
#include "words.def"
#undef WORD
    WORD_COUNT
};

#endif
