/* The larger pieces of the HTML report. */
#ifndef CONFORM_HTML_H
#define CONFORM_HTML_H

#include "report/report.h"

/* Requirements by group, folded; each row has the anchor "req-" and its id. */
void html_matrix(FILE *out, const struct report *report, const struct matrix_row *rows);

/* The levels of this kind, folded; the anchor is "levels". Nothing when there is none. */
void html_levels(FILE *out, const struct report *report);

/* The mistakes of fixtures/pitfalls.md that the trials name, folded unless one shows; the anchor is
 * "pitfalls". Nothing when none is named. */
void html_pitfalls(FILE *out, const struct report *report);

/* What passed and what it is about, folded; the anchor is "passed". Nothing when that is more than
 * people read. */
void html_passed(FILE *out, const struct report *report);

/* One result in full: why the trial exists, what was sent, answered and found, and how to make it
 * again. */
void html_result(FILE *out, const struct report *report, const struct result *result, bool open);

/* One result in a line. */
void html_brief(FILE *out, const struct result *result);

#endif
