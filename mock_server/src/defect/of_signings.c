/* What goes wrong with a signature of the server: there is none, it is made of something else, with
 * another digest or key, or written in small letters. */
#include "defect/mutant.h"

#include <ctype.h>
#include <string.h>

#include "defect/rewrite.h"
#include "server/request.h"

static bool
sign(const struct outgoing *out, const char *body, size_t len, const char *key,
     enum qfpay_digest digest, char hex[QFPAY_SIGN_HEX_SIZE])
{
    return body && qfpay_sign_bytes(out->signer, body, len, key, digest, hex, NULL) == QFPAY_OK;
}

static bool
not_at_all(const struct outgoing *out, char hex[QFPAY_SIGN_HEX_SIZE])
{
    (void)out;
    hex[0] = '\0';
    return true;
}

static bool
without_key(const struct outgoing *out, char hex[QFPAY_SIGN_HEX_SIZE])
{
    return sign(out, out->body, out->len, "", QFPAY_DIGEST_MD5, hex);
}

static bool
key_first(const struct outgoing *out, char hex[QFPAY_SIGN_HEX_SIZE])
{
    const char *text = arena_printf(out->arena, "%s%s", out->key, out->body);

    return sign(out, text, strlen(out->key) + out->len, "", QFPAY_DIGEST_MD5, hex);
}

static bool
compact(const struct outgoing *out, char hex[QFPAY_SIGN_HEX_SIZE])
{
    size_t len = out->len;
    const char *text = rewrite_compact(out->arena, out->body, &len);

    return sign(out, text, len, out->key, QFPAY_DIGEST_MD5, hex);
}

static bool
by_sha256(const struct outgoing *out, char hex[QFPAY_SIGN_HEX_SIZE])
{
    return sign(out, out->body, out->len, out->key, QFPAY_DIGEST_SHA256, hex);
}

static bool
as_the_request(const struct outgoing *out, char hex[QFPAY_SIGN_HEX_SIZE])
{
    enum qfpay_digest digest = QFPAY_DIGEST_MD5;

    if (out->req && out->req->headers.sign_type)
        (void)qfpay_digest_find(out->req->headers.sign_type, &digest);
    return sign(out, out->body, out->len, out->key, digest, hex);
}

static bool
in_small_letters(const struct outgoing *out, char hex[QFPAY_SIGN_HEX_SIZE])
{
    bool is_done = sign_body_and_key(out, hex);

    for (char *at = hex; is_done && *at != '\0'; at++)
        *at = (char)tolower((unsigned char)*at);
    return is_done;
}

static const struct {
    const char *twist;
    signs *sign;
    bool is_other_digest;
    const char *about;
} wrong[] = {
    {"unsigned", not_at_all, false, "carries no signature"},
    {"without-key", without_key, false, "is signed without the key"},
    {"key-first", key_first, false, "is signed with the key in front"},
    {"compact", compact, false, "is signed as JSON without blanks"},
    {"small-letters", in_small_letters, false, "has its signature in small letters"},
    {"sha256", by_sha256, true, "is signed with SHA256"},
    {"as-request", as_the_request, true, "is signed with the digest of the request"},
};

/* The two keys change places. */
static void
put_other_key(struct rulebook *book, const struct mutant *mutant)
{
    book->signings[mutant->row].key = mutant->row == SIGNING_NOTIFICATION ? client_key_of
                                                                          : notify_key_of;
}

static void
put_sign(struct rulebook *book, const struct mutant *mutant)
{
    book->signings[mutant->row].sign = wrong[mutant->number].sign;
}

void
mutants_of_signings(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < SIGNING_COUNT; i++) {
        const struct signing_row *row = &book->signings[i];

        for (size_t at = 0; at < sizeof wrong / sizeof wrong[0]; at++) {
            if (i != SIGNING_NOTIFICATION || wrong[at].sign != as_the_request)
                mutants_add(all, put_sign, i,
                            wrong[at].is_other_digest ? row->digest_requirement : row->requirement,
                            "signature", row->name, wrong[at].twist, "The %s %s.", row->name,
                            wrong[at].about)
                    ->number = (int64_t)at;
        }
        mutants_add(all, put_other_key, i, row->requirement, "signature", row->name, "other-key",
                    i == SIGNING_NOTIFICATION
                        ? "The %s is signed with the client key, whatever the notify key is."
                        : "The %s is signed with the notify key where there is one.",
                    row->name);
    }
}
