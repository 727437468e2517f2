/* See needs.h. */
#include "needs.h"

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

/* Every server of this API has it: the page that the project started from is about it. */
static const char always_there[] = "800201";

static const struct {
    const char *member; /* of a step */
    const char *begins; /* how its text begins */
    enum capability capability;
} implied[] = {
    {"control", "transactions", CAN_TRANSACTIONS},
    {"control", "requests", CAN_JOURNAL},
    {"control", "rules", CAN_RULES},
    {"control", "catalogue", CAN_CATALOGUE},
    {"control", "notifications", CAN_NOTIFICATIONS},
    {"control", "merchants", CAN_MERCHANTS},
    {"control", "clock", CAN_CLOCK},
    {"control", "", CAN_SANDBOX},
    {"payer", "", CAN_PAYER},
    {"call", "refund", CAN_REFUND},
    {"call", "reversal", CAN_REVERSAL},
    {"call", "close", CAN_CLOSE},
    {"call", "add_note", CAN_ADD_NOTE},
    {"call", "authtrade", CAN_AUTHTRADE},
    {"call", "unfreeze", CAN_UNFREEZE},
    {"as", "agent", CAN_AGENT},
    {"as", "other", CAN_MERCHANTS},
};

const char *
needs_pay_type(const char *word)
{
    static const char prefix[] = "pay_type.";
    const char *digits = word + sizeof prefix - 1;

    if (strncmp(word, prefix, sizeof prefix - 1) != 0 || strlen(digits) != 6 ||
        strspn(digits, "0123456789") != 6)
        return NULL;
    return digits;
}

capability_set
needs_listed(const cJSON *list)
{
    capability_set set = 0;
    const cJSON *element;
    enum capability capability;

    cJSON_ArrayForEach(element, list)
    {
        if (cJSON_IsString(element) && capability_find(element->valuestring, &capability))
            set |= capability_bit(capability);
    }
    return set;
}

/* What an object (a step, or the case with its `as`) implies by its own members. */
static capability_set
implied_by(const cJSON *object)
{
    capability_set set = 0;
    size_t i;

    for (i = 0; i < COUNT(implied); i++) {
        const char *text = json_text(object, implied[i].member, NULL);

        if (text && strncmp(text, implied[i].begins, strlen(implied[i].begins)) == 0)
            set |= capability_bit(implied[i].capability);
    }
    if (cJSON_GetObjectItemCaseSensitive(object, "clock"))
        set |= capability_bit(CAN_CLOCK);
    if (cJSON_GetObjectItemCaseSensitive(object, "receive"))
        set |= capability_bit(CAN_NOTIFICATIONS);
    return set;
}

/* Whether any text within speaks of the receiver's address. */
static bool
names_receiver(const cJSON *json)
{
    const cJSON *child;

    if (cJSON_IsString(json) && strstr(json->valuestring, "${notify_url}"))
        return true;
    cJSON_ArrayForEach(child, json)
    {
        if (names_receiver(child))
            return true;
    }
    return false;
}

capability_set
needs_of(const cJSON *json)
{
    capability_set set = implied_by(json);
    const cJSON *step;

    set |= needs_listed(cJSON_GetObjectItemCaseSensitive(json, "needs"));
    cJSON_ArrayForEach(step, cJSON_GetObjectItemCaseSensitive(json, "steps"))
        set |= implied_by(step);
    if (names_receiver(json))
        set |= capability_bit(CAN_NOTIFICATIONS);
    return set;
}

static bool
add_pay_type(struct test_case *test, const char *pay_type)
{
    size_t i = 0;

    while (i < test->pay_type_count && strcmp(test->pay_types[i], pay_type) != 0)
        i++;
    if (i < test->pay_type_count || strcmp(pay_type, always_there) == 0)
        return true;
    if (i == PAY_TYPES_PER_CASE)
        return false;
    test->pay_types[test->pay_type_count++] = pay_type;
    return true;
}

/* The pay type of a step's template, unless the step says another one itself: then nobody but the
 * case knows whether it must be there or must not. */
static const char *
template_pay_type(const struct suite *suite, const cJSON *step)
{
    const struct template *base = suite_find_template(suite, json_text(step, "base", ""));
    const cJSON *set = cJSON_GetObjectItemCaseSensitive(step, "set");

    if (!base || cJSON_GetObjectItemCaseSensitive(set, "pay_type"))
        return NULL;
    return json_text(base->params, "pay_type", NULL);
}

bool
needs_read(const struct suite *suite, const cJSON *json, struct test_case *test)
{
    const cJSON *element;
    bool fits = true;

    test->needs = needs_of(json);
    test->pay_type_count = 0;
    cJSON_ArrayForEach(element, cJSON_GetObjectItemCaseSensitive(json, "needs"))
    {
        const char *pay_type = needs_pay_type(element->valuestring);

        if (pay_type)
            fits = add_pay_type(test, pay_type) && fits;
    }
    cJSON_ArrayForEach(element, cJSON_GetObjectItemCaseSensitive(json, "steps"))
    {
        const char *pay_type = template_pay_type(suite, element);

        if (pay_type)
            fits = add_pay_type(test, pay_type) && fits;
    }
    return fits;
}
