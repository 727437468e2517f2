/* SHA-256 as text, the way `sha256sum` writes it. */
#ifndef CONFORM_SHA256_H
#define CONFORM_SHA256_H

#include <stdbool.h>
#include <stddef.h>

enum { SHA256_HEX_SIZE = 65 };

/* The digest of len bytes in small hex digits. false: OpenSSL has none, and hex is "". */
bool sha256_hex(const void *bytes, size_t len, char hex[SHA256_HEX_SIZE]);

#endif
