/* A report that goes to a file, without harm to what stands there: an option with the wrong name
 * behind it must not cost a source file or a recording, and a run that never began must not cost
 * the last good report. */
#ifndef CONFORM_OUT_FILE_H
#define CONFORM_OUT_FILE_H

#include <stdbool.h>
#include <stdio.h>

#include "base/arena.h"

/* How a file of a kind is recognised: its first byte, and a text within its first kilobytes. */
struct out_kind {
    const char *name; /* for people: "an HTML report" */
    char first;
    const char *mark;
};

/* A file under another name, until it is whole. */
struct out_file {
    const char *path;
    const char *place; /* path without symbolic links */
    char *temporary;   /* NULL for what cannot be replaced, such as a pipe */
    FILE *stream;
};

/* Whether path can be written and may be replaced: there is none, or it is empty, a pipe or device,
 * or of that kind. Else a line on standard error. Nothing is left behind and nothing changed. */
bool out_file_check(const char *path, const struct out_kind *kind);

/* Begin the new content; write it to stream. false after a line on standard error. path is
 * borrowed, the rest lives in arena. */
bool out_file_open(struct out_file *file, struct arena *arena, const char *path);

/* End it: is_written tells whether all writing succeeded. Only then it takes its name. false after
 * a line on standard error. */
bool out_file_close(struct out_file *file, bool is_written);

#endif
