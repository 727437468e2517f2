/* See defect.h. */
#include "defect.h"

#include <string.h>

#include "contents.h"
#include "profile.h"

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
    if (mutant != NULL) {
        mutant->edit(book, mutant);
        (void)snprintf(shown, sizeof(shown), "%s", name);
        book->edition_key = "defect";
        book->edition = shown;
    }
    if (mutant != NULL && log != NULL)
        fprintf(log, "qfpay-mock: --defect %s: %s This breaks %s on purpose.\n", name,
                mutant->about, qfpay_requirement(mutant->requirement)->id);
    mutants_clear(&all);
    return mutant != NULL;
}

bool
defect_exists(const char *name)
{
    struct mutants all = defect_all();
    bool exists = mutants_find(&all, name) != NULL;

    mutants_clear(&all);
    return exists;
}

/* How many letters must change to make one name of the other (Levenshtein). */
static size_t
distance(const char *wrong, const char *name)
{
    size_t row[DEFECT_NAME_SIZE];
    size_t len = strlen(name);

    for (size_t i = 0; i <= len; i++)
        row[i] = i;
    for (size_t line = 1; wrong[line - 1] != '\0'; line++) {
        size_t diagonal = row[0];

        row[0] = line;
        for (size_t i = 1; i <= len; i++) {
            size_t best = diagonal + (wrong[line - 1] != name[i - 1]);

            diagonal = row[i];
            if (row[i] + 1 < best)
                best = row[i] + 1;
            if (row[i - 1] + 1 < best)
                best = row[i - 1] + 1;
            row[i] = best;
        }
    }
    return row[len];
}

/* The lower the likelier. Somebody who types the beginning or a part of a name means it. */
static size_t
unlikeness(const char *wrong, const char *name)
{
    return strstr(name, wrong) != NULL ? 0 : distance(wrong, name);
}

void
defect_nearest(const char *wrong, char nearest[DEFECT_NEAREST_SIZE])
{
    struct mutants all = defect_all();
    size_t len = strnlen(wrong, DEFECT_NAME_SIZE);
    size_t limit = len / 2;
    size_t used = 0;
    size_t found = 0;

    nearest[0] = '\0';
    if (len == DEFECT_NAME_SIZE)
        len = 0;
    /* Somebody who typed a part wants no lookalikes. */
    for (size_t likeness = 0; len > 0 && likeness <= limit && found < 3; likeness++) {
        for (size_t i = 0; i < all.count && found < 3; i++) {
            if (unlikeness(wrong, all.items[i].name) != likeness)
                continue;
            used += (size_t)snprintf(nearest + used, DEFECT_NEAREST_SIZE - used, "%s%s",
                                     found == 0 ? "" : ", ", all.items[i].name);
            found++;
        }
        if (likeness == 0 && found > 0)
            break;
    }
    mutants_clear(&all);
}

static void
list_alike(FILE *out, const struct mutants *all)
{
    fprintf(out, "\n# Alike: nobody can tell these from the right server\n");
    for (size_t i = 0; i < all->count; i++) {
        if (all->items[i].alike != NULL)
            fprintf(out, "# %-42s %s\n", all->items[i].name, all->items[i].alike);
    }
}

void
defect_list(FILE *out)
{
    struct mutants all = defect_all();
    const char *heading = "";

    for (size_t i = 0; i < all.count; i++) {
        const struct mutant *mutant = &all.items[i];

        if (mutant->alike != NULL)
            continue;
        if (strcmp(heading, mutant->heading) != 0)
            fprintf(out, "%s# %s\n", heading[0] == '\0' ? "" : "\n", mutant->heading);
        heading = mutant->heading;
        fprintf(out, "%-44s %-14s %s\n", mutant->name, qfpay_requirement(mutant->requirement)->id,
                mutant->about);
    }
    list_alike(out, &all);
    mutants_clear(&all);
}
