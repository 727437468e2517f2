/*
 * qfpay codes: every response code, what it means, and how to make the sandbox say it; and the
 * other troubles that the sandbox can make. The triggers are the table that the sandbox itself
 * follows.
 */
#include <stdio.h>
#include <string.h>

#include "cli.h"
#include "program/print.h"
#include "qfpay/code.h"
#include "qfpay/near.h"
#include "qfpay/situation.h"
#include "remedy.h"
#include "show.h"

/* The amount that makes a call meet a code; "" for codes that no call can answer. */
static void
trigger_amount(const struct qfpay_code *code, const struct qfpay_code_amount *row, char amount[8])
{
    amount[0] = '\0';
    if (code->stage != QFPAY_STAGE_OUTSIDE)
        (void)snprintf(amount, 8, "%.2s%.4s", row->prefix, code->respcd);
}

/* The amount of the n-th row: 0 the payment's answer, 1 the payer's attempt, 2 the refund's end. */
static void
nth_amount(const struct qfpay_code *code, size_t index, char amount[8])
{
    const struct qfpay_code_amount *row = qfpay_code_amount_at(index);

    amount[0] = '\0';
    if (row)
        trigger_amount(code, row, amount);
}

static void
show_code_json(const struct qfpay_code *code)
{
    char call_amount[8];
    char payer_amount[8];
    char refund_amount[8];
    char header[16] = "";

    nth_amount(code, 0, call_amount);
    nth_amount(code, 1, payer_amount);
    nth_amount(code, 2, refund_amount);
    if (code->stage != QFPAY_STAGE_OUTSIDE)
        (void)snprintf(header, sizeof header, "respcd=%.4s", code->respcd);
    show_json_pairs((const char *const[]){"respcd",
                                          code->respcd,
                                          "name",
                                          code->name,
                                          "outcome",
                                          qfpay_outcome_name(code->outcome),
                                          "en",
                                          code->text[QFPAY_LANG_EN],
                                          "zh-hant",
                                          code->text[QFPAY_LANG_ZH_HANT],
                                          "zh-hans",
                                          code->text[QFPAY_LANG_ZH_HANS],
                                          "doubtful",
                                          qfpay_respcd_is_doubtful(code->respcd) ? "yes" : "no",
                                          "evidence",
                                          code->evidence,
                                          "note",
                                          code->note,
                                          "trigger_call_txamt",
                                          call_amount,
                                          "trigger_payer_txamt",
                                          payer_amount,
                                          "trigger_refund_txamt",
                                          refund_amount,
                                          "trigger_header",
                                          header,
                                          NULL});
}

static void
show_where(const struct qfpay_code *code)
{
    char text[160] = "";
    size_t len = 0;
    const char *place = NULL;

    for (size_t i = 0; (place = qfpay_code_place(code, i)) && len < sizeof text; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "%s%s", len ? ", " : "", place);
    show_field("where", text);
}

/* One line; CCCC in the row's text is the code. */
static void
show_trigger(const struct qfpay_code *code, const struct qfpay_code_amount *row)
{
    const char *rest = row->about;
    const char *found = NULL;
    char amount[8];

    trigger_amount(code, row, amount);
    print("  %-7s --txamt %s  ", qfpay_endpoint_row(row->call)->name, amount);
    while ((found = strstr(rest, "CCCC"))) {
        print("%.*s%s", (int)(found - rest), rest, code->respcd);
        rest = found + 4;
    }
    print("%s\n", rest);
}

static void
show_code(const struct qfpay_code *code, enum qfpay_lang lang)
{
    char title[200];

    (void)snprintf(title, sizeof title, "%s %.150s", code->respcd, code->text[lang]);
    show_toned(stdout, show_tone_of(code->outcome), title);
    (void)putchar('\n');
    for (int i = 0; i < QFPAY_LANG_COUNT; i++)
        show_field(qfpay_lang_name((enum qfpay_lang)i), code->text[i]);
    show_field("outcome", qfpay_outcome_name(code->outcome));
    show_field("name", code->name);
    show_where(code);
    show_field("evidence", code->evidence);
    show_field("documents", code->current ? "current" : "only in the table of 2017");
    show_field("note", code->note);
    show_field("advice", remedy_of(code->respcd));
    if (qfpay_respcd_is_doubtful(code->respcd))
        show_field("doubtful", "money may have moved: query before paying again, under any number");
    if (code->stage == QFPAY_STAGE_OUTSIDE)
        return;
    (void)printf("\nTo meet it in the sandbox:\n");
    for (size_t i = 0; qfpay_code_amount_at(i); i++)
        show_trigger(code, qfpay_code_amount_at(i));
    print("  header X-QFMock-Trigger: respcd=%s  any call answers %s, at any amount\n",
          code->respcd, code->respcd);
}

