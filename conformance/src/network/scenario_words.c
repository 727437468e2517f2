/* See scenario_words.h. */
#include "network/scenario_words.h"

#include <string.h>

#include "fixture/mistake.h"

static const char *const errands[] = {
    [ERRAND_PAY] = "pay-and-wait OUT_TRADE_NO TXAMT",
    [ERRAND_REFUND] = "refund SYSSN OUT_TRADE_NO TXAMT",
    [ERRAND_RECEIVE] = "receive OUT_TRADE_NO TXAMT",
};

size_t
scenarios_list(FILE *out, const struct scenario_list *list, const struct options *options)
{
    size_t listed = 0;

    for (size_t i = 0; i < list->count; i++) {
        const struct scenario *scenario = &list->items[i];

        if (!options_select(options, scenario->id))
            continue;
        fprintf(out, "%-48s %-8s %-15s ", scenario->id, evidence_name(scenario->evidence),
                "scenario");
        for (size_t k = 0; k < scenario->requirement_count; k++)
            fprintf(out, "%s%s", k ? "," : "", scenario->requirements[k]->id);
        fputc('\n', out);
        listed++;
    }
    return listed;
}

const struct scenario *
scenarios_find(const struct scenario_list *list, const char *id)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].id, id) == 0)
            return &list->items[i];
    }
    return NULL;
}

/* One line of JSON for each element of a list. */
static void
print_list(FILE *out, const char *what, const cJSON *list)
{
    const cJSON *element;

    cJSON_ArrayForEach(element, list)
    {
        char *text = cJSON_PrintUnformatted(element);

        fprintf(out, "  %-7s %s\n", what, text ? text : "");
        cJSON_free(text);
    }
}

void
scenario_explain(FILE *out, const struct suite *suite, const struct scenario *scenario)
{
    fprintf(out, "%s (%s)\n  %s\n  evidence [%s] %s\n", scenario->id, scenario->file,
            scenario->comment, evidence_name(scenario->evidence), scenario->source);
    for (size_t i = 0; i < scenario->requirement_count; i++)
        fprintf(out, "  %s: %s\n", scenario->requirements[i]->id, scenario->requirements[i]->text);
    if (scenario->pitfall)
        mistakes_print(out, suite, "  exposes ", scenario->pitfall);
    fprintf(out, "  runs    COMMAND %s, for an order of %s\n", errands[scenario->errand],
            scenario->txamt);
    print_list(out, "rule", scenario->rules);
    print_list(out, "turn", scenario->script);
    print_list(out, "expects", scenario->expect);
    fprintf(out, "  run it: qfpay-conform client --network --filter %s -- COMMAND\n", scenario->id);
}

void
scenarios_of_requirement(FILE *out, const struct scenario_list *list,
                         const struct requirement *requirement)
{
    for (size_t i = 0; i < list->count; i++) {
        const struct scenario *scenario = &list->items[i];

        for (size_t k = 0; k < scenario->requirement_count; k++) {
            if (scenario->requirements[k] == requirement)
                fprintf(out, "  %s: %s\n", scenario->id, scenario->comment);
        }
    }
}
