/* The pieces of query and body, before form decoding. */
#ifndef MOCK_DOCTOR_PIECES_H
#define MOCK_DOCTOR_PIECES_H

#include "doctor/text.h"
#include "server/request.h"

/* Split query and body into material->pieces. A piece without = is the rest of the value before it.
 * false when out of memory. */
bool pieces_split(struct request *req, struct material *material);

#endif
