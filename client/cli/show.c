/*
 * Answers for people. The JSON for programs is show_json.c.
 */
#include "show.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cli.h"
#include "program/print.h"
#include "program/shell_word.h"
#include "qfpay/code.h"
#include "qfpay/currency.h"
#include "qfpay/pay_type.h"
#include "remedy.h"

bool
show_has_colour(FILE *out)
{
    const char *no_color = getenv("NO_COLOR");
    const char *term = getenv("TERM");

    return isatty(fileno(out)) && !(no_color && no_color[0] != '\0') &&
           !(term && strcmp(term, "dumb") == 0);
}

enum show_tone
show_tone_of(enum qfpay_outcome outcome)
{
    static const enum show_tone tones[] = {
        [QFPAY_OUTCOME_SUCCESS] = SHOW_GOOD,
        [QFPAY_OUTCOME_PENDING] = SHOW_OPEN,
        [QFPAY_OUTCOME_FAILURE] = SHOW_BAD,
    };

    return tones[outcome];
}

void
show_toned(FILE *out, enum show_tone tone, const char *text)
{
    static const char *const starts[] = {
        [SHOW_GOOD] = "\033[1;32m",
        [SHOW_OPEN] = "\033[1;33m",
        [SHOW_BAD] = "\033[1;31m",
        [SHOW_FAINT] = "\033[2m",
    };
    bool colour = show_has_colour(out);

    if (colour)
        print_own(out, starts[tone]);
    print_to(out, "%s", text);
    if (colour)
        print_own(out, "\033[0m");
}

void
show_field(const char *name, const char *value)
{
    if (!value || value[0] == '\0')
        return;
    print("  %-14s %s\n", name, value);
}

void
show_next(const char *command, const char *value, const char *rest)
{
    struct arena arena;
    const char *word = NULL;

    arena_init(&arena, NULL, 0);
    word = shell_word(&arena, value);
    if (word)
        print("Next: %s %s%s\n", command, word, rest);
    arena_clear(&arena);
}

static const char *
text_or_empty(const qfpay_record *record, const char *name)
{
    const char *text = qfpay_record_text(record, name);

    return text ? text : "";
}

/*
 * Whether its paydtm is the time of a payment. An order's answer has one as well, which says
 * nothing while it is unpaid.
 */
static bool
is_final(const qfpay_record *record)
{
    bool is_told_later = qfpay_record_text(record, "order_type") ||
                         qfpay_record_text(record, "notify_type");

    return is_told_later && strcmp(text_or_empty(record, "respcd"), "0000") == 0;
}

/* Which transaction this one belongs to; answers, records and notifications name it differently. */
static void
show_origin(const qfpay_record *record)
{
    show_field("orig_syssn", text_or_empty(record, "orig_syssn"));
    show_field("orig_syssn", text_or_empty(record, "origssn"));
    show_field("orig order", text_or_empty(record, "orig_out_trade_no"));
}

static void
show_cancel(const char *cancel)
{
    static const char *const meanings[] = {
        "1 reversed, or refunded at once", "2 closed",           "3 refunded in full",
        "4 pre-authorisation ended",       "5 refunded in part",
    };

    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (cancel[0] == meanings[i][0] && cancel[1] == '\0')
            show_field("cancel", meanings[i]);
}

static const struct qfpay_pay_type *
pay_type_of(const qfpay_record *record)
{
    const char *pay_type = text_or_empty(record, "pay_type");

    return qfpay_pay_type_find(pay_type, strlen(pay_type));
}

static void
show_fields(const qfpay_record *record, bool has_paydtm)
{
    const struct qfpay_pay_type *row = pay_type_of(record);
    char amount[QFPAY_AMOUNT_TEXT_SIZE];
    char line[128];
    int64_t txamt_minor = 0;

    show_field("out_trade_no", text_or_empty(record, "out_trade_no"));
    show_field("syssn", text_or_empty(record, "syssn"));
    if (qfpay_record_int(record, "txamt", &txamt_minor)) {
        qfpay_amount_format(txamt_minor, text_or_empty(record, "txcurrcd"), amount);
        show_field("amount", amount);
    }
    (void)snprintf(line, sizeof line, "%s%s%s", text_or_empty(record, "pay_type"), row ? " " : "",
                   row ? row->wallet : "");
    show_field("pay_type", line);
    show_field("txdtm", text_or_empty(record, "txdtm"));
    show_field("sysdtm", text_or_empty(record, "sysdtm"));
    if (has_paydtm)
        show_field("paydtm", text_or_empty(record, "paydtm"));
    show_origin(record);
    show_cancel(text_or_empty(record, "cancel"));
}

