/* See rulebook.h. */
#include "rules/rulebook.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "program/print.h"
#include "qfpay/datetime.h"
#include "rules/profile.h"

enum { MINUTE = 60, HOUR = 60 * MINUTE, SYSTEM_ZONE = QFPAY_SYSTEM_ZONE_MINUTES };

static const int64_t facts[] = {
#define FACT(symbol, value, step, requirement, about) value,
#define ZONE(symbol, value, requirement, about)       value,
#include "rules/facts.def"
#undef ZONE
#undef FACT
};

static const char *const words[] = {
#define WORD(symbol, value, requirement, about) value,
#include "rules/words.def"
#undef WORD
};

static const struct notice notices[] = {
#define KIND(symbol, name, times, notify_type, sheet, requirement)                                 \
    {name, times, notify_type, SHEET_##sheet, QFPAY_REQ_##requirement},
#include "rules/notify_kinds.def"
#undef KIND
};

static const int64_t ladder[] = {
#define PAUSE(seconds) seconds,
#include "rules/ladder.def"
#undef PAUSE
};

const struct state_row state_rows[] = {
#define STATE(symbol, name, respcd, cancel, told, requirement)                                     \
    {name, respcd, cancel, told, QFPAY_REQ_##requirement},
#include "rules/states.def"
#undef STATE
};

const struct move_row move_rows[] = {
#define IN(symbol) (1U << TRADE_##symbol)
#define MOVE(symbol, name, by, from, to, requirement)                                              \
    {name, BY_##by, from, TRADE_##to, QFPAY_REQ_##requirement},
#include "rules/transitions.def"
#undef MOVE
#undef IN
};

static const struct kind_row kinds[] = {
#define KIND(symbol, order_type, requirement) {order_type, QFPAY_REQ_##requirement},
#include "rules/kinds.def"
#undef KIND
};

static const struct qfpay_pay_type_field changes[] = {
#define PAY_TYPE_FIELD(pay_type, name, presence, kind, requirement)                                \
    {pay_type, name, QFPAY_PRESENCE_##presence, QFPAY_KIND_##kind, QFPAY_REQ_##requirement},
#include "qfpay/tables/pay_type_fields.def"
#undef PAY_TYPE_FIELD
};

static const struct text_row texts[] = {
#define TEXT(symbol, form, resperr, respmsg) {TEXT_FORM_##form, resperr, respmsg},
#include "rules/texts.def"
#undef TEXT
};

static const struct {
    const char *name;
    enum sheet refusal;
} chapters[] = {
#define CHAPTER(symbol, name, refusal, rows) {name, SHEET_##refusal},
#include "rules/chapters.def"
#undef CHAPTER
};

static const char *const sheets[] = {
#define SHEET(symbol, name) name,
#include "rules/sheets.def"
#undef SHEET
};

_Static_assert(sizeof changes <= sizeof(((struct rulebook *)0)->changes), "FIELD_CHANGES_MAX");
_Static_assert(sizeof ladder <= sizeof(((struct rulebook *)0)->ladder), "LADDER_MAX");

void
rulebook_must_fit(bool fits, const char *rows)
{
    if (fits)
        return;
    print_to(stderr, "qfpay-mock: the rule book has no room for all of its %s\n", rows);
    abort();
}

const char *
rulebook_chapter_name(enum chapter chapter)
{
    return chapters[chapter].name;
}

const char *
rulebook_sheet_name(enum sheet sheet)
{
    return sheets[sheet];
}

/* How many pages there are is text in an old sample. */
static void
write_page_as_text(struct rulebook *book)
{
    for (struct line *line = book->sheets[SHEET_QUERY]; line->key; line++) {
        if (line->form == LINE_NUMBER)
            line->form = LINE_TEXT;
    }
}

const struct pay_answer *
pay_answer_find(const struct rulebook *book, const char *pay_type)
{
    size_t low = 0;
    size_t high = book->pay_type_count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = strcmp(pay_type, book->pay_types[middle].pay_type);

        if (order == 0)
            return &book->pay_types[middle];
        if (order < 0)
            high = middle;
        else
            low = middle + 1;
    }
    return NULL;
}

const struct refund_rule *
refund_rule_of(const struct rulebook *book, const char *pay_type)
{
    const struct refund_rule *rule = book->refund_rules;

    /* The last row has an empty prefix. */
    while (strncmp(pay_type, rule->prefix, strlen(rule->prefix)) != 0)
        rule++;
    return rule;
}

const struct way_back *
rulebook_way_back(const struct rulebook *book, const char *pay_type)
{
    const struct pay_answer *row = pay_answer_find(book, pay_type);

    return &book->ways_back[!row ? PAY_ANSWER_COUNT : row - book->pay_types];
}

static void
copy_ways_back(struct rulebook *book)
{
    for (size_t i = 0; i < PAY_ANSWER_COUNT; i++) {
        const char *pay_type = book->pay_types[i].pay_type;
        const struct qfpay_pay_type *row = qfpay_pay_type_find(pay_type, strlen(pay_type));

        book->ways_back[i] = (struct way_back){pay_type, row->mode, row->refund, row->reversal,
                                               row->close};
    }
    book->ways_back[PAY_ANSWER_COUNT] = (struct way_back){"", QFPAY_MODE_OTHER, true, false, false};
}

/* The rows have the places that the protocol's have, which knows how to find them. */
const struct qfpay_pay_type_field *
rulebook_changes(const struct rulebook *book, const char *pay_type, size_t *count)
{
    const struct qfpay_pay_type_field *found = qfpay_pay_type_fields(pay_type, strlen(pay_type),
                                                                     count);

    return found ? &book->changes[found - book->first_change] : NULL;
}

static void
copy_fields(struct rulebook *book)
{
    struct field_row *row = book->fields;
    size_t count;

    for (int i = 0; i < QFPAY_ENDPOINT_COUNT; i++) {
        const struct qfpay_field *field = qfpay_fields((enum qfpay_endpoint)i, &count);

        rulebook_must_fit(count <= FIELDS_OF_CALL_MAX, "fields");
        book->field_lists[i] = (struct field_list){row, count};
        for (; count > 0; count--, field++)
            *row++ = (struct field_row){*field, strlen(field->name), qfpay_field_check};
    }
    memcpy(book->changes, changes, sizeof changes);
    book->change_count = sizeof changes / sizeof changes[0];
    book->first_change = qfpay_pay_type_fields(changes[0].pay_type, 6, &count);
}

/* What documents and captures tell differently: who is called by GET, the code of a used number
 * (the rows that say USED), the form of a page's. */
static void
follow_profile(struct rulebook *book, const struct profile *profile)
{
    struct text_row *duplicate = &book->texts[TEXT_DUPLICATE];

    for (int i = 0; i < QFPAY_ENDPOINT_COUNT; i++) {
        const struct qfpay_endpoint_row *row = qfpay_endpoint_row((enum qfpay_endpoint)i);

        book->gets[i] = row->get && (row->get_documented || profile->undocumented_get);
    }
    duplicate->respmsg = profile->duplicate_respmsg;
    if (!profile->duplicate_resperr)
        duplicate->form = TEXT_FORM_CODE;
    else
        duplicate->resperr = profile->duplicate_resperr;
    for (size_t i = 0; i < book->check_count; i++) {
        if (book->checks[i].name && strcmp(book->checks[i].respcd, "USED") == 0)
            book->checks[i].respcd = profile->duplicate_respcd;
    }
    if (!profile->page_is_number)
        write_page_as_text(book);
}

static void
copy_checks(struct rulebook *book, enum chapter chapter, const struct check *row)
{
    book->chapters[chapter] = &book->checks[book->check_count];
    do {
        rulebook_must_fit(book->check_count < CHECKS_MAX, "checks");
        book->checks[book->check_count++] = *row;
    } while (row++->name);
}

/* That there is room for these and what follows is asserted beside the rows (contents.c,
 * endpoint_query.c). */
static void
copy_lines(struct rulebook *book, enum sheet sheet, const struct line *lines)
{
    book->sheets[sheet] = &book->lines[book->line_count];
    for (; lines->key; lines++) {
        if (lines->sheet == sheet)
            book->lines[book->line_count++] = *lines;
    }
    book->line_count++; /* without a key */
}

static void
copy_addresses(struct rulebook *book, const struct address *addresses)
{
    for (size_t i = 0; addresses[i].name; i++)
        book->addresses[i] = addresses[i];
}

static void
copy_search(struct rulebook *book, const struct source *source, const struct filter *filter)
{
    size_t count = 0;

    do
        book->sources[count++] = *source;
    while (source++->name[0] != '\0');
    for (count = 0; filter->name; filter++)
        book->filters[count++] = *filter;
}

void
rulebook_open(struct rulebook *book, const struct contents *contents, const struct profile *profile)
{
    memset(book, 0, sizeof *book);
    memcpy(book->facts, facts, sizeof facts);
    memcpy(book->words, words, sizeof words);
    memcpy(book->texts, texts, sizeof texts);
    memcpy(book->states, state_rows, sizeof state_rows);
    memcpy(book->kinds, kinds, sizeof kinds);
    memcpy(book->moves, move_rows, sizeof move_rows);
    memcpy(book->notices, notices, sizeof notices);
    memcpy(book->ladder, ladder, sizeof ladder);
    book->ladder_count = sizeof ladder / sizeof ladder[0];
    book->is_receipt = contents->is_receipt;
    copy_addresses(book, contents->addresses);
    memcpy(book->signings, contents->signings, sizeof book->signings);
    memcpy(book->pay_types, pay_answer_rows, sizeof book->pay_types);
    copy_ways_back(book);
    memcpy(book->refund_rules, refund_rule_rows, sizeof book->refund_rules);
    book->pay_type_count = PAY_ANSWER_COUNT;
    book->store_new = contents->store_new;
    for (size_t i = 0; i < CHAPTER_COUNT; i++)
        copy_checks(book, (enum chapter)i, contents->chapters[i]);
    for (size_t i = 0; i < CHAPTER_COUNT; i++)
        book->refusals[i] = chapters[i].refusal;
    for (size_t i = 0; i < SHEET_COUNT; i++)
        copy_lines(book, (enum sheet)i, contents->lines);
    copy_search(book, contents->sources, contents->filters);
    copy_fields(book);
    book->empty_values = EMPTY_VALUES_BOTH;
    book->expects = contents->expects;
    follow_profile(book, profile);
}
