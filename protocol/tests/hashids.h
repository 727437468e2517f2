/*
 * The Hashids code (hashids.org) of a few numbers with the default alphabet: what a mchid is made
 * by, so that the vectors of mchid.json are facts and not quotations.
 */
#ifndef QFPAY_HASHIDS_H
#define QFPAY_HASHIDS_H

#include <stddef.h>

/** Encode numbers. @param[out] code NUL-terminated, at most code_size - 1 characters are written */
void hashids_encode(const char *salt, const unsigned long *numbers, size_t count, char *code,
                    size_t code_size);

#endif
