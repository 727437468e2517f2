/* See selection.h. */
#include "selection.h"

enum { RETIRED_SHOWN = 5 };

void
selection_say_empty(FILE *err, const struct suite *suite, const struct options *options)
{
    size_t i, shown = 0;

    fputs("qfpay-conform: the filter selects nothing\n", err);
    for (i = 0; i < suite->retired_count && shown < RETIRED_SHOWN; i++) {
        if (!options_select(options, suite->retired[i].id))
            continue;
        suite_print_retired(err, &suite->retired[i]);
        shown++;
    }
}