void
show_record(const qfpay_record *record)
{
    show_fields(record, is_final(record));
}

/* What happened to the money; a pre-authorisation only sets it aside. */
static const char *
name_success(const qfpay_record *record)
{
    const struct qfpay_pay_type *row = pay_type_of(record);

    if (qfpay_record_is_refund(record))
        return "Refunded.";
    /* A record with an origin is a capture. */
    if (row && strstr(row->wallet, "pre-authorisation") && !qfpay_record_text(record, "origssn"))
        return "Frozen; qfpay capture takes it, qfpay release gives it back.";
    return "Paid.";
}

void
show_done(const qfpay_record *record)
{
    show_toned(stdout, SHOW_GOOD, name_success(record));
    (void)putchar('\n');
    show_fields(record, true);
}

static void
show_remedy(const qfpay_answer *answer)
{
    const char *advice = remedy_of(qfpay_answer_respcd(answer));

    if (qfpay_answer_is_doubtful(answer))
        (void)printf("  Despite the refusal money may have moved: query before paying again, under "
                     "any number.\n");
    if (qfpay_answer_is_unproven(answer))
        (void)printf("  the client key is probably wrong: the answer's signature does not fit it "
                     "either; qfpay doctor checks\n");
    else if (advice)
        print("  %s\n", advice);
}

static void
show_header(const qfpay_answer *answer, const char *label, const char *name)
{
    const char *value = qfpay_response_header(qfpay_answer_response(answer), name);

    if (value)
        show_field(label, value);
}

/* What came back in one line: the server's own words, else the table's. */
static void
show_title(const qfpay_answer *answer, const struct qfpay_code *code)
{
    const char *respcd = qfpay_answer_respcd(answer);
    const char *resperr = qfpay_answer_resperr(answer);
    /* A record of a query is the order's own end; else it is the call that was refused. */
    bool is_end = qfpay_answer_worked(answer) && qfpay_answer_subject(answer);
    char title[300];

    if (strcmp(respcd, "0000") == 0)
        (void)snprintf(title, sizeof title, "Not paid: the payment was reversed or refunded");
    else if (respcd[0] == '\0')
        (void)snprintf(title, sizeof title, "Refused: the answer has no respcd");
    else
        (void)snprintf(title, sizeof title, "%s: %s %s", is_end ? "Failed" : "Refused", respcd,
                       resperr[0] == '\0' && code ? code->text[QFPAY_LANG_EN] : resperr);
    show_toned(stdout, SHOW_BAD, title);
    (void)putchar('\n');
}

void
show_refusal(const qfpay_answer *answer)
{
    const struct qfpay_code *code = qfpay_code_find(qfpay_answer_respcd(answer));
    const char *resperr = qfpay_answer_resperr(answer);

    if (qfpay_answer_response(answer)->http_status == 429) {
        show_toned(stdout, SHOW_BAD, "Refused: HTTP 429, too many requests");
        (void)printf("\n  QFPay takes 100 requests a second and 400 a minute; wait a minute.\n");
        return;
    }
    show_title(answer, code);
    /* Texts come in any language and wording; the table's is the one that can be looked up. */
    if (code && resperr[0] != '\0' &&
        strncmp(resperr, code->text[QFPAY_LANG_EN], strlen(code->text[QFPAY_LANG_EN])) != 0)
        show_field("the table says", code->text[QFPAY_LANG_EN]);
    show_field("respmsg", qfpay_answer_respmsg(answer));
    show_header(answer, "diagnosis", "X-QFMock-Diagnosis");
    show_header(answer, "requirement", "X-QFMock-Requirement");
    show_remedy(answer);
}

void
show_advice(const qfpay_answer *answer)
{
    if (qfpay_answer_is_doubtful(answer))
        (void)puts("  Money may have moved: query until it is decided, and do not pay again, under "
                   "any number.");
    show_header(answer, "advice", "X-QFMock-Advice");
}
