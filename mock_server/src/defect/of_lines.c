/* What goes wrong with a line of an answer, a record or a notification: it is missing, it is empty,
 * it is no text, it has the value of another. */
#include "defect/mutant.h"

#include <inttypes.h>
#include <string.h>

#include "program/arena.h"
#include "qfpay/code.h"
#include "server/server.h"
#include "tell/tale.h"
#include "tell/value.h"
#include "trade/syssn.h"

/* What stands in a line by mistake: like a value of value.h, whatever the tale is about. */
static const char *
wrong_fine(struct tale *tale)
{
    (void)tale;
    return "0000";
}

/* Whoever it is told to. */
static const char *
wrong_mchid(struct tale *tale)
{
    (void)tale;
    return "ZaMVg00001";
}

static const char *
wrong_sent_number(struct tale *tale)
{
    return tale->req ? value_sent_out_trade_no(tale) : NULL;
}

static const char *
wrong_syssn(struct tale *tale)
{
    return tale->trade ? value_syssn(tale) : "";
}

static const char *
wrong_out_trade_no(struct tale *tale)
{
    return tale->trade ? tale->trade->out_trade_no : "";
}

static const char *
wrong_sysdtm(struct tale *tale)
{
    return tale->trade ? value_sysdtm(tale) : "";
}

/* A record keeps it; what belongs to nothing has its own. */
static const char *
wrong_orig_syssn(struct tale *tale)
{
    if (tale->original)
        return value_orig_syssn(tale);
    if (!tale->trade || tale->trade->origssn[0] == '\0')
        return wrong_syssn(tale);
    return tale->trade->origssn;
}

/* A record does not know what it belongs to: it is looked for. */
static const char *
wrong_orig_txamt(struct tale *tale)
{
    const struct trade *original = tale->original;
    struct trade found;

    if (!original && store_trade_by_id(tale->server->store, tale->trade->original, &found))
        original = &found;
    return !original ? value_txamt(tale)
                     : arena_printf(tale->arena, "%" PRId64, original->txamt_minor);
}

static const char *
wrong_major_txamt(struct tale *tale)
{
    int64_t minor = tale->trade->txamt_minor;

    return arena_printf(tale->arena, "%" PRId64 ".%02" PRId64, minor / 100, minor % 100);
}

static const char *
wrong_early_paydtm(struct tale *tale)
{
    return tale->trade->paydtm == 0 ? value_sysdtm(tale) : value_paydtm(tale);
}

static const char *
wrong_early_chnlsn(struct tale *tale)
{
    struct trade paid = *tale->trade;

    paid.paydtm = paid.sysdtm;
    return told_chnlsn(tale->arena, tale->server, &paid);
}

static const char *
wrong_early_cardcd(struct tale *tale)
{
    struct trade paid = *tale->trade;

    paid.paydtm = paid.sysdtm;
    return told_cardcd(tale->arena, tale->server, &paid);
}

static const char *
wrong_one_less(struct tale *tale)
{
    return arena_printf(tale->arena, "%" PRId64, tale->trade->txamt_minor - 1);
}

static const char *
wrong_hkd(struct tale *tale)
{
    (void)tale;
    return "HKD";
}

static const char *
wrong_wechat_qr(struct tale *tale)
{
    (void)tale;
    return "800201";
}

/* What is under way is given up. */
static const char *
wrong_lost_patience(struct tale *tale)
{
    return qfpay_outcome_of(tale->respcd) == QFPAY_OUTCOME_PENDING ? "1297" : tale->respcd;
}

/* As if the first order had the only code. */
static const char *
wrong_first_code(struct tale *tale)
{
    const struct trade first = {.id = SYSSN_FIRST_ID, .txcurrcd = "HKD", .chnlsn = ""};
    const struct trade *told = tale->trade;
    const char *code;

    tale->trade = &first;
    code = value_qrcode(tale);
    tale->trade = told;
    return code;
}

static const char *
wrong_cut_goods_name(struct tale *tale)
{
    const char *name = tale->trade->goods_name;
    int len = (int)strnlen(name, 20);

    while (len > 0 && ((unsigned char)name[len] & 0xc0) == 0x80)
        len--; /* within a character */
    return arena_printf(tale->arena, "%.*s", len, name);
}

static const char *
wrong_default_udid(struct tale *tale)
{
    (void)tale;
    return "qiantai2";
}

static const char *
wrong_sent_udid(struct tale *tale)
{
    return tale->trade->udid;
}

static const char *
wrong_first_respcd(struct tale *tale)
{
    const cJSON *first = cJSON_GetArrayItem(tale->data, 0);
    const char *respcd = cJSON_GetStringValue(cJSON_GetObjectItem(first, "respcd"));

    return respcd ? respcd : "0000";
}

static const char *
wrong_reversed_data(struct tale *tale)
{
    for (int at = 1; at < cJSON_GetArraySize(tale->data); at++)
        (void)cJSON_InsertItemInArray(tale->data, 0, cJSON_DetachItemFromArray(tale->data, at));
    return "";
}

static const char *
wrong_filled_data(struct tale *tale)
{
    return cJSON_GetArraySize(tale->data) == 0 ? NULL : "";
}