static void
show_table(enum qfpay_lang lang)
{
    (void)printf("code  outcome  call    payer   refund  text\n");
    for (size_t i = 0; i < qfpay_code_count(); i++) {
        const struct qfpay_code *code = qfpay_code_at(i);

        if (code->stage == QFPAY_STAGE_OUTSIDE)
            continue;
        show_toned(stdout, show_tone_of(code->outcome), code->respcd);
        print("  %-7s", qfpay_outcome_name(code->outcome));
        for (size_t j = 0; qfpay_code_amount_at(j); j++) {
            char amount[8];

            nth_amount(code, j, amount);
            print("  %s", amount);
        }
        print("  %s\n", code->text[lang]);
    }
    (void)printf("\ncall: the --txamt that makes the sandbox's payment call answer the code.\n"
                 "payer: the --txamt whose order is accepted and then ends in the code.\n"
                 "refund: the --txamt of a refund that ends in the code.\n"
                 "On any call and at any amount: the header X-QFMock-Trigger: respcd=CODE.\n"
                 "qfpay codes CODE tells more about one.\n");
}

/* Trouble that is no code: an answer that gets lost, a notification that is forged. */
static void
show_situations(void)
{
    const struct qfpay_situation *row = NULL;

    (void)printf("\nOther trouble, by amount or as a word in X-QFMock-Trigger:\n");
    for (size_t i = 0; (row = qfpay_situation_at(i)); i++) {
        char word[40];

        (void)snprintf(word, sizeof word, "%s%s%s", row->word, row->value[0] != '\0' ? "=" : "",
                       row->value);
        print("  " QFPAY_SITUATION_PREFIX "%s  %-25s  %s\n", row->number, word, row->about);
    }
}

/* Answers in another form, for the header and for rules. */
static void
show_reshapes(void)
{
    const struct qfpay_reshape *row = NULL;

    (void)printf("\nAnother form of an answer, X-QFMock-Trigger: reshape=WORD:\n");
    for (size_t i = 0; (row = qfpay_reshape_at(i)); i++)
        print("  %-21s  %s\n", row->word, row->about);
}

static void
show_reshapes_json(void)
{
    const struct qfpay_reshape *row = NULL;

    for (size_t i = 0; (row = qfpay_reshape_at(i)); i++) {
        char header[48];

        (void)snprintf(header, sizeof header, "reshape=%.32s", row->word);
        show_json_pairs((const char *const[]){"reshape", row->word, "trigger_header", header,
                                              "about", row->about, NULL});
    }
}

static void
show_situations_json(void)
{
    const struct qfpay_situation *row = NULL;

    for (size_t i = 0; (row = qfpay_situation_at(i)); i++) {
        char amount[16];

        (void)snprintf(amount, sizeof amount, QFPAY_SITUATION_PREFIX "%s", row->number);
        show_json_pairs((const char *const[]){"situation", row->word, "trigger_txamt", amount,
                                              "trigger_header", row->word, "value", row->value,
                                              "about", row->about, NULL});
    }
}

static void
show_all(enum qfpay_lang lang, bool json)
{
    if (!json) {
        show_table(lang);
        show_situations();
        show_reshapes();
        return;
    }
    for (size_t i = 0; i < qfpay_code_count(); i++)
        if (qfpay_code_at(i)->stage != QFPAY_STAGE_OUTSIDE)
            show_code_json(qfpay_code_at(i));
    show_situations_json();
    show_reshapes_json();
}

/* Four digits came from somewhere: no other code stands for them. */
static void
complain_of_code(const char *respcd)
{
    char hint[QFPAY_NEAR_HINT_SIZE];
    struct qfpay_near near;

    qfpay_near_begin(&near, respcd);
    for (size_t i = 0; strlen(respcd) != 4 && i < qfpay_code_count(); i++)
        qfpay_near_offer(&near, qfpay_code_at(i)->respcd);
    cli_complain("codes", "unknown code '%s'%s", respcd,
                 qfpay_near_hint(&near, hint, "; no source knows it: treat it as a failure"));
}

static int
show_one(const char *respcd, enum qfpay_lang lang, bool json)
{
    const struct qfpay_code *code = qfpay_code_find(respcd);

    if (!code) {
        complain_of_code(respcd);
        return CLI_USAGE;
    }
    if (json)
        show_code_json(code);
    else
        show_code(code, lang);
    return CLI_OK;
}

struct codes {
    enum qfpay_lang lang;
    bool json;
};

#define ROWS_OF struct codes
static const struct option_row rows[] = {
    {"lang", "en|zh-hant|zh-hans", "Of the table.", WORD(lang), .fallback = "en"},
    {"json", NULL, "One JSON object per line, for programs.", FLAG(json)},
};

static int
run(const struct cli_command *command, int argc, char **argv)
{
    struct codes codes = {.json = false};
    int first = 0;
    int exit_status = CLI_OK;

    if (!cli_parse(command, &codes, NULL, argc, argv, &first, &exit_status))
        return exit_status;
    if (first == argc)
        show_all(codes.lang, codes.json);
    for (int i = first; i < argc && exit_status != CLI_USAGE; i++)
        exit_status = show_one(argv[i], codes.lang, codes.json);
    return first == argc ? CLI_OK : exit_status;
}

const struct cli_command cmd_codes = {
    .name = "codes",
    .arguments = "[CODE ...]",
    .about = "List the response codes, and how to provoke these and other trouble in the sandbox.",
    .more = "",
    CLI_ROWS(rows),
    .run = run,
};
