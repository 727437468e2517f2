/* See seed.h. The n-th draw is the SHA-256 of the seed, a colon and n. */
#include "base/seed.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>
#include <unistd.h>

static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *given;
static char own[33];
static atomic_ulong drawn;

/* Two processes that start in the same second must differ. */
static void
choose(void)
{
    uint64_t parts[2];
    struct timespec now;

    if (getrandom(parts, sizeof parts, 0) != (ssize_t)sizeof parts) {
        clock_gettime(CLOCK_REALTIME, &now);
        parts[0] = (uint64_t)now.tv_sec << 32 | (uint64_t)now.tv_nsec;
        parts[1] = (uint64_t)getpid();
    }
    snprintf(own, sizeof own, "%016llx%016llx", (unsigned long long)parts[0],
             (unsigned long long)parts[1]);
}

void
seed_set(const char *seed)
{
    given = seed;
}

const char *
seed_text(void)
{
    (void)pthread_once(&once, choose);
    return given ? given : own;
}

void
seed_draw(unsigned char *bytes, size_t len)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    char text[256];
    int size = snprintf(text, sizeof text, "%.200s:%lu", seed_text(), atomic_fetch_add(&drawn, 1));

    if (EVP_Digest(text, (size_t)size, digest, NULL, EVP_sha256(), NULL) != 1)
        abort(); /* OpenSSL without SHA-256 signs nothing either */
    memcpy(bytes, digest, len);
}
