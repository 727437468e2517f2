/* See progress.h. */
#include "report/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/moment.h"
#include "base/plural.h"
#include "program/print.h"

/* More often nobody can read it, and writing costs time. */
enum { SHOW_EVERY_MS = 100 };

void
progress_begin(struct progress *progress)
{
    const char *term = getenv("TERM");

    *progress = (struct progress){0};
    progress->is_wanted = isatty(STDERR_FILENO) && term && strcmp(term, "dumb") != 0;
}

void
progress_show(struct progress *progress, size_t done, size_t count, const char *unit)
{
    int64_t now = now_ms();

    if (!progress->is_wanted || (progress->shown_at && now - progress->shown_at < SHOW_EVERY_MS))
        return;
    print_to(stderr, "\r%zu of %zu %s%s\033[K", done, count, unit, plural(count));
    progress->shown_at = now;
    progress->is_shown = true;
}

void
progress_clear(struct progress *progress)
{
    if (progress->is_shown)
        fputs("\r\033[K", stderr);
    progress->is_shown = false;
}
