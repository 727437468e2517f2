/* Tells whether a case is still the one that was recorded. */
#ifndef CONFORM_FINGERPRINT_H
#define CONFORM_FINGERPRINT_H

#include "fixture/suite.h"

/* 16 hex digits over everything that decides what the case sends: its steps without what they
 * expect, its names, its merchant, its templates. In arena. */
const char *fingerprint_of(const struct suite *suite, const struct test_case *test,
                           struct arena *arena);

#endif
