/* What goes wrong with a call's methods: it can be called by GET as well, or cannot. */
#include "defect/mutant.h"

static void
change_get(struct rulebook *book, const struct mutant *mutant)
{
    book->gets[mutant->row] = !book->gets[mutant->row];
}

void
mutants_of_methods(const struct rulebook *book, struct mutants *all)
{
    for (size_t i = 0; i < QFPAY_ENDPOINT_COUNT; i++) {
        const char *name = qfpay_endpoint_row((enum qfpay_endpoint)i)->name;

        (void)mutants_add(all, change_get, i, book->gets[i] ? QFPAY_REQ_HTTP_05 : QFPAY_REQ_HTTP_11,
                          name, "get", book->gets[i] ? "refused" : "served", "GET %s is %s.", name,
                          book->gets[i] ? "refused" : "served");
    }
}
