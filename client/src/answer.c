/*
 * Answers: which record speaks of the transaction that was asked about, and what it means.
 *
 * Everything is decided once, when the answer is read; the accessors only look.
 */
#include "answer.h"

#include <stdlib.h>
#include <string.h>

#include "qfpay/pay_type.h"
#include "record.h"

struct qfpay_answer {
    enum qfpay_endpoint endpoint;
    enum qfpay_outcome outcome;
    struct qfpay_response response;
    struct record_document document;
    const qfpay_record *subject; /* into document, or NULL */
    bool is_unproven;
};

static bool
is_same(const char *left, const char *right)
{
    return left && right && strcmp(left, right) == 0;
}

/* One value, not a list of them. */
static bool
is_single(const char *text)
{
    return text && text[0] != '\0' && !strchr(text, ',');
}

/* Higher is better: a paid attempt decides over a pending one, that over a failed one (PIT-55). */
static int
rank(const qfpay_record *record)
{
    switch (qfpay_record_outcome(record)) {
    case QFPAY_OUTCOME_SUCCESS:
        return 2;
    case QFPAY_OUTCOME_PENDING:
        return 1;
    case QFPAY_OUTCOME_FAILURE:
        break;
    }
    return 0;
}

static const qfpay_record *
find_by_syssn(const struct record_document *document, const char *syssn)
{
    for (size_t i = 0; i < document->row_count; i++)
        if (is_same(qfpay_record_text(&document->rows[i], "syssn"), syssn))
            return &document->rows[i];
    return NULL;
}

/*
 * The best payment of one order, or the best refund of one number; NULL when there is none or when
 * several numbers are mixed. A payment is never answered by a refund that has the same number, nor
 * a refund by a payment: either would be believed to be done.
 */
static const qfpay_record *
find_by_number(const struct record_document *document, const struct qfpay_asked *asked)
{
    const qfpay_record *best = NULL;

    for (size_t i = 0; i < document->row_count; i++) {
        const qfpay_record *row = &document->rows[i];
        const char *number = qfpay_record_text(row, "out_trade_no");

        if (asked->is_refund ? !qfpay_record_is_refund(row) : !qfpay_record_is_payment(row))
            continue;
        if (is_single(asked->out_trade_no) && !is_same(number, asked->out_trade_no))
            continue;
        if (best && !is_same(number, qfpay_record_text(best, "out_trade_no")))
            return NULL;
        if (!best || rank(row) > rank(best))
            best = row;
    }
    return best;
}

static enum qfpay_outcome
outcome_of_payment(const struct qfpay_asked *asked, const qfpay_record *top)
{
    enum qfpay_outcome outcome = qfpay_outcome_of(qfpay_record_text(top, "respcd"));
    const char *text = asked->pay_type ? asked->pay_type : qfpay_record_text(top, "pay_type");
    const struct qfpay_pay_type *pay_type = text ? qfpay_pay_type_find(text, strlen(text)) : NULL;

    /* 0000 means paid only when the payer's code was scanned; else the payer has yet to act. */
    if (outcome == QFPAY_OUTCOME_SUCCESS && !(pay_type && pay_type->mode == QFPAY_MODE_CPM))
        return QFPAY_OUTCOME_PENDING;
    return outcome;
}

static void
decide(qfpay_answer *answer, const struct qfpay_asked *asked)
{
    const struct record_document *document = &answer->document;

    if (answer->response.http_status == 429) {
        answer->outcome = QFPAY_OUTCOME_PENDING;
    } else if (asked->endpoint == QFPAY_ENDPOINT_QUERY) {
        answer->subject = is_single(asked->syssn) ? find_by_syssn(document, asked->syssn)
                                                  : find_by_number(document, asked);
        answer->outcome = answer->subject ? qfpay_record_outcome(answer->subject)
                                          : QFPAY_OUTCOME_PENDING;
    } else {
        answer->subject = &document->top;
        answer->outcome = asked->endpoint == QFPAY_ENDPOINT_PAYMENT
                              ? outcome_of_payment(asked, &document->top)
                              : qfpay_outcome_of(qfpay_record_text(&document->top, "respcd"));
    }
}

enum qfpay_status
qfpay_answer_parse(const struct qfpay_asked *asked, struct qfpay_response *response,
                   qfpay_answer **out, struct qfpay_error *err)
{
    enum qfpay_status status = QFPAY_OK;
    qfpay_answer *answer = NULL;

    if (response->http_status != 200 && response->http_status != 429)
        return qfpay_fail(err, QFPAY_E_HTTP, "HTTP %d instead of 200", response->http_status);
    answer = calloc(1, sizeof *answer);
    if (!answer)
        return qfpay_fail(err, QFPAY_E_MEMORY, "out of memory while reading an answer");
    answer->endpoint = asked->endpoint;

    /* The body of a 429 is not documented (OQ-24), so it need not be JSON. */
    if (response->http_status == 200)
        status = record_document_parse(response->body, response->body_len, &answer->document, err);
    if (status != QFPAY_OK) {
        qfpay_answer_free(answer);
        return status;
    }
    answer->response = *response;
    qfpay_response_init(response);
    decide(answer, asked);
    *out = answer;
    return QFPAY_OK;
}

