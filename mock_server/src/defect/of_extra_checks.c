/* What a server refuses without any rule that says so: rows of extra_checks.def, put into the
 * chapters of the book. */
#include "defect/mutant.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "api/call.h"
#include "api/identity.h"
#include "qfpay/datetime.h"

static bool
is_first_refund(struct call *call)
{
    return call->order.refunded_minor == 0;
}

static bool
is_same_time(struct call *call)
{
    return strcmp(request_value(call->req, "txdtm"), call->order.txdtm) == 0;
}

/* How far txdtm is ahead of now, in seconds. */
static int64_t
ahead(struct call *call)
{
    const char *text = request_value(call->req, "txdtm");
    int64_t txdtm = call->req->now;

    (void)qfpay_datetime_parse(text, strlen(text), QFPAY_SYSTEM_ZONE_MINUTES, &txdtm);
    return txdtm - call->req->now;
}

static bool
is_txdtm_near(struct call *call)
{
    return llabs(ahead(call)) < 86400;
}

static bool
is_txdtm_past(struct call *call)
{
    return ahead(call) <= 0;
}

/* Whether a date may stand where an identity number has one. */
static bool
has_birthday(struct call *call)
{
    const char *number = identity_read(call).user_creid;

    if (number[0] == '\0')
        return true;
    return strlen(number) == 18 && (number[10] == '0' || number[10] == '1') && number[12] <= '3';
}

static bool
has_no_space(struct call *call)
{
    return !strchr(call->req->body, ' ');
}

static bool
is_no_type(const struct call *call, const char *name)
{
    const char *sign_type = call->req->headers.sign_type;

    return !sign_type || strcasecmp(sign_type, name) != 0;
}

static bool
is_no_md5(struct call *call)
{
    return is_no_type(call, "MD5");
}

static bool
is_no_sha256(struct call *call)
{
    return is_no_type(call, "SHA256");
}

static bool
is_in_capitals(struct call *call)
{
    const char *sign_type = call->req->headers.sign_type;

    return !sign_type || sign_type[strcspn(sign_type, "abcdefghijklmnopqrstuvwxyz")] == '\0';
}

static bool
are_known(struct call *call)
{
    const struct request *req = call->req;

    for (size_t i = 0; i < req->param_count; i++) {
        if (req->uses[i] == PARAM_UNKNOWN)
            return false;
    }
    return true;
}

static const struct {
    enum chapter chapter;
    const char *before;
    struct check check;
} extras[] = {
#define EXTRA(chapter, before, name, applies, holds, respcd, requirement, text, about)             \
    {CHAPTER_##chapter, before, CHECK(name, applies, holds, respcd, requirement, text, about)},
#include "defect/extra_checks.def"
#undef EXTRA
};

/* In front of which it stands: behind all, that is the end. */
static const struct check *
place(const struct rulebook *book, enum chapter chapter, const char *before)
{
    const struct check *row = book->chapters[chapter];

    if (before[0] != '\0')
        return mutant_check(book, chapter, before);
    while (row->name)
        row++;
    return row;
}

static void
insert(struct rulebook *book, const struct mutant *mutant)
{
    struct check *row = &book->checks[mutant->row];

    rulebook_must_fit(book->check_count < CHECKS_MAX, "checks");
    memmove(row + 1, row, (book->check_count - mutant->row) * sizeof *row);
    *row = extras[mutant->number].check;
    book->check_count++;
    for (size_t i = 0; i < CHAPTER_COUNT; i++)
        book->chapters[i] += book->chapters[i] > row;
}

void
mutants_of_extra_checks(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < sizeof extras / sizeof extras[0]; i++) {
        const struct check *check = &extras[i].check;
        const struct check *row = place(book, extras[i].chapter, extras[i].before);

        mutants_add(all, insert, (size_t)(row - book->checks), check->requirement,
                    rulebook_chapter_name(extras[i].chapter), check->name, "extra", "%s",
                    check->diagnosis)
            ->number = (int64_t)i;
    }
}