static const char *
wrong_first_page(struct tale *tale)
{
    (void)tale;
    return "1";
}

static const char *
wrong_count(struct tale *tale)
{
    return arena_printf(tale->arena, "%d", cJSON_GetArraySize(tale->data));
}

/* What is easily taken for what. */
static const struct {
    const char *key;
    line_value *value;
    line_value *instead;
    const char *word;           /* of the name */
    enum sheet sheet;           /* SHEET_COUNT: any */
    enum qfpay_req requirement; /* QFPAY_REQ_NONE: that of the line */
} mixups[] = {
#define MIXUP(key, value, instead, word)                                                           \
    {key, value_##value, wrong_##instead, word, SHEET_COUNT, QFPAY_REQ_NONE},
#define MIXUP_OF(sheet, requirement, key, value, instead, word)                                    \
    {key, value_##value, wrong_##instead, word, SHEET_##sheet, QFPAY_REQ_##requirement},
#include "defect/mixups.def"
#undef MIXUP_OF
#undef MIXUP
};

static const char *
nothing(struct tale *tale)
{
    (void)tale;
    return NULL;
}

static const char *
blank(struct tale *tale)
{
    (void)tale;
    return "";
}

static void
put_value(struct rulebook *book, const struct mutant *mutant)
{
    line_value *const *value = mutant->other;

    book->lines[mutant->row].value = *value;
}

static void
write_number(struct rulebook *book, const struct mutant *mutant)
{
    book->lines[mutant->row].form = LINE_NUMBER;
}

static void
write_text(struct rulebook *book, const struct mutant *mutant)
{
    book->lines[mutant->row].form = LINE_TEXT;
}

/* A row for any sheet, where one for this sheet says the same. */
static bool
is_outdone(size_t mixup, enum sheet sheet)
{
    for (size_t i = 0; i < sizeof mixups / sizeof mixups[0]; i++) {
        if (mixups[mixup].sheet == SHEET_COUNT && mixups[i].sheet == sheet &&
            mixups[i].value == mixups[mixup].value && mixups[i].instead == mixups[mixup].instead)
            return true;
    }
    return false;
}

/* Whether a sheet tells of what its trade belongs to. */
static bool
has_original(const struct line *line)
{
    while (line->key && strncmp(line->key, "orig", 4) != 0)
        line++;
    return line->key != NULL;
}

static void
mix_up(const struct line *sheet, const struct line *line, size_t row, struct mutants *all)
{
    bool knows_original = has_original(sheet);

    for (size_t i = 0; i < sizeof mixups / sizeof mixups[0]; i++) {
        enum qfpay_req requirement = mixups[i].requirement == QFPAY_REQ_NONE
                                         ? line->requirement
                                         : mixups[i].requirement;

        if (mixups[i].value == line->value && strcmp(mixups[i].key, line->key) == 0 &&
            (mixups[i].sheet == SHEET_COUNT || mixups[i].sheet == line->sheet) &&
            (knows_original || strncmp(mixups[i].word, "orig-", 5) != 0) &&
            !is_outdone(i, line->sheet))
            mutants_add(all, put_value, row, requirement, rulebook_sheet_name(line->sheet),
                        line->key, mixups[i].word, "%s of a %s is %s.", line->key,
                        rulebook_sheet_name(line->sheet), mixups[i].word)
                ->other = &mixups[i].instead;
    }
}

/* A number without leading zeros, whatever the tale. */
static bool
is_digits(const struct line *line)
{
    return strcmp(line->key, "txamt") == 0 ||
           (line->sheet == SHEET_REFUSAL && strcmp(line->key, "respcd") == 0);
}

/* Texts for numbers are RSP-07, but notifications have rules of their own. */
static enum qfpay_req
number_rule(const struct line *line)
{
    return !strstr(rulebook_sheet_name(line->sheet), "notification") ? QFPAY_REQ_RSP_07
                                                                     : line->requirement;
}

static void
bend(const struct line *sheet, const struct line *line, size_t row, struct mutants *all)
{
    static line_value *const missing = nothing;
    static line_value *const empty = blank;
    const char *name = rulebook_sheet_name(line->sheet);

    mutants_add(all, put_value, row, line->requirement, name, line->key, "drop", "A %s has no %s.",
                name, line->key)
        ->other = &missing;
    if (line->form == LINE_TEXT && line->value != value_empty && !line->template)
        mutants_add(all, put_value, row, line->requirement, name, line->key, "blank",
                    "%s of a %s is empty.", line->key, name)
            ->other = &empty;
    if (line->form == LINE_TEXT && is_digits(line))
        (void)mutants_add(all, write_number, row, number_rule(line), name, line->key, "number",
                          "%s of a %s is a JSON number.", line->key, name);
    if (line->form == LINE_NUMBER && !line->template)
        (void)mutants_add(all, write_text, row, line->requirement, name, line->key, "text",
                          "%s of a %s is text.", line->key, name);
    mix_up(sheet, line, row, all);
}

void
mutants_of_lines(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < SHEET_COUNT; i++) {
        for (const struct line *line = book->sheets[i]; line->key; line++) {
            if (line->requirement != QFPAY_REQ_NONE)
                bend(book->sheets[i], line, (size_t)(line - book->lines), all);
        }
    }
}
