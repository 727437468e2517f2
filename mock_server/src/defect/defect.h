/* One deliberate mistake at a time, so that somebody can see whether the conformance cases notice
 * it (--defect NAME; qfpay-conform selftest tries all of them).
 *
 * A mistake is an edit of a row of the book; the operators that make them are the files beside this
 * one (mutant.h). The book is edited before any request is served. */
#ifndef MOCK_DEFECT_H
#define MOCK_DEFECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "defect/mutant.h"
#include "start/read_settings.h"

enum { DEFECT_NAME_SIZE = MUTANT_NAME_SIZE };

_Static_assert((int)DEFECT_NAME_SIZE <= (int)SETTINGS_DEFECT_SIZE, "SETTINGS_DEFECT_SIZE");

/* Make a book wrong, "" not at all, before the first request; its edition says so from then on.
 * What it does wrong and the requirement that this breaks are told to the log when there is one.
 * false, and the book is right, when there is no such mistake or memory is out. */
bool defect_open(struct rulebook *book, const char *name, FILE *log);

/* NULL when there is one of that name; else "; did you mean" and the nearest, or where all are. */
misses_defect defect_missed;

/* Print them all: name, requirement, sentence, one line each; headings begin with #, and so do, at
 * the end, those that nobody can tell from the right server, with the reason. */
void defect_list(FILE *out);

/* All of them, in the order of the list. Caller frees with mutants_clear. */
struct mutants defect_all(void);

#endif
