/* What a refusal says in resperr and respmsg (texts.def). */
#ifndef MOCK_TEXT_H
#define MOCK_TEXT_H

#include <stddef.h>

enum text_id {
#define TEXT(symbol, form, resperr, respmsg) TEXT_##symbol,
#include "rules/texts.def"
#undef TEXT
    TEXT_COUNT
};

enum text_form {
    TEXT_FORM_CODE,     /* resperr is the standard text of the code */
    TEXT_FORM_PLAIN,    /* resperr as it stands, in every language */
    TEXT_FORM_CODED,    /* with the code behind it, in every language */
    TEXT_FORM_CAPTURED, /* with the code behind it in English, else the standard one */
};

struct text_row {
    enum text_form form;
    const char *resperr; /* {x} as in a diagnosis */
    const char *respmsg; /* likewise */
};

#endif