enum qfpay_status
answer_parse_unproven(const struct qfpay_asked *asked, struct qfpay_response *response,
                      qfpay_answer **out)
{
    struct record_document document = {.rows = NULL};
    qfpay_answer *answer = NULL;
    enum qfpay_status status = record_document_parse(response->body, response->body_len, &document,
                                                     NULL);

    if (status != QFPAY_OK)
        return status == QFPAY_E_MEMORY ? status : QFPAY_E_SIGNATURE;
    if (is_same(qfpay_record_text(&document.top, "respcd"), "1108"))
        answer = calloc(1, sizeof *answer);
    else
        status = QFPAY_E_SIGNATURE;
    if (!answer) {
        record_document_clear(&document);
        return status == QFPAY_OK ? QFPAY_E_MEMORY : status;
    }
    record_document_drop_rows(&document);
    *answer = (qfpay_answer){.endpoint = asked->endpoint,
                             .document = document,
                             .response = *response,
                             .is_unproven = true};
    qfpay_response_init(response);
    decide(answer, asked);
    *out = answer;
    return QFPAY_OK;
}

void
qfpay_answer_free(qfpay_answer *answer)
{
    if (!answer)
        return;
    record_document_clear(&answer->document);
    qfpay_response_clear(&answer->response);
    free(answer);
}

enum qfpay_outcome
qfpay_answer_outcome(const qfpay_answer *answer)
{
    return answer->outcome;
}

bool
qfpay_answer_worked(const qfpay_answer *answer)
{
    return answer->response.http_status == 200 &&
           is_same(qfpay_record_text(&answer->document.top, "respcd"), "0000");
}

bool
qfpay_answer_is_unproven(const qfpay_answer *answer)
{
    return answer->is_unproven;
}

bool
qfpay_respcd_is_doubtful(const char *respcd)
{
    /* Their notes in qfpay/tables/codes.def leave open whether money has moved. */
    static const char *const doubtful[] = {"1101", "1161", "1252", "1254",
                                           "1295", "1296", "1298", "2999"};

    for (size_t i = 0; i < sizeof doubtful / sizeof *doubtful; i++)
        if (strcmp(respcd, doubtful[i]) == 0)
            return true;
    return false;
}

bool
qfpay_answer_is_doubtful(const qfpay_answer *answer)
{
    return qfpay_respcd_is_doubtful(qfpay_answer_respcd(answer));
}

const qfpay_record *
qfpay_answer_subject(const qfpay_answer *answer)
{
    return answer->subject;
}

const qfpay_record *
qfpay_answer_top(const qfpay_answer *answer)
{
    return &answer->document.top;
}

size_t
qfpay_answer_record_count(const qfpay_answer *answer)
{
    return answer->document.row_count;
}

const qfpay_record *
qfpay_answer_record(const qfpay_answer *answer, size_t index)
{
    return index < answer->document.row_count ? &answer->document.rows[index] : NULL;
}

/* The 0000 of a query that worked and found nothing must never be seen as a payment's. */
static const qfpay_record *
speaking_record(const qfpay_answer *answer)
{
    if (answer->subject)
        return answer->subject;
    return qfpay_answer_worked(answer) ? NULL : &answer->document.top;
}

const char *
qfpay_answer_text(const qfpay_answer *answer, const char *name)
{
    const char *text = qfpay_record_text(speaking_record(answer), name);

    return text ? text : "";
}

const char *
qfpay_answer_respcd(const qfpay_answer *answer)
{
    return qfpay_answer_text(answer, "respcd");
}

const char *
qfpay_answer_resperr(const qfpay_answer *answer)
{
    const char *text = qfpay_answer_text(answer, "resperr");

    return text[0] != '\0' ? text : qfpay_answer_text(answer, "errmsg");
}

const char *
qfpay_answer_respmsg(const qfpay_answer *answer)
{
    return qfpay_answer_text(answer, "respmsg");
}

const char *
qfpay_answer_syssn(const qfpay_answer *answer)
{
    return qfpay_answer_text(answer, "syssn");
}

const char *
qfpay_answer_out_trade_no(const qfpay_answer *answer)
{
    return qfpay_answer_text(answer, "out_trade_no");
}

const char *
qfpay_answer_txcurrcd(const qfpay_answer *answer)
{
    return qfpay_answer_text(answer, "txcurrcd");
}

const char *
qfpay_answer_qrcode(const qfpay_answer *answer)
{
    return qfpay_answer_text(answer, "qrcode");
}

const char *
qfpay_answer_sysdtm(const qfpay_answer *answer)
{
    return qfpay_answer_text(answer, "sysdtm");
}

bool
qfpay_answer_txamt(const qfpay_answer *answer, int64_t *txamt_minor)
{
    return qfpay_record_int(speaking_record(answer), "txamt", txamt_minor);
}

const struct qfpay_response *
qfpay_answer_response(const qfpay_answer *answer)
{
    return &answer->response;
}

enum qfpay_endpoint
qfpay_answer_endpoint(const qfpay_answer *answer)
{
    return answer->endpoint;
}
