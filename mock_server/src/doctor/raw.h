/* Query and body as they came, before form decoding. Clients that sign raw values and send them raw
 * lose the + and % in them, and the rest of a value behind a & (PIT-09). */
#ifndef MOCK_DOCTOR_RAW_H
#define MOCK_DOCTOR_RAW_H

#include "doctor/exam.h"

/* Whether the pieces are sorted but for some with unknown names, which then are the rest of a value
 * that a raw & has cut, and nothing else in them changes in decoding. */
bool raw_is_cut_by_ampersand(const struct request *req, const struct material *material);

/* Put one to three pieces back behind the & from which a value had lost them, one way for each
 * index. */
enum variant raw_glue(struct exam *exam, size_t index, struct recipe *recipe);

/* What to do when the undecoded bytes give the signature; names the characters and their places. In
 * the arena; NULL when decoding changes nothing. */
const char *raw_advice(const struct exam *exam, const struct recipe *recipe);

#endif
