/* The rows of the book that know the calls: their checks, and the lines of what is told. */
#ifndef MOCK_CONTENTS_H
#define MOCK_CONTENTS_H

#include "rules/rulebook.h"

extern const struct contents api_contents;

/* Each chapter beside the conditions of its rows. */
#define CHAPTER(symbol, name, refusal, rows) extern const struct check rows[];
#include "rules/chapters.def"
#undef CHAPTER

/* Likewise where a query looks and what it lets through. */
extern const struct source query_sources[];
extern const struct filter query_filters[];

/* The digest that a request should carry (SIG). */
expects_sign sign_parameters;

#endif
