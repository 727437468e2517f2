/* See scenario_words.h. */
#include "network/scenario_words.h"

#include "program/print.h"
#include "trial/trial_words.h"

static const char *const errands[] = {
    [ERRAND_PAY] = "pay-and-wait OUT_TRADE_NO TXAMT",
    [ERRAND_REFUND] = "refund SYSSN OUT_TRADE_NO TXAMT",
    [ERRAND_RECEIVE] = "receive OUT_TRADE_NO TXAMT",
};

/* One line of JSON for each element of a list. */
static void
print_list(FILE *out, const char *what, const cJSON *list)
{
    const cJSON *element;

    cJSON_ArrayForEach(element, list)
    {
        char *text = cJSON_PrintUnformatted(element);

        print_to(out, "  %-7s %s\n", what, text ? text : "");
        cJSON_free(text);
    }
}

void
scenario_explain(FILE *out, const struct suite *suite, const struct scenario *scenario)
{
    trial_explain(out, suite, &scenario->trial);
    print_to(out, "  runs    COMMAND %s, for an order of %s\n", errands[scenario->errand],
             scenario->txamt);
    print_list(out, "rule", scenario->rules);
    print_list(out, "turn", scenario->script);
    print_list(out, "expects", scenario->expect);
    print_to(out, "  run it: qfpay-conform client --network --filter %s -- COMMAND\n",
             scenario->trial.id);
}
