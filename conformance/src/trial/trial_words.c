/* See trial_words.h. */
#include "trial/trial_words.h"

#include "fixture/mistake.h"
#include "program/print.h"

size_t
trials_list(FILE *out, struct trials trials, const struct options *options)
{
    size_t i, k, listed = 0;

    for (i = 0; i < trials.count; i++) {
        const struct trial *trial = &trials.list[i];

        if (!options_select(options, trial->id))
            continue;
        print_to(out, "%-48s %-8s %-15s ", trial->id, evidence_name(trial->evidence), trials.kind);
        for (k = 0; k < trial->requirement_count; k++)
            print_to(out, "%s%s", k ? "," : "", trial->requirements[k]->id);
        fputc('\n', out);
        listed++;
    }
    return listed;
}

void
trials_of_requirement(FILE *out, struct trials trials, const struct requirement *requirement)
{
    size_t i, k;

    for (i = 0; i < trials.count; i++) {
        const struct trial *trial = &trials.list[i];

        for (k = 0; k < trial->requirement_count; k++) {
            if (trial->requirements[k] == requirement)
                print_to(out, "  %s: %s\n", trial->id, trial->comment);
        }
    }
}

size_t
trials_of_mistake(FILE *out, struct trials trials, const char *id)
{
    size_t i, count = 0;

    for (i = 0; i < trials.count; i++) {
        const struct trial *trial = &trials.list[i];

        if (!mistake_is_among(trial->pitfall, id))
            continue;
        print_to(out, "  %s %s: %s\n", trials.kind, trial->id, trial->comment);
        count++;
    }
    return count;
}

void
trial_explain(FILE *out, const struct suite *suite, const struct trial *trial)
{
    size_t i;

    print_to(out, "%s (%s)\n  %s\n  evidence [%s] %s\n", trial->id, trial->file, trial->comment,
             evidence_name(trial->evidence), trial->source);
    for (i = 0; i < trial->requirement_count; i++)
        print_to(out, "  %s: %s\n", trial->requirements[i]->id, trial->requirements[i]->text);
    if (trial->pitfall)
        mistakes_print(out, suite, "  exposes ", trial->pitfall);
}
