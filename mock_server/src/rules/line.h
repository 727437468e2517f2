/* A line: one member of an answer, a record or a notification. Which lines each has, and in which
 * order, are the rows of lines.def; where their values come from are the functions of value.h. */
#ifndef MOCK_LINE_H
#define MOCK_LINE_H

#include "qfpay/evidence.h"

enum sheet {
#define SHEET(symbol, name) SHEET_##symbol,
#include "rules/sheets.def"
#undef SHEET
    SHEET_COUNT,
    SHEET_NONE = SHEET_COUNT
};

struct tale; /* tale.h */

/* The text of a value, borrowed or in the tale's arena; NULL: the line is left out. */
typedef const char *line_value(struct tale *tale);

enum line_form {
    LINE_TEXT,
    LINE_NUMBER, /* written without quotation marks */
    LINE_BOOL,   /* likewise */
    LINE_LIST,   /* the records of the tale; the value is not looked at */
    LINE_OBJECT, /* the lines of another sheet */
    LINE_PARAMS, /* those of the sheet that belongs to the pay type */
};

struct line {
    enum sheet sheet;
    const char *key; /* NULL ends a sheet */
    enum line_form form;
    line_value *value;
    enum qfpay_req requirement; /* QFPAY_REQ_NONE: no rule says that the line is there */
    const char *template; /* of a value that somebody has made up, see template.h; else NULL */
    enum sheet object;    /* of LINE_OBJECT */
};

#endif
