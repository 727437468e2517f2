/* The form of the steps of a case in fixtures. */
#ifndef CONFORM_STEP_CHECK_H
#define CONFORM_STEP_CHECK_H

#include "form.h"

#define STEP_CALLS "payment query refund reversal close add_note authtrade unfreeze"

form_check form_steps; /* the list of them; what they capture is known to those behind */

#endif
