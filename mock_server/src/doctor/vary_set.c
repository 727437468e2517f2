/* Mistakes in what takes part: the key and its place, the digest, and the parameters. */
#include <string.h>

#include "doctor/vary.h"
#include "server/server.h"

enum variant
introduce_key(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const char *const introductions[] = {
        "&key=", "key=", "&client_key=", "&clientKey=", "&app_key=", "&secret=",
    };

    (void)exam;
    if (index >= COUNT(introductions))
        return VARIANT_END;
    recipe->before_key = introductions[index];
    say(detail, introductions[index]);
    return VARIANT_TRY;
}

enum variant
put_key_first(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const enum key_place places[] = {KEY_FIRST, KEY_FIRST_AND_LAST};

    (void)exam;
    if (index >= COUNT(places))
        return VARIANT_END;
    recipe->key_place = places[index];
    if (recipe->key_place == KEY_FIRST_AND_LAST)
        say(detail, "(and last as well)");
    return VARIANT_TRY;
}

enum variant
use_hmac(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const enum key_place places[] = {KEY_NOWHERE, KEY_LAST};

    (void)exam;
    if (index >= COUNT(places))
        return VARIANT_END;
    recipe->is_hmac = true;
    recipe->key_place = places[index];
    if (recipe->key_place == KEY_LAST)
        say(detail, "(and the key appended as well)");
    return VARIANT_TRY;
}

enum variant
announce_other_digest(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    (void)recipe;
    if (index > 0 || exam->received.digest == exam->announced)
        return VARIANT_END;
    say(detail, qfpay_digest_name(exam->received.digest));
    return VARIANT_TRY;
}

const char *
explain_other_digest(struct exam *exam, const struct recipe *recipe)
{
    (void)recipe;
    return exam->received.digest == QFPAY_DIGEST_SHA256
               ? "send the header X-QF-SIGNTYPE: SHA256 with it"
               : "drop the header X-QF-SIGNTYPE, or sign with the SHA256 that it announces";
}

static struct qfpay_param
header_param(const struct exam *exam, const char *name)
{
    static const char *const app_code_names[] = {"X-QF-APPCODE", "appcode", "app_code", "appCode",
                                                 "code"};
    static const char *const key_names[] = {"key", "client_key"};

    for (size_t i = 0; i < COUNT(app_code_names); i++) {
        if (strcmp(name, app_code_names[i]) == 0)
            return qfpay_param_of(name, exam->req->merchant->app_code);
    }
    for (size_t i = 0; i < COUNT(key_names); i++) {
        if (strcmp(name, key_names[i]) == 0)
            return qfpay_param_of(name, exam->key);
    }
    return qfpay_param_of(name, qfpay_digest_name(exam->received.digest));
}

enum variant
mix_in_headers(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct {
        const char *first;
        const char *second;
        const char *shown;
    } rows[] = {
        {NULL, NULL, "sign"}, /* as it was sent in the form */
        {"X-QF-APPCODE", NULL, "X-QF-APPCODE"},
        {"appcode", NULL, "appcode"},
        {"app_code", NULL, "app_code"},
        {"X-QF-APPCODE", "X-QF-SIGNTYPE", "X-QF-APPCODE and X-QF-SIGNTYPE"},
        {"appcode", "sign_type", "appcode and sign_type"},
        {"app_code", "sign_type", "app_code and sign_type"},
        {"appCode", NULL, "appCode"},
        {"code", NULL, "code"},
        {"X-QF-SIGNTYPE", NULL, "X-QF-SIGNTYPE"},
        {"sign_type", NULL, "sign_type"},
        {"signtype", NULL, "signtype"},
        {"signType", NULL, "signType"},
        {"key", NULL, "key"},
        {"client_key", NULL, "client_key"},
    };

    if (index >= COUNT(rows))
        return VARIANT_END;
    if (!rows[index].first)
        recipe->keeps_sign = true;
    else
        recipe->added[recipe->added_count++] = header_param(exam, rows[index].first);
    if (rows[index].second)
        recipe->added[recipe->added_count++] = header_param(exam, rows[index].second);
    say(detail, rows[index].shown);
    return VARIANT_TRY;
}

enum variant
end_with_ampersand(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    (void)exam;
    (void)detail;
    if (index > 0)
        return VARIANT_END;
    recipe->ends_with_ampersand = true;
    return VARIANT_TRY;
}

enum variant
spoil_key(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    if (index >= exam->key_count)
        return VARIANT_END;
    recipe->key = exam->keys[index].key;
    say(detail, exam->keys[index].name);
    return VARIANT_TRY;
}

