/*
 * QR codes on a terminal.
 */
#ifndef QFPAY_CLI_QR_H
#define QFPAY_CLI_QR_H

#include <stdbool.h>

/* Print a QR code with half-block characters. Returns false when the text is too long for one. */
bool qr_print(const char *text);

#endif
