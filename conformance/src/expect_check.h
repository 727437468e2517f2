/* The form of expectations in fixtures. */
#ifndef CONFORM_EXPECT_CHECK_H
#define CONFORM_EXPECT_CHECK_H

#include "form.h"

form_check form_expect;       /* one object of checks, or a list of them */
form_check form_checks;       /* one object of checks */
form_check form_requirement;  /* one known id, or a list of them */
form_check form_capabilities; /* words, if any: pay types may be among them */

#endif
