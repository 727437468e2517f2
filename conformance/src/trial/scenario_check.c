/* The tables of scenario_check.h. */
#include "trial/scenario_check.h"

#include <string.h>

#include "fixture/expect_check.h"
#include "fixture/form.h"

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define EVIDENCES    "seed docs old observed assumed"
#define CALLS        "payment query refund reversal close"
#define NOTIFICATIONS                                                                              \
    "normal none duplicate forged late wrong-amount pretty out-of-order unknown-type "             \
    "wrong-currency"

enum { RULES_MAX = 16, SCRIPT_MAX = 32, ACTIONS_MAX = 8 };

static bool
is_pitfall(const char *text)
{
    return strlen(text) == 6 && strncmp(text, "PIT-", 4) == 0 &&
           strspn(text + 4, "0123456789") == 2;
}

static void
form_one_pitfall(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    if (!cJSON_IsString(value) || !is_pitfall(value->valuestring))
        form_problem(at, "must be the id of a pitfall, PIT-50");
}

static void
form_pitfall(const struct spot *at, const cJSON *value, const char *words)
{
    if (cJSON_IsArray(value))
        form_list(at, value, 1, 8, form_one_pitfall);
    else
        form_one_pitfall(at, value, words);
}

static void
form_amount(const struct spot *at, const cJSON *value, const char *words)
{
    const char *text = cJSON_IsString(value) ? value->valuestring : "";
    size_t len = strlen(text);

    (void)words;
    if (!len || len > 11 || text[0] == '0' || strspn(text, "0123456789") != len)
        form_problem(at, "must be an amount in minor units, 1 to 11 digits in a text");
}

/* The sandbox knows what a rule may say, and refuses the rest when the scenario is played. */
static void
form_rule(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    if (!cJSON_IsObject(value) || !cJSON_HasObjectItem(value, "respond"))
        form_problem(at, "must be an outcome rule with respond");
}

static void
form_rules(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    if (cJSON_IsArray(value) && !value->child)
        return;
    form_list(at, value, 1, RULES_MAX, form_rule);
}

static void
form_moment(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"call", form_word, CALLS, false},
        {"count", form_integer, "1 100", false},
        {"deliveries", form_integer, "1 20", false},
    };
    bool has_call = cJSON_HasObjectItem(value, "call");

    (void)words;
    form_object(at, value, keys, COUNT(keys));
    if (has_call == cJSON_HasObjectItem(value, "deliveries") ||
        has_call != cJSON_HasObjectItem(value, "count"))
        form_problem(at, "must be a call and its count, or a number of deliveries");
}

static const char *const action_names = "order other_order payer clock rules merchant stop";

static void
form_clock(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {{"advance", form_duration, NULL, true}};

    (void)words;
    form_object(at, value, keys, COUNT(keys));
}

static void
form_action(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"order", form_word, NOTIFICATIONS, false},
        {"other_order", form_constant, "paid", false},
        {"payer", form_word, "scan password processing pay fail cancel", false},
        {"clock", form_clock, NULL, false},
        {"rules", form_rules, NULL, false},
        {"merchant", form_word, "refund close", false},
        {"stop", form_constant, "the client", false},
    };

    (void)words;
    form_object(at, value, keys, COUNT(keys));
    if (cJSON_GetArraySize(value) != 1)
        form_problem(at, "must be exactly one of: %s", action_names);
}

static void
form_actions(const struct spot *at, const cJSON *value, const char *words)
{
    if (cJSON_IsArray(value))
        form_list(at, value, 1, ACTIONS_MAX, form_action);
    else
        form_action(at, value, words);
}

static void
form_turn(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"when", form_moment, NULL, false},
        {"do", form_actions, NULL, false},
    };

    (void)words;
    form_object(at, value, keys, COUNT(keys));
    if (!value->child)
        form_problem(at, "must say when, or what to do");
}

static void
form_script(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    form_list(at, value, 1, SCRIPT_MAX, form_turn);
}

static void
form_status(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    form_integer(at, value, "0 255");
}

static void
form_statuses(const struct spot *at, const cJSON *value, const char *words)
{
    if (cJSON_IsArray(value))
        form_list(at, value, 1, 8, form_status);
    else
        form_status(at, value, words);
}

static void
form_range(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"min", form_integer, "0 1000", false},
        {"max", form_integer, "0 1000", false},
    };

    (void)words;
    if (cJSON_IsNumber(value))
        form_integer(at, value, "0 1000");
    else
        form_object(at, value, keys, COUNT(keys));
}

