/* The known mistakes, one row each, in the order of fixtures/pitfalls.md. Which rows may be
 * combined follows from what they change. Announcing another digest than the one used stands first,
 * because behind it every mistake without effect on the string would match; with others it is no
 * row, as the received length says which digest to compute, and the report mentions the difference.
 */
#include "doctor_vary.h"

/* What a mistake changes; two that change the same are not tried together. */
enum aspect {
    ASPECT_SOURCE = 1 << 0,
    ASPECT_SET = 1 << 1, /* which parameters */
    ASPECT_EMPTY = 1 << 2,
    ASPECT_ORDER = 1 << 3,
    ASPECT_VALUE = 1 << 4,
    ASPECT_END = 1 << 5,
    ASPECT_KEY_PLACE = 1 << 6,
    ASPECT_KEY = 1 << 7,
    ASPECT_CHARSET = 1 << 8,
    ASPECT_DIGEST = 1 << 9,
};

/* what, then advice; requirement, pitfall; changes; reach, crossing; functions. */
static const struct mistake mistakes[] = {
    {"the right string and key, but digested with", "announce the digest that is used",
     QFPAY_REQ_HDR_03, ", PIT-04", ASPECT_DIGEST, 1, 0, announce_other_digest,
     explain_other_digest},
    {"the string without its empty parameters",
     "sign name= for a parameter that is sent empty, or do not send it", QFPAY_REQ_SIG_07,
     ", PIT-03", ASPECT_EMPTY, 4, 1, drop_empty, NULL},
    {"the values percent-encoded", "sign the raw values and encode only the body", QFPAY_REQ_SIG_03,
     ", PIT-02", ASPECT_VALUE, 4, 3, encode_percent, NULL},
    {"the values form-encoded (a space as +)", "sign the raw values and encode only the body",
     QFPAY_REQ_SIG_03, ", PIT-02", ASPECT_VALUE, 4, 2, encode_form, NULL},
    {"the parameters in the order of arrival", "sort them by name in byte order", QFPAY_REQ_SIG_02,
     "", ASPECT_ORDER, 4, 1, leave_unsorted, NULL},
    {"the parameters sorted without regard to case",
     "sort them in byte order, capital letters before small ones", QFPAY_REQ_SIG_02, "",
     ASPECT_ORDER, 4, 2, sort_ignoring_case, NULL},
    {"the key introduced by", "append the bare key directly to the string", QFPAY_REQ_SIG_04,
     ", PIT-05", ASPECT_KEY_PLACE, 4, 2, introduce_key, NULL},
    {"the key put first", "append it behind the string", QFPAY_REQ_SIG_04, "", ASPECT_KEY_PLACE, 4,
     1, put_key_first, NULL},
    {"an HMAC with the key", "digest the string with the key appended, plainly and without HMAC",
     QFPAY_REQ_SIG_05, ", PIT-01", ASPECT_KEY_PLACE, 4, 2, use_hmac, NULL},
    {"the values without the white space around them", "sign the values exactly as they are sent",
     QFPAY_REQ_SIG_08, "", ASPECT_VALUE, 4, 1, trim_values, NULL},
    {"the request as it stood before form decoding",
     "sign the decoded names and values, sorted by name", QFPAY_REQ_HTTP_08, ", PIT-09",
     ASPECT_SOURCE | ASPECT_SET | ASPECT_ORDER | ASPECT_VALUE, 2, 3, use_raw_bytes,
     explain_raw_bytes},
    {"the parameters as JSON text", "sign name=value joined with &, and send a form",
     QFPAY_REQ_SIG_03, ", PIT-06", ASPECT_SOURCE | ASPECT_ORDER | ASPECT_VALUE, 2, 4, use_json,
     NULL},
    {"the string with more than the request's parameters in it:",
     "headers, key and sign are no parameters and not signed as such", QFPAY_REQ_SIG_01, ", PIT-07",
     ASPECT_SET, 2, 4, mix_in_headers, NULL},
    {"the string with a & at its end, before the key", "join with & between the parameters only",
     QFPAY_REQ_SIG_04, "", ASPECT_END, 4, 1, end_with_ampersand, NULL},
    {"the client key", "use the key exactly as issued and trim what a file or a setting adds",
     QFPAY_REQ_SIG_04, "", ASPECT_KEY, 2, EXAM_KEYS_MAX, spoil_key, NULL},
    {"the string without the parameter", "sign every parameter that is sent", QFPAY_REQ_SIG_01, "",
     ASPECT_SET, 2, 12, leave_one_out, NULL},
    {"the string with a parameter that was not sent:", "send it, or do not sign it",
     QFPAY_REQ_SIG_01, "", ASPECT_SET, 2, 5, add_unsent, NULL},
    {"the amount written as", "write txamt once, as a whole number, and sign what is sent",
     QFPAY_REQ_PAY_TXAMT_03, ", PIT-11", ASPECT_SET, 2, 1, reformat_amount, NULL},
    {"the text in the character set", "digest and send UTF-8", QFPAY_REQ_SIG_05, "", ASPECT_CHARSET,
     1, 0, convert_charset, NULL},
    {"the UTF-8 form of text that was sent as, or taken for,", "use UTF-8 in string and body alike",
     QFPAY_REQ_HTTP_04, "", ASPECT_CHARSET, 1, 0, convert_to_utf8, NULL},
    {"the client key of another merchant, app code",
     "use the app code and the key of one and the same merchant and environment", QFPAY_REQ_HTTP_03,
     ", PIT-12", ASPECT_KEY, 1, 0, use_key_of_other, NULL},
    {"the values decoded once more", "percent-encode the body once, not twice", QFPAY_REQ_HTTP_07,
     ", PIT-10", ASPECT_VALUE, 4, 1, decode_once_more, NULL},
    {"the values percent-encoded twice", "sign the raw values and encode the body once",
     QFPAY_REQ_SIG_03, ", PIT-10", ASPECT_VALUE, 2, 2, encode_twice, NULL},
};

const struct mistake *
battery(size_t *count)
{
    *count = COUNT(mistakes);
    return mistakes;
}
