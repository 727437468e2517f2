/*
 * QR codes on a terminal.
 */
#ifndef QFPAY_QR_H
#define QFPAY_QR_H

#include <stdbool.h>
#include <stdio.h>

/* Print a QR code with half-block characters, its two shades fixed where the terminal has colours.
 * Returns false when the text is too long for one. */
bool qr_print(FILE *out, const char *text, bool has_colour);

#endif
