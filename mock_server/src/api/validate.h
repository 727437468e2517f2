/* What a request must look like before anybody asks what it wants: the rows of fields.def in their
 * order, then what needs two parameters or the merchant to decide. */
#ifndef MOCK_VALIDATE_H
#define MOCK_VALIDATE_H

#include "request.h"

/* Decide which account is meant (PAY-MCHID). true, or false with the refusal in *reply. */
bool validate_mchid(struct request *req, struct reply *reply);

/* Check every field of the endpoint. true, or false with the first refusal in *reply. */
bool validate_fields(struct request *req, struct reply *reply);

#endif
