/* See options.h. */
#include "options/options.h"

#include <fnmatch.h>

bool
options_select(const struct options *options, const char *id)
{
    size_t i;

    for (i = 0; i < options->filters.count; i++) {
        if (fnmatch(options->filters.items[i], id, 0) == 0)
            return true;
    }
    return options->filters.count == 0;
}
