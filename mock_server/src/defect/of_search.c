/* What goes wrong with a search: it looks into accounts of others, takes only the first of a list,
 * does not heed what a filter says, or compares with what was before. */
#include "defect/mutant.h"

#include "server/request.h"
#include "server/server.h"

/* The account behind another one, of one merchant or of all; the asker's own is not first. */
static const struct account *
behind(const struct request *req, const struct account *last, bool is_everybody)
{
    struct merchant *merchant = NULL;
    bool is_behind = !last;

    while ((merchant = registry_next(&req->server->merchants, merchant))) {
        for (size_t i = 0; i < merchant->account_count; i++) {
            const struct account *account = &merchant->accounts[i];

            if (is_behind && (is_everybody || merchant == req->merchant))
                return account;
            is_behind = is_behind || account == last;
        }
    }
    return NULL;
}

static const struct account *
all_mchids(const struct request *req, const struct account *last)
{
    return behind(req, last, false);
}

static const struct account *
everybody(const struct request *req, const struct account *last)
{
    return behind(req, last, true);
}

static void
look_into_mchids(struct rulebook *book, const struct mutant *mutant)
{
    book->sources[mutant->row].account = all_mchids;
}

static void
look_everywhere(struct rulebook *book, const struct mutant *mutant)
{
    book->sources[mutant->row].account = everybody;
}

static void
look_for_first(struct rulebook *book, const struct mutant *mutant)
{
    book->sources[mutant->row].many = SEARCH_ONE;
}

void
mutants_of_sources(const struct rulebook *book, struct mutants *all)
{
    const struct source *source = book->sources;
    size_t row = 0;

    do {
        const char *name = source->name[0] == '\0' ? "times" : source->name;

        (void)mutants_add(all, look_into_mchids, row, QFPAY_REQ_PAY_OTN_03, "query-by", name,
                          "all-mchids",
                          "A query by %s finds the orders of all mchids of the agent.", name);
        (void)mutants_add(all, look_everywhere, row, source->requirement, "query-by", name,
                          "everybody", "A query by %s finds the orders of all merchants.", name);
        if (source->many == SEARCH_LIST)
            (void)mutants_add(all, look_for_first, row, source->requirement, "query-by", name,
                              "first-only", "Of a list of %s only the first is looked for.", name);
        row++;
    } while (source++->name[0] != '\0');
}

static bool
lets_all_through(struct call *call, const struct filter *filter, const struct trade *trade)
{
    (void)call;
    (void)filter;
    (void)trade;
    return true;
}

static void
ignore(struct rulebook *book, const struct mutant *mutant)
{
    book->filters[mutant->row].lets = lets_all_through;
}

static void
filter_first(struct rulebook *book, const struct mutant *mutant)
{
    book->filters[mutant->row].many = SEARCH_ONE;
}

static void
filter_stale(struct rulebook *book, const struct mutant *mutant)
{
    book->filters[mutant->row].is_settled = false;
}

void
mutant_put_filter(struct rulebook *book, const struct filter *filter)
{
    size_t count = 0;

    while (book->filters[count].name)
        count++;
    rulebook_must_fit(count + 1 < FILTERS_MAX, "filters");
    book->filters[count] = *filter;
}

void
mutants_of_filters(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; book->filters[i].name; i++) {
        const struct filter *filter = &book->filters[i];

        (void)mutants_add(all, ignore, i, filter->requirement, "query-filter", filter->name,
                          "ignored", "%s filters nothing.", filter->name);
        if (filter->many == SEARCH_LIST)
            (void)mutants_add(all, filter_first, i, filter->requirement, "query-filter",
                              filter->name, "first-only", "Of a list of %s only the first counts.",
                              filter->name);
        if (filter->is_settled)
            (void)mutants_add(all, filter_stale, i, filter->requirement, "query-filter",
                              filter->name, "stale", "%s is compared with what was before.",
                              filter->name);
    }
}
