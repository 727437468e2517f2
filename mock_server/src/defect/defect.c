/* See defect.h. */
#include "defect/defect.h"

#include <string.h>

#include "api/contents.h"
#include "program/print.h"
#include "rules/profile.h"

struct mutants
defect_all(void)
{
    struct rulebook book;

    rulebook_open(&book, &api_contents, profile_find("observed"));
    return mutants_of(&book);
}

bool
defect_open(struct rulebook *book, const char *name, FILE *log)
{
    static char shown[DEFECT_NAME_SIZE];
    struct mutants all;
    const struct mutant *mutant;

    if (name[0] == '\0')
        return true;
    all = defect_all();
    mutant = mutants_find(&all, name);
    if (mutant) {
        mutant->edit(book, mutant);
        (void)snprintf(shown, sizeof shown, "%s", name);
        book->edition_key = "defect";
        book->edition = shown;
    }
    if (mutant && log)
        print_to(log, "qfpay-mock: --defect %s: %s This breaks %s on purpose.\n", name,
                 mutant->about, qfpay_requirement(mutant->requirement)->id);
    mutants_clear(&all);
    return mutant != NULL;
}

const char *
defect_missed(const char *name, char hint[QFPAY_NEAR_HINT_SIZE])
{
    struct mutants all = defect_all();
    const char *words = NULL;
    struct qfpay_near near;

    if (!mutants_find(&all, name)) {
        qfpay_near_begin(&near, name);
        for (size_t i = 0; i < all.count; i++)
            qfpay_near_offer(&near, all.items[i].name);
        words = qfpay_near_hint(&near, hint, "; --defect list shows all");
    }
    mutants_clear(&all);
    return words;
}

static void
list_alike(FILE *out, const struct mutants *all)
{
    fprintf(out, "\n# Alike: nobody can tell these from the right server\n");
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i].alike)
            print_to(out, "# %-42s %s\n", all->items[i].name, all->items[i].alike);
    }
}

void
defect_list(FILE *out)
{
    struct mutants all = defect_all();
    const char *heading = "";

    for (size_t i = 0; i < all.count; i++) {
        const struct mutant *mutant = &all.items[i];

        if (mutant->alike)
            continue;
        if (strcmp(heading, mutant->heading) != 0) {
            fputs(heading[0] == '\0' ? "# " : "\n# ", out);
            print_to(out, "%s\n", mutant->heading);
        }
        heading = mutant->heading;
        print_to(out, "%-44s %-14s %s\n", mutant->name, qfpay_requirement(mutant->requirement)->id,
                 mutant->about);
    }
    list_alike(out, &all);
    mutants_clear(&all);
}