enum variant
replace_key(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    const struct merchant *merchant = exam->req->merchant;
    const struct {
        const char *key;
        const char *shown;
    } rows[] = {
        {"", "left out"},
        {merchant->app_code, "replaced by the app code"},
        {merchant->notify_key, "replaced by the notify key"},
    };

    if (index >= COUNT(rows))
        return VARIANT_END;
    recipe->key = rows[index].key;
    say(detail, rows[index].shown);
    return VARIANT_TRY;
}

/* What languages take for nothing, and programs then leave out of the string. */
enum variant
drop_falsy(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const char *const zero[] = {"0", NULL};
    static const char *const no[] = {"false", NULL};
    static const char *const zero_and_no[] = {"0", "false", NULL};
    static const char *const null[] = {"null", NULL};
    static const char *const none[] = {"None", NULL};
    static const char *const all[] = {"0",    "0.0",       "false", "False", "null",
                                      "None", "undefined", "[]",    "{}",    NULL};
    static const struct {
        const char *const *dropped;
        const char *shown;
    } rows[] = {
        {zero, "0"},    {no, "false"},  {zero_and_no, "0 or false"},
        {null, "null"}, {none, "None"}, {all, "0, false, null or the like"},
    };

    if (index >= COUNT(rows) || (exam->traits & TRAIT_SHORT) == 0)
        return VARIANT_END;
    recipe->dropped = rows[index].dropped;
    say(detail, rows[index].shown);
    return VARIANT_TRY;
}

enum variant
leave_one_out(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    const struct request *req = exam->req;

    if (index < req->param_count && (exam->is_big || index >= EXAM_EACH_MAX)) {
        exam->is_cut = true;
        return VARIANT_END;
    }
    if (index >= req->param_count)
        return VARIANT_END;
    recipe->left_out = &req->params[index];
    detail->text = recipe->left_out->name;
    detail->len = recipe->left_out->name_len;
    return VARIANT_TRY;
}

const char *
explain_left_out(struct exam *exam, const struct recipe *recipe)
{
    return exam->takes_dropped && recipe->left_out->value_len == 0
               ? "leave out every parameter with an empty value, not only some (PIT-03)"
               : NULL;
}

/* A parameter that was signed but not sent: empty, with its default, or as the merchant has it. */
enum variant
add_unsent(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    static const struct {
        const char *name;
        const char *value;
    } rows[] = {
        {"mchid", ""},       {"notify_url", ""},  {"txzone", ""},         {"udid", ""},
        {"goods_name", ""},  {"extend_info", ""}, {"expired_time", ""},   {"limit_pay", ""},
        {"rmb_tag", ""},     {"return_url", ""},  {"txzone", "+0800"},    {"expired_time", "30"},
        {"txcurrcd", "HKD"}, {"sign", ""},        {"pay_type", "800201"}, {"page", "1"},
        {"page_size", "10"},
    };
    const struct merchant *merchant = exam->req->merchant;
    struct qfpay_param added;

    if (index < COUNT(rows))
        added = qfpay_param_of(rows[index].name, rows[index].value);
    else if (index == COUNT(rows))
        added = qfpay_param_of("notify_url", merchant->notify_url);
    else if (index - COUNT(rows) - 1 < merchant->account_count &&
             index - COUNT(rows) <= EXAM_EACH_MAX)
        added = qfpay_param_of("mchid", merchant->accounts[index - COUNT(rows) - 1].mchid);
    else
        return VARIANT_END;
    if (qfpay_param_find(exam->req->params, exam->req->param_count, added.name))
        return VARIANT_SKIP;
    recipe->added[recipe->added_count++] = added;
    say(detail, added.name);
    return VARIANT_TRY;
}

/* Called for 0, 1, 2 ... in turn, so the merchant after the last one is the next. */
enum variant
use_key_of_other(struct exam *exam, size_t index, struct recipe *recipe, struct detail *detail)
{
    const struct merchant_registry *registry = &exam->req->server->merchants;

    exam->other = registry_next(registry, index == 0 ? NULL : exam->other);
    if (!exam->other)
        return VARIANT_END;
    if (exam->is_big && index >= EXAM_EACH_MAX) {
        exam->is_cut = true;
        return VARIANT_END;
    }
    if (exam->other == exam->req->merchant)
        return VARIANT_SKIP;
    recipe->key = exam->other->client_key;
    say(detail, exam->other->app_code);
    return VARIANT_TRY;
}