/* An object by the names of calls, each with a value of one form. */
static void
form_by_call(const struct spot *at, const cJSON *value, form_check *check)
{
    const cJSON *member;

    if (!cJSON_IsObject(value) || !value->child)
        form_problem(at, "must be an object by the names of calls");
    cJSON_ArrayForEach(member, value)
    {
        struct spot inner = {at->checker, at, member->string, 0};

        if (!form_has_word(CALLS, member->string))
            form_problem(&inner, "is none of: %s", CALLS);
        check(&inner, member, NULL);
    }
}

static void
form_calls(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    form_by_call(at, value, form_range);
}

static void
form_sent(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    form_by_call(at, value, form_strings);
}

static void
form_booking(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"paid", form_amount, NULL, false},
        {"refunded", form_amount, NULL, false},
    };

    (void)words;
    form_object(at, value, keys, COUNT(keys));
    if (cJSON_GetArraySize(value) != 1)
        form_problem(at, "must be exactly one of: paid refunded");
}

static void
form_bookings(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    if (cJSON_IsArray(value) && !value->child)
        return;
    form_list(at, value, 1, 8, form_booking);
}

static void
form_answer(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    form_word(at, value, "accepted refused");
}

static void
form_answers(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    form_list(at, value, 1, 20, form_answer);
}

static void
form_checks_of_client(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"evidence", form_word, EVIDENCES, false},
        {"source", form_text, NULL, false},
        {"requirement", form_requirement, NULL, false},
        {"exit", form_statuses, NULL, false},
        {"order", form_text, NULL, false},
        {"calls", form_calls, NULL, false},
        {"sent", form_sent, NULL, false},
        {"one_number", form_word, "payment refund", false},
        {"after_loss", form_word, CALLS, false},
        {"asks_for_refund", form_bool, NULL, false},
        {"well_formed", form_bool, NULL, false},
        {"sign_type", form_word, "MD5 SHA256", false},
        {"back_off_ms", form_integer, "1 60000", false},
        {"back_off_doubling_ms", form_integer, "1 60000", false},
        {"pace_ms", form_integer, "1 60000", false},
        {"booked", form_bookings, NULL, false},
        {"answers", form_answers, NULL, false},
        {"answered_within_ms", form_integer, "1 60000", false},
        {"txdtm_within_s", form_integer, "1 43200", false},
    };

    (void)words;
    form_object(at, value, keys, COUNT(keys));
}

static void
form_expectations(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    form_list(at, value, 1, 16, form_checks_of_client);
}

static void
form_scenario(const struct spot *at, const cJSON *value, const char *words)
{
    static const struct form_key keys[] = {
        {"id", form_dotted, NULL, true},           {"requirement", form_requirement, NULL, true},
        {"pitfall", form_pitfall, NULL, false},    {"evidence", form_word, EVIDENCES, true},
        {"source", form_text, NULL, true},         {"checked", form_date, NULL, true},
        {"comment", form_text, NULL, true},        {"run", form_word, SCENARIO_RUNS, true},
        {"as", form_word, "default agent", false}, {"sign_type", form_word, "MD5 SHA256", false},
        {"txamt", form_amount, NULL, false},       {"refund", form_amount, NULL, false},
        {"goods_name", form_text, NULL, false},    {"rules", form_rules, NULL, false},
        {"script", form_script, NULL, false},      {"expect", form_expectations, NULL, true},
        {"notify_key", form_bool, NULL, false},
    };

    (void)words;
    form_object(at, value, keys, COUNT(keys));
}

static void
form_scenarios(const struct spot *at, const cJSON *value, const char *words)
{
    (void)words;
    form_list(at, value, 1, 200, form_scenario);
}

bool
check_scenarios(struct suite *suite, const char *file, const cJSON *document)
{
    static const struct form_key keys[] = {
        {"schema", form_constant, "qfpay-scenarios/1", true},
        {"subject", form_dotted, NULL, true},
        {"scenarios", form_scenarios, NULL, true},
    };
    struct checker checker = {suite, file, {NULL}, 0, false, 0};
    struct spot root = {&checker, NULL, NULL, 0};
    size_t before = suite->problem_count;

    form_object(&root, document, keys, COUNT(keys));
    return suite->problem_count == before;
}
