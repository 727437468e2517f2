/* See verdict.h. One row per kind of answer, the first that fits counts. Nobody here sees
 * what the receiver computed: where a wrong signature check is likely, the row points to the
 * digests that the delivery log lists for comparison. */
#include "notify/verdict.h"

#include <string.h>
#include <strings.h>

#include "notify/notify_as.h"
#include "server/server.h"

#define DIGESTS_BY(key)                                                                            \
    "If the receiver refuses the signature: it is MD5 over the raw bytes of the body followed by " \
    "the " key ", in capitals; digests lists what the known mistakes give instead (NTF-04, "       \
    "PIT-70 to PIT-74)."
#define DIGESTS            DIGESTS_BY("client key")
#define NOTIFY_KEY_DIGESTS DIGESTS_BY("notify key of this merchant, not by the client key")

/* An answer, its body without the white space around it. */
struct answer {
    const struct notification *notification;
    const struct delivery *delivery;
    const char *body;
    size_t len;
    bool is_accepted;
    bool by_notify_key;
};

static bool
is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void
trim(const char **body, size_t *len)
{
    while (*len > 0 && is_space(**body)) {
        ++*body;
        --*len;
    }
    while (*len > 0 && is_space((*body)[*len - 1]))
        --*len;
}

bool
verdict_is_word(const char *body, size_t len, const char *word)
{
    trim(&body, &len);
    return len == strlen(word) && memcmp(body, word, len) == 0;
}

bool
verdict_is_accepted(const struct rulebook *book, const struct delivery *delivery)
{
    return delivery->http_status >= fact(book, FACT_RECEIPT_FROM) &&
           delivery->http_status <= fact(book, FACT_RECEIPT_TO) &&
           book->is_receipt(delivery->response, delivery->response_len, book->words[WORD_RECEIPT]);
}

static bool
has_status(const struct answer *answer, long low, long high)
{
    return answer->delivery->http_status >= low && answer->delivery->http_status <= high;
}

static bool
is_accepted(const struct answer *answer)
{
    return answer->is_accepted;
}

static bool
is_forgery_accepted(const struct answer *answer)
{
    return is_accepted(answer) && answer->notification->notify_as == NOTIFY_FORGED;
}

static bool
is_wrong_amount_accepted(const struct answer *answer)
{
    return is_accepted(answer) && answer->notification->notify_as == NOTIFY_WRONG_AMOUNT;
}

static bool
is_forgery_refused(const struct answer *answer)
{
    return answer->notification->notify_as == NOTIFY_FORGED && answer->delivery->http_status != 0;
}

static bool
is_timeout(const struct answer *answer)
{
    return answer->delivery->is_timeout;
}

static bool
is_expired(const struct answer *answer)
{
    return answer->delivery->tls == TLS_TROUBLE_EXPIRED;
}

static bool
is_too_early(const struct answer *answer)
{
    return answer->delivery->tls == TLS_TROUBLE_TOO_EARLY;
}

static bool
is_of_unknown_issuer(const struct answer *answer)
{
    return answer->delivery->tls == TLS_TROUBLE_ISSUER;
}

static bool
is_for_another_name(const struct answer *answer)
{
    return answer->delivery->tls == TLS_TROUBLE_NAME;
}

static bool
is_bad_certificate(const struct answer *answer)
{
    return answer->delivery->tls == TLS_TROUBLE_CERTIFICATE;
}

static bool
is_without_tls(const struct answer *answer)
{
    return answer->delivery->tls == TLS_TROUBLE_NO_TLS;
}

static bool
is_unreachable(const struct answer *answer)
{
    return answer->delivery->http_status == 0;
}

static bool
is_redirect(const struct answer *answer)
{
    return has_status(answer, 300, 399);
}

static bool
is_denied(const struct answer *answer)
{
    return has_status(answer, 401, 401) || has_status(answer, 403, 403) ||
           has_status(answer, 419, 419);
}

static bool
is_denied_with_notify_key(const struct answer *answer)
{
    return answer->by_notify_key && is_denied(answer);
}

static bool
is_not_found(const struct answer *answer)
{
    return has_status(answer, 404, 404) || has_status(answer, 410, 410);
}

static bool
is_method_refused(const struct answer *answer)
{
    return has_status(answer, 405, 405);
}

static bool
is_type_refused(const struct answer *answer)
{
    return has_status(answer, 415, 415);
}

static bool
is_client_error(const struct answer *answer)
{
    return has_status(answer, 400, 499);
}

static bool
is_client_error_with_notify_key(const struct answer *answer)
{
    return answer->by_notify_key && is_client_error(answer);
}

static bool
is_failure_on_refund(const struct answer *answer)
{
    return has_status(answer, 500, 599) && answer->notification->kind != NOTIFY_KIND_PAYMENT &&
           answer->notification->kind != NOTIFY_KIND_CAPTURE;
}

static bool
is_failure(const struct answer *answer)
{
    return has_status(answer, 500, 599);
}

static bool
is_other_status(const struct answer *answer)
{
    return !has_status(answer, 200, 200);
}

static bool
is_empty(const struct answer *answer)
{
    return answer->len == 0;
}

static bool
is_other_case(const struct answer *answer)
{
    return answer->len == 7 && strncasecmp(answer->body, "SUCCESS", 7) == 0;
}

static bool
is_json(const struct answer *answer)
{
    return answer->body[0] == '{' || answer->body[0] == '[' || answer->body[0] == '"';
}

static bool
is_html(const struct answer *answer)
{
    return answer->body[0] == '<';
}

static bool
has_the_word(const struct answer *answer)
{
    for (size_t i = 0; i + 7 <= answer->len; i++) {
        if (strncasecmp(answer->body + i, "SUCCESS", 7) == 0)
            return true;
    }
    return false;
}

static bool
is_any_with_notify_key(const struct answer *answer)
{
    return answer->by_notify_key;
}

static bool
is_any(const struct answer *answer)
{
    (void)answer;
    return true;
}

#define DENIED     "The receiver denies access: a login, a CSRF check or a firewall stands before it. "
#define REFUSED    "The receiver refuses the notification. "
#define OTHER_TEXT "The body is another text than SUCCESS (NTF-06, PIT-76). "

static const struct {
    bool (*fits)(const struct answer *answer);
    const char *sentence;
} rows[] = {
    {is_forgery_accepted,
     "The receiver accepted a notification with a wrong signature: anybody can tell it that an "
     "order is paid. Verify X-QF-SIGN before anything else (PIT-75)."},
    {is_wrong_amount_accepted,
     "The receiver accepted an amount that is not the order's: compare txamt and txcurrcd with "
     "what was ordered (PIT-81)."},
    {is_accepted, ""},
    {is_forgery_refused, "The receiver refused the wrong signature, as it must."},
    {is_timeout,
     "The receiver did not answer in time. Answer SUCCESS first and do the work afterwards "
     "(PIT-82); the next attempts follow the ladder (NTF-07)."},
    {is_expired,
     "The receiver's certificate has expired: make a new one, or take any with --notify-insecure."},
    {is_too_early,
     "The receiver's certificate is not valid yet: compare the clocks of this machine and of the "
     "one that made it."},
    {is_of_unknown_issuer,
     "Nobody whom this machine trusts has signed the receiver's certificate: start the mock with "
     "--notify-cacert FILE, the certificate of whoever did (mkcert: rootCA.pem), or the "
     "receiver's own when it signed itself."},
    {is_for_another_name,
     "The receiver's certificate is for another name than the host of notify_url: write the name "
     "that it has, or make one that has this host as subjectAltName."},
    {is_bad_certificate,
     "The receiver's certificate is not accepted, and error says why: mend it, or take any with "
     "--notify-insecure."},
    {is_without_tls,
     "No TLS came about: does the receiver serve HTTPS at this port, version 1.2 or newer? Where "
     "it serves HTTP, notify_url begins with http://."},
    {is_unreachable,
     "No answer came. Is the receiver listening there, and can this process reach it?"},
    {is_redirect,
     "The receiver redirects, and redirects are not followed: give the URL that answers by itself "
     "(NTF-06). A redirect to a login page means that the path is not open to strangers."},
    {is_denied_with_notify_key, DENIED NOTIFY_KEY_DIGESTS},
    {is_denied, DENIED DIGESTS},
    {is_not_found, "The receiver has no such path: compare notify_url with its routes."},
    {is_method_refused, "The path exists, but not for POST (NTF-02)."},
    {is_type_refused, "The receiver must read application/json, not a form (NTF-02)."},
    {is_client_error_with_notify_key, REFUSED NOTIFY_KEY_DIGESTS},
    {is_client_error, REFUSED DIGESTS},
    {is_failure_on_refund,
     "The receiver failed; its own log says why. This is no payment: status is there, but paydtm, "
     "pay_type and cancel are not (PIT-78), the order is orig_out_trade_no (PIT-79), and "
     "notify_type may be refund, cancel or unfreeze (PIT-84)."},
    {is_failure, "The receiver failed; its own log says why."},
    {is_other_status, "Only HTTP 200 counts, whatever the body says (NTF-06)."},
    {is_empty, "The body is empty; it must be the word SUCCESS (NTF-06, PIT-76)."},
    {is_other_case, "The body must be SUCCESS in capitals; case matters (NTF-08, PIT-76)."},
    {is_json, "The body is JSON; it must be the word SUCCESS alone, as plain text (PIT-76)."},
    {is_html,
     "The body is HTML; it must be the word SUCCESS alone (PIT-76). A page instead often means "
     "that the path leads to a shop's front page or an error page."},
    {has_the_word,
     "The body has SUCCESS among other text; it must be that word alone (NTF-08, PIT-76)."},
    {is_any_with_notify_key, OTHER_TEXT NOTIFY_KEY_DIGESTS},
    {is_any, OTHER_TEXT DIGESTS},
};

const char *
verdict_explain(const struct rulebook *book, const struct notification *notification,
                const struct delivery *delivery, bool by_notify_key)
{
    struct answer answer = {
        .notification = notification,
        .delivery = delivery,
        .body = delivery->response,
        .len = delivery->response_len,
        .is_accepted = verdict_is_accepted(book, delivery),
        .by_notify_key = by_notify_key,
    };
    size_t row = 0;

    if (delivery->refusal)
        return delivery->refusal;
    trim(&answer.body, &answer.len);
    while (!rows[row].fits(&answer))
        row++;
    return rows[row].sentence;
}
