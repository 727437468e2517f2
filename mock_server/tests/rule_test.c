/* Outcome rules: which calls they meet, in which order their responses are spent, and what is
 * refused instead of half understood. */
#include "shop.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "situation/rule.h"

static void
set_rules(struct shop *shop, const char *json)
{
    const struct answer *answer = control(shop, "POST",
                                          format(shop, "rules?app_code=%s", shop->app_code), json);

    if (answer->reply.http_status != 201)
        fail_msg("the rule is refused: %s", answer->reply.body);
}

static void
assert_rule_refused(struct shop *shop, const char *json, const char *because)
{
    const struct answer *answer = control(shop, "POST", "rules", json);

    assert_control_refuses(answer, 400);
    if (!strstr(text_of(answer, "error"), because))
        fail_msg("the error says \"%s\", not \"%s\"", text_of(answer, "error"), because);
    assert_int_equal(rules_count(registry_find(&shop->server.merchants, DIRECT_APP)->rules), 0);
}

static void
assert_rule_count(struct shop *shop, size_t count)
{
    const cJSON *rules = cJSON_GetObjectItemCaseSensitive(control(shop, "GET", "rules", NULL)->json,
                                                          "rules");

    assert_true(cJSON_IsArray(rules));
    assert_int_equal(cJSON_GetArraySize(rules), count);
}

static void
assert_dropped(const struct answer *answer)
{
    assert_int_equal(answer->reply.fault, FAULT_DROP);
}

static void
a_rule_answers_calls_with_its_code(void **state)
{
    struct shop *shop = *state;

    set_rules(shop, "{\"respond\": [{\"respcd\": \"1205\"}]}");

    assert_respcd(pay(shop, NULL), "1205");
    assert_respcd(ask(shop, NULL), "1205");
}

static void
a_rule_for_an_endpoint_leaves_the_others_alone(void **state)
{
    struct shop *shop = *state;

    set_rules(shop,
              "{\"match\": {\"endpoint\": \"query\"}, \"respond\": [{\"respcd\": \"1297\"}]}");

    assert_accepted(pay(shop, NULL));
    assert_respcd(ask(shop, NULL), "1297");
}

static void
a_rule_matches_parameters_by_expressions(void **state)
{
    struct shop *shop = *state;

    set_rules(shop,
              "{\"match\": {\"params\": {\"out_trade_no\": \"^demo-\", \"txamt\": \"^[0-9]{3}$\"}},"
              " \"respond\": [{\"respcd\": \"1205\"}]}");

    assert_respcd(pay(shop, "out_trade_no", "demo-1", "txamt", "100", NULL), "1205");
    assert_accepted(pay(shop, "out_trade_no", "demo-2", "txamt", "1000", NULL));
    assert_accepted(pay(shop, "out_trade_no", "not-demo-3", "txamt", "100", NULL));
}

static void
a_parameter_that_was_not_sent_matches_as_an_empty_one(void **state)
{
    struct shop *shop = *state;

    set_rules(shop, "{\"match\": {\"params\": {\"goods_name\": \"^$\"}}, \"respond\": "
                    "[{\"respcd\": \"1205\"}]}");

    assert_respcd(pay(shop, NULL), "1205");
    assert_accepted(pay(shop, "goods_name", "tea", NULL));
}

static void
responses_are_spent_in_order_and_the_last_is_repeated(void **state)
{
    struct shop *shop = *state;

    set_rules(shop,
              "{\"respond\": [{\"respcd\": \"1205\"}, {\"respcd\": \"1297\"}, {\"pass\": true}]}");

    assert_respcd(pay(shop, NULL), "1205");
    assert_respcd(pay(shop, NULL), "1297");
    assert_accepted(pay(shop, NULL));
    assert_accepted(pay(shop, NULL));
    assert_rule_count(shop, 1);
}

static void
a_cycle_begins_again(void **state)
{
    struct shop *shop = *state;

    set_rules(shop,
              "{\"respond\": [{\"respcd\": \"1205\"}, {\"pass\": true}], \"after\": \"cycle\"}");

    for (int i = 0; i < 3; i++) {
        assert_respcd(pay(shop, NULL), "1205");
        assert_accepted(pay(shop, NULL));
    }
}

static void
a_rule_can_remove_itself(void **state)
{
    struct shop *shop = *state;

    set_rules(shop, "{\"respond\": [{\"respcd\": \"1205\"}], \"after\": \"remove\"}");

    assert_respcd(pay(shop, NULL), "1205");
    assert_rule_count(shop, 0);
    assert_accepted(pay(shop, NULL));
}

static void
a_spent_rule_can_be_set_again(void **state)
{
    struct shop *shop = *state;

    for (int i = 0; i < 2; i++) {
        set_rules(shop, "{\"respond\": [{\"respcd\": \"1205\"}, {\"pass\": true}]}");

        assert_respcd(pay(shop, NULL), "1205");
        assert_accepted(pay(shop, NULL));
    }
}

static void
rules_are_shown_in_the_order_in_which_they_are_asked(void **state)
{
    static const int64_t ids[] = {3, 2, 1};
    struct shop *shop = *state;
    const cJSON *rules;

    set_rules(shop, "{\"respond\": [{\"pass\": true}]}");
    set_rules(shop, "[{\"respond\": [{\"respcd\": \"1205\"}]}, {\"respond\": [{\"pass\": true}]}]");
    rules = cJSON_GetObjectItemCaseSensitive(control(shop, "GET", "rules", NULL)->json, "rules");

    for (int i = 0; i < 3; i++)
        assert_int_equal(cJSON_GetNumberValue(
                             cJSON_GetObjectItemCaseSensitive(cJSON_GetArrayItem(rules, i), "id")),
                         ids[i]);
    assert_respcd(pay(shop, NULL), "1205");
}

static void
the_answer_to_new_rules_shows_no_others(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    set_rules(shop, "{\"respond\": [{\"pass\": true}]}");
    answer = control(shop, "POST", "rules", "{\"respond\": [{\"respcd\": \"1205\"}]}");

    assert_int_equal(cJSON_GetArraySize(cJSON_GetObjectItemCaseSensitive(answer->json, "rules")),
                     1);
}

static void
of_an_array_the_first_rule_that_matches_decides(void **state)
{
    struct shop *shop = *state;

    set_rules(shop,
              "[{\"match\": {\"endpoint\": \"refund\"}, \"respond\": [{\"respcd\": \"1100\"}]},"
              " {\"respond\": [{\"respcd\": \"1205\"}], \"after\": \"remove\"},"
              " {\"respond\": [{\"respcd\": \"1297\"}]}]");

    assert_respcd(pay(shop, NULL), "1205");
    assert_respcd(pay(shop, NULL), "1297");
}

static void
the_header_wins_over_a_rule_and_a_rule_over_the_amount(void **state)
{
    struct shop *shop = *state;

    set_rules(shop, "{\"respond\": [{\"respcd\": \"1205\"}]}");
    assert_respcd(pay(shop, "txamt", "991297", NULL), "1205");

    shop->trigger = "respcd=1100";
    assert_respcd(pay(shop, NULL), "1100");
}

static void
a_passing_response_leaves_the_amount_its_meaning(void **state)
{
    struct shop *shop = *state;

    set_rules(shop, "{\"respond\": [{\"pass\": true}]}");

    assert_respcd(pay(shop, "txamt", "991297", NULL), "1297");
}

static void
a_refused_request_spends_no_response(void **state)
{
    struct shop *shop = *state;

    set_rules(shop, "{\"respond\": [{\"respcd\": \"1205\"}], \"after\": \"remove\"}");

    assert_refused(pay(shop, "txamt", "0", NULL), "1104", "PAY-TXAMT-05");
    assert_respcd(pay(shop, NULL), "1205");
}

static void
a_dropped_answer_was_applied(void **state)
{
    struct shop *shop = *state;

    set_rules(shop, "{\"respond\": [{\"fault\": \"drop\"}, {\"pass\": true}]}");

    assert_dropped(pay(shop, "out_trade_no", "lost", NULL));
    assert_int_equal(record_count(ask(shop, "out_trade_no", "lost", NULL)), 1);
}

static void
a_dropped_answer_that_was_not_applied_left_nothing(void **state)
{
    struct shop *shop = *state;

    set_rules(shop, "{\"respond\": [{\"fault\": \"drop\", \"applied\": false}, {\"pass\": true}]}");

    assert_dropped(pay(shop, "out_trade_no", "lost", NULL));
    assert_unknown(shop, "lost");
}

static void
a_gateway_answers_before_anything_happened(void **state)
{
    struct shop *shop = *state;
    struct call call;
    const struct answer *answer;

    set_rules(shop, "{\"respond\": [{\"http_status\": 429}, {\"pass\": true}]}");
    call = a_payment(shop, "out_trade_no", "twice", NULL);
    answer = deliver(shop, &call);

    assert_int_equal(answer->reply.http_status, 429);
    assert_string_equal(answer->reply.body, "{}");
    assert_accepted(deliver(shop, &call));
}

static void
a_refusal_behind_a_gateway_keeps_its_rule_and_its_evidence(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = pay(shop, NULL);
    const struct answer *answer;

    set_rules(shop, "{\"respond\": [{\"http_status\": 429, \"applied\": true}]}");
    answer = refund(shop, order, "syssn", "20260310000200020000000001", NULL);

    assert_int_equal(answer->reply.http_status, 429);
    assert_int_equal(answer->reply.requirement, QFPAY_REQ_RFD_21);
    assert_int_equal(answer->reply.evidence, QFPAY_EVIDENCE_OBSERVED);
}

static void
an_ending_can_come_with_the_first_query(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    set_rules(shop, "{\"match\": {\"endpoint\": \"payment\"},"
                    " \"respond\": [{\"ending\": \"0000\", \"from_query\": 1}]}");
    order = pay(shop, NULL);

    assert_accepted(order);
    assert_record(shop, order, "0000");
}

static void
an_order_lives_on_behind_a_failing_answer_and_has_its_ending(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    set_rules(shop, "{\"match\": {\"endpoint\": \"payment\"},"
                    " \"respond\": [{\"respcd\": \"1298\", \"ending\": \"0000\"}]}");
    order = pay(shop, NULL);

    assert_respcd(order, "1298");
    assert_non_null(text_of(order, "syssn"));
    assert_record(shop, order, "1143");
    assert_record(shop, order, "0000");
}

static void
a_payer_can_still_pay_behind_a_failing_answer(void **state)
{
    struct shop *shop = *state;
    const struct answer *order;

    set_rules(shop, "{\"match\": {\"endpoint\": \"payment\"}, \"respond\":"
                    " [{\"respcd\": \"1298\", \"ending\": \"1181\", \"from_query\": 9}]}");
    order = pay(shop, NULL);

    assert_int_equal(payer_does(shop, order, "pay")->reply.http_status, 200);
    assert_record(shop, order, "0000");
}

static void
a_refund_goes_on_behind_a_failing_answer(void **state)
{
    struct shop *shop = *state;
    const struct answer *order = paid(shop, NULL);
    const struct answer *back;

    set_rules(shop, "{\"match\": {\"endpoint\": \"refund\"},"
                    " \"respond\": [{\"respcd\": \"2999\", \"ending\": \"0000\"}]}");
    back = refund(shop, order, NULL);

    assert_respcd(back, "2999");
    assert_shows(shop, back, "respcd", "1143");
    assert_shows(shop, back, "respcd", "0000");
    assert_shows(shop, order, "cancel", "3");
}

static void
a_response_can_be_a_word_of_the_catalogue(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    set_rules(shop, "{\"respond\": [{\"trigger\": \"slow=250\"}]}");
    answer = pay(shop, NULL);

    assert_accepted(answer);
    assert_int_equal(answer->reply.delay_ms, 250);
}

static void
the_journal_names_the_rule(void **state)
{
    struct shop *shop = *state;
    const cJSON *entries;

    set_rules(shop, "{\"respond\": [{\"pass\": true}, {\"fault\": \"drop\", \"applied\": false}]}");
    assert_accepted(pay(shop, NULL));
    assert_dropped(pay(shop, NULL));
    entries = cJSON_GetObjectItemCaseSensitive(control(shop, "GET", "requests?limit=1", NULL)->json,
                                               "requests");

    assert_string_equal(text_in(cJSON_GetArrayItem(entries, 0), "trigger"),
                        "rule 1, response 2 of 2");
    assert_string_equal(text_in(cJSON_GetArrayItem(entries, 0), "fault"), "drop");
    assert_string_equal(text_in(cJSON_GetArrayItem(entries, 0), "verdict"), "lost");
}

static void
rules_are_shown_as_they_were_set(void **state)
{
    struct shop *shop = *state;
    const cJSON *rule;

    set_rules(shop, "{\"match\": {\"endpoint\": \"payment\", \"params\": {\"txamt\": \"^1$\"}},"
                    " \"respond\": [{\"respcd\": \"1205\"}], \"after\": \"cycle\"}");
    assert_respcd(pay(shop, "txamt", "1", NULL), "1205");
    rule = cJSON_GetArrayItem(
        cJSON_GetObjectItemCaseSensitive(control(shop, "GET", "rules", NULL)->json, "rules"), 0);

    assert_string_equal(text_in(cJSON_GetObjectItemCaseSensitive(rule, "match"), "endpoint"),
                        "payment");
    assert_string_equal(text_in(rule, "after"), "cycle");
    assert_true(cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(rule, "id")) == 1);
    assert_true(cJSON_GetNumberValue(cJSON_GetObjectItemCaseSensitive(rule, "used")) == 1);
}

static void
one_rule_can_be_deleted(void **state)
{
    struct shop *shop = *state;

    set_rules(shop,
              "[{\"respond\": [{\"respcd\": \"1297\"}]}, {\"respond\": [{\"respcd\": \"1205\"}]}]");
    assert_int_equal(control(shop, "DELETE", "rules/1", NULL)->reply.http_status, 204);

    assert_respcd(pay(shop, NULL), "1297");
    assert_control_refuses(control(shop, "DELETE", "rules/1", NULL), 404);
    assert_control_refuses(control(shop, "DELETE", "rules/x", NULL), 404);
}

static void
all_rules_can_be_deleted(void **state)
{
    struct shop *shop = *state;

    set_rules(shop,
              "[{\"respond\": [{\"respcd\": \"1205\"}]}, {\"respond\": [{\"respcd\": \"1297\"}]}]");
    assert_int_equal(control(shop, "DELETE", "rules", NULL)->reply.http_status, 204);

    assert_accepted(pay(shop, NULL));
}

static void
a_reset_deletes_the_rules(void **state)
{
    struct shop *shop = *state;

    set_rules(shop, "{\"respond\": [{\"respcd\": \"1205\"}]}");
    assert_int_equal(control(shop, "POST", "reset?app_code=" DIRECT_APP, NULL)->reply.http_status,
                     204);

    assert_accepted(pay(shop, NULL));
}

static void
a_merchants_rules_are_its_own(void **state)
{
    struct shop *shop = *state;

    set_rules(shop, "{\"respond\": [{\"respcd\": \"1205\"}]}");
    as_agent(shop, "ZaMVg00001");

    assert_accepted(pay(shop, NULL));
}

static void
rules_survive_a_restart_with_a_file(void **state)
{
    struct shop *shop = *state;
    char path[] = "/tmp/qfpay-rule-test-XXXXXX";
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    close(fd);
    shop_restart(shop, "--db", path, NULL);
    set_rules(shop, "{\"respond\": [{\"respcd\": \"1205\"}, {\"respcd\": \"1297\"}]}");
    assert_respcd(pay(shop, NULL), "1205");
    shop_restart(shop, "--db", path, NULL);

    assert_respcd(pay(shop, NULL), "1297");
    shop_restart(shop, NULL);
    unlink(path);
    unlink(format(shop, "%s-lock", path));
}

static void
assert_signed_well(struct shop *shop, const struct answer *answer)
{
    char hex[QFPAY_SIGN_HEX_SIZE];

    assert_int_equal(qfpay_sign_bytes(shop->signer, answer->reply.body, answer->reply.body_len,
                                      shop->client_key, QFPAY_DIGEST_MD5, hex, NULL),
                     QFPAY_OK);
    assert_true(answer->reply.is_signed);
    assert_string_equal(hex, answer->reply.sign);
}

static void
a_refusal_says_the_words_of_the_rule(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    set_rules(shop, "{\"respond\": [{\"respcd\": \"1269\", \"resperr\": \"after 11 AM\","
                    " \"respmsg\": \"later\"}]}");
    answer = pay(shop, NULL);

    assert_respcd(answer, "1269");
    assert_string_equal(text_of(answer, "resperr"), "after 11 AM");
    assert_string_equal(text_of(answer, "respmsg"), "later");
    assert_signed_well(shop, answer);
}

static void
a_code_that_nobody_lists_refuses_the_call(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    set_rules(shop, "{\"respond\": [{\"respcd\": \"9999\"}, {\"pass\": true}]}");
    answer = pay(shop, "out_trade_no", "unlisted", NULL);

    assert_string_equal(text_of(answer, "respcd"), "9999");
    assert_string_equal(text_of(answer, "resperr"), "Transaction failed(9999)");
    assert_signed_well(shop, answer);
    assert_accepted(pay(shop, "out_trade_no", "unlisted", NULL));
}

static void
a_code_that_nobody_lists_can_stand_on_a_call_that_was_carried_out(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    set_rules(shop, "{\"match\": {\"endpoint\": \"payment\"}, \"respond\":"
                    " [{\"respcd\": \"9999\", \"applied\": true}]}");
    answer = pay(shop, "out_trade_no", "unlisted", NULL);

    assert_string_equal(text_of(answer, "respcd"), "9999");
    assert_signed_well(shop, answer);
    assert_int_equal(record_count(ask(shop, "out_trade_no", "unlisted", NULL)), 1);
}

static void
an_answer_has_the_body_of_the_rule(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;

    set_rules(shop, "{\"respond\": [{\"body\": {\"respcd\": \"0000\"}},"
                    " {\"http_status\": 503, \"body\": \"[\\\"closed\\\"]\"},"
                    " {\"http_status\": 200, \"body\": \"{}\"}, {\"http_status\": 204}]}");
    answer = pay(shop, NULL);
    assert_string_equal(answer->reply.body, "{\"respcd\":\"0000\"}");
    assert_signed_well(shop, answer);
    answer = pay(shop, NULL);
    assert_int_equal(answer->reply.http_status, 503);
    assert_string_equal(answer->reply.body, "[\"closed\"]");
    assert_false(answer->reply.is_signed);
    answer = pay(shop, NULL);
    assert_int_equal(answer->reply.http_status, 200);
    assert_string_equal(answer->reply.body, "{}");
    answer = pay(shop, NULL);

    assert_int_equal(answer->reply.http_status, 204);
    assert_int_equal(answer->reply.body_len, 0);
}

static void
a_rule_matches_a_range_of_amounts(void **state)
{
    struct shop *shop = *state;

    set_rules(shop, "{\"match\": {\"txamt\": [200, 500]}, \"respond\": [{\"respcd\": \"1205\"}]}");
    set_rules(shop, "{\"match\": {\"txamt\": 777}, \"respond\": [{\"respcd\": \"1297\"}]}");

    assert_accepted(pay(shop, "txamt", "199", NULL));
    assert_respcd(pay(shop, "txamt", "200", NULL), "1205");
    assert_respcd(pay(shop, "txamt", "500", NULL), "1205");
    assert_accepted(pay(shop, "txamt", "501", NULL));
    assert_respcd(pay(shop, "txamt", "777", NULL), "1297");
}

static void
a_rule_ends_after_so_many_calls_also_behind_a_restart(void **state)
{
    struct shop *shop = *state;
    char path[] = "/tmp/qfpay-rule-test-XXXXXX";
    int fd = mkstemp(path);

    assert_true(fd >= 0);
    close(fd);
    shop_restart(shop, "--db", path, NULL);
    set_rules(shop, "{\"match\": {\"times\": 2}, \"respond\": [{\"respcd\": \"9999\"}]}");
    assert_string_equal(text_of(pay(shop, NULL), "respcd"), "9999");
    shop_restart(shop, "--db", path, NULL);

    assert_string_equal(text_of(pay(shop, NULL), "respcd"), "9999");
    assert_accepted(pay(shop, NULL));
    assert_rule_count(shop, 0);
    shop_restart(shop, NULL);
    unlink(path);
}

enum { DRAWS = 64 };

/* Which of so many payments meet a rule of one half: y and n. */
static void
draw(struct shop *shop, const char *seed, char drawn[DRAWS + 1])
{
    shop_restart(shop, "--seed", seed, NULL);
    set_rules(shop, "{\"match\": {\"probability\": 0.5}, \"respond\": [{\"respcd\": \"9999\"}]}");
    for (size_t i = 0; i < DRAWS; i++)
        drawn[i] = strcmp(text_of(pay(shop, NULL), "respcd"), "9999") == 0 ? 'y' : 'n';
    drawn[DRAWS] = '\0';
}

static void
a_rule_meets_calls_by_chance_that_repeats_with_the_seed(void **state)
{
    char first[DRAWS + 1];
    char again[DRAWS + 1];
    char other[DRAWS + 1];

    draw(*state, "7", first);
    draw(*state, "7", again);
    draw(*state, "8", other);

    assert_string_equal(first, again);
    assert_string_not_equal(first, other);
    assert_non_null(strchr(first, 'y'));
    assert_non_null(strchr(first, 'n'));
}

static void
delays_of_a_range_repeat_with_the_seed(void **state)
{
    struct shop *shop = *state;
    int delays[2][DRAWS];
    bool differ = false;

    for (size_t run = 0; run < 2; run++) {
        shop_restart(shop, "--seed", "7", NULL);
        set_rules(shop, "{\"respond\": [{\"delay_ms\": [100, 109]}]}");
        for (size_t i = 0; i < DRAWS; i++)
            delays[run][i] = pay(shop, NULL)->reply.delay_ms;
    }

    assert_memory_equal(delays[0], delays[1], sizeof delays[0]);
    for (size_t i = 0; i < DRAWS; i++) {
        assert_in_range(delays[0][i], 100, 109);
        differ = differ || delays[0][i] != delays[0][0];
    }
    assert_true(differ);
}

static void
a_chance_of_nothing_meets_no_call(void **state)
{
    struct shop *shop = *state;

    set_rules(shop, "{\"match\": {\"probability\": 0}, \"respond\": [{\"respcd\": \"1205\"}]}");

    assert_accepted(pay(shop, NULL));
    assert_accepted(pay(shop, NULL));
}

static void
a_bad_expression_is_refused_with_the_reason(void **state)
{
    struct shop *shop = *state;
    static const struct {
        const char *pattern;
        const char *because;
    } bad[] = {
        {"(", "a ( is never closed, at character 1"},
        {"[a", "a [ is never closed, at character 1"},
        {"a{2", "a { begins no count"},
        {"(a)\\\\1", "back-references are not allowed, at character 4"},
        {"((a{250}b){250}c){250}", "compiled to more than 16384 bytes"},
        {"a{1,30000}", "256"},
        {"((((((((((((((((((((a+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+)+", "at character 17"},
        {"([ab][bc][cd][de][ef][fg]){200}", "compiled to more than 16384 bytes"},
    };

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_rule_refused(shop,
                            format(shop,
                                   "{\"match\": {\"params\": {\"txamt\": \"%s\"}},"
                                   " \"respond\": [{\"pass\": true}]}",
                                   bad[i].pattern),
                            bad[i].because);
}

static void
an_expression_has_a_longest_length(void **state)
{
    struct shop *shop = *state;

    assert_rule_refused(shop,
                        format(shop,
                               "{\"match\": {\"params\": {\"txamt\": \"%0129d\"}},"
                               " \"respond\": [{\"pass\": true}]}",
                               0),
                        "128");
}

/* The rule that takes too long is passed over, which the caller and the journal are told. */
static void
an_expression_without_end_is_given_up_and_said(void **state)
{
    struct shop *shop = *state;
    const struct answer *answer;
    const cJSON *entries;

    set_rules(shop, "{\"match\": {\"params\": {\"goods_name\": \"(a+)+c\"}},"
                    " \"respond\": [{\"respcd\": \"1205\"}]}");
    set_rules(shop, "{\"match\": {\"params\": {\"goods_name\": \"(a*)*c\"}},"
                    " \"respond\": [{\"respcd\": \"1297\"}]}");
    answer = pay(shop, "goods_name", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!c", NULL);
    entries = cJSON_GetObjectItemCaseSensitive(control(shop, "GET", "requests?limit=1", NULL)->json,
                                               "requests");

    assert_accepted(answer);
    assert_non_null(strstr(answer->reply.advice,
                           "Rule 2 counts as one that does not match: its expression for "
                           "goods_name takes too many steps on this value."));
    assert_string_equal(text_in(cJSON_GetArrayItem(entries, 0), "advice"), answer->reply.advice);
    assert_respcd(pay(shop, "goods_name", "aaaac", NULL), "1297");
}

/* However many there are, together they take no more than one call may cost. */
static void
expressions_without_end_share_what_a_call_may_cost(void **state)
{
    struct shop *shop = *state;
    const struct rule_set *rules;
    struct rule_doubt doubt = {NULL, NULL};
    const struct qfpay_param param = {.name = "goods_name",
                                      .name_len = 10,
                                      .value = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!c",
                                      .value_len = 46};
    const struct rule_subject subject = {
        .endpoint = QFPAY_ENDPOINT_PAYMENT, .params = &param, .param_count = 1};

    for (int i = 0; i < RULES_MAX; i++)
        set_rules(shop, "{\"match\": {\"params\": {\"goods_name\": \"(a+)+c\"}},"
                        " \"respond\": [{\"respcd\": \"1205\"}]}");
    rules = registry_find(&shop->server.merchants, DIRECT_APP)->rules;

    assert_null(rules_find(rules, &subject, &doubt));
    assert_int_equal(doubt.rule->id, RULES_MAX);
    assert_accepted(pay(shop, "goods_name", param.value, NULL));
}

static void
a_malformed_rule_is_refused_and_leaves_nothing(void **state)
{
    struct shop *shop = *state;
    static const struct {
        const char *json;
        const char *because;
    } bad[] = {
        {"1", "object"},
        {"[]", "rule"},
        {"{}", "respond"},
        {"{\"respond\": []}", "1 to 32"},
        {"{\"respond\": [{}]}", "pass"},
        {"{\"respond\": [1]}", "objects"},
        {"{\"respond\": [{\"respcd\": \"99999\"}]}", "four digits"},
        {"{\"respond\": [{\"respcd\": \"9999\", \"ending\": \"0000\"}]}", "ending"},
        {"{\"respond\": [{\"resperr\": \"a\", \"http_status\": 502}]}", "resperr"},
        {"{\"respond\": [{\"resperr\": \"a\", \"resperr\": 1}]}", "text"},
        {"{\"respond\": [{\"body\": \"a\", \"fault\": \"drop\"}]}", "drop"},
        {"{\"respond\": [{\"body\": \"a\", \"reshape\": \"unsigned\"}]}", "exclude"},
        {"{\"respond\": [{\"body\": \"a\", \"http_status\": 204}]}", "no body"},
        {"{\"respond\": [{\"body\": 1}]}", "body"},
        {"{\"respond\": [{\"headers\": {}}]}", "1 to 8"},
        {"{\"respond\": [{\"headers\": {\"A\": 1}}]}", "headers"},
        {"{\"respond\": [{\"headers\": {\"A\": \"a\\r\\nB: b\"}}]}", "printable"},
        {"{\"respond\": [{\"headers\": {\"A B\": \"a\"}}]}", "headers"},
        {"{\"respond\": [{\"headers\": {\"content-length\": \"1\"}}]}", "Content-Length"},
        {"{\"respond\": [{\"respcd\": \"1104\", \"ending\": \"0000\"}]}", "channel"},
        {"{\"respond\": [{\"respcd\": \"0000\", \"ending\": \"0000\"}]}", "channel"},
        {"{\"respond\": [{\"http_status\": 199}]}", "200 to 599"},
        {"{\"respond\": [{\"fault\": \"burn\"}]}", "drop"},
        {"{\"respond\": [{\"fault\": \"garbage\", \"applied\": false}]}", "not applied"},
        {"{\"respond\": [{\"applied\": true}]}", "applied"},
        {"{\"respond\": [{\"delay_ms\": 1e9}]}", "120000"},
        {"{\"respond\": [{\"delay_ms\": 0.5}]}", "whole"},
        {"{\"respond\": [{\"delay_ms\": [2, 1]}]}", "[100, 500]"},
        {"{\"respond\": [{\"delay_ms\": [1]}]}", "[100, 500]"},
        {"{\"respond\": [{\"from_query\": 1}]}", "ending"},
        {"{\"respond\": [{\"pass\": false}]}", "true"},
        {"{\"respond\": [{\"pass\": true, \"respcd\": \"1205\"}]}", "alone"},
        {"{\"respond\": [{\"trigger\": \"losing\"}]}", "X-QFMock-Trigger"},
        {"{\"respond\": [{\"notification\": \"never\"}]}", "none"},
        {"{\"respond\": [{\"answer\": 1}]}", "answer"},
        {"{\"respond\": [{\"pass\": true}], \"after\": \"stop\"}", "repeat-last"},
        {"{\"respond\": [{\"pass\": true}], \"afer\": \"cycle\"}", "afer"},
        {"{\"match\": [], \"respond\": [{\"pass\": true}]}", "match"},
        {"{\"match\": {\"endpoint\": \"pay\"}, \"respond\": [{\"pass\": true}]}", "endpoint"},
        {"{\"match\": {\"headers\": {\"A\": 1}}, \"respond\": [{\"pass\": true}]}", "headers"},
        {"{\"match\": {\"txamt\": \"^1\"}, \"respond\": [{\"pass\": true}]}", "[100, 500]"},
        {"{\"match\": {\"txamt\": [2, 1]}, \"respond\": [{\"pass\": true}]}", "[100, 500]"},
        {"{\"match\": {\"txamt\": [1]}, \"respond\": [{\"pass\": true}]}", "[100, 500]"},
        {"{\"match\": {\"times\": 0}, \"respond\": [{\"pass\": true}]}", "from 1 to"},
        {"{\"match\": {\"probability\": 1.5}, \"respond\": [{\"pass\": true}]}", "from 0 to 1"},
        {"{\"times\": 2, \"respond\": [{\"pass\": true}]}", "times belongs in match"},
        {"{\"match\": {\"params\": {\"a\":\"\",\"b\":\"\",\"c\":\"\",\"d\":\"\",\"e\":\"\"},"
         " \"params\": {\"a\":\"\",\"b\":\"\",\"c\":\"\",\"d\":\"\",\"e\":\"\",\"f\":\"\"},"
         " \"headers\": {\"a\":\"\",\"b\":\"\",\"c\":\"\",\"d\":\"\",\"e\":\"\",\"f\":\"\"}},"
         " \"respond\": [{\"pass\": true}]}",
         "headers"},
        {"{\"match\": {\"path\": \"/\"}, \"respond\": [{\"pass\": true}]}", "path"},
        {"{\"match\": {\"params\": {\"txamt\": 1}}, \"respond\": [{\"pass\": true}]}", "params"},
        {"[{\"respond\": [{\"pass\": true}]}, {\"respond\": 1}]", "rule 2"},
    };

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_rule_refused(shop, bad[i].json, bad[i].because);
}

static void
a_mistyped_word_is_answered_with_the_nearest(void **state)
{
    static const struct {
        const char *json;
        const char *because;
    } bad[] = {
        {"{\"macth\": {}}", "unknown member 'macth'; did you mean 'match'?"},
        {"{\"match\": {\"endpont\": \"payment\"}}", "'endpont'; did you mean 'endpoint'?"},
        {"{\"match\": {\"endpoint\": \"paymnt\"}, \"respond\": [{\"pass\": true}]}",
         "unknown endpoint 'paymnt'; did you mean 'payment'?"},
        {"{\"respond\": [{\"reshap\": \"pretty\"}]}", "'reshap'; did you mean 'reshape'?"},
        {"{\"respond\": [{\"reshape\": [\"shuffled-keys\", \"shufled-keys\"]}]}",
         "unknown reshape 'shufled-keys'; did you mean 'shuffled-keys'?"},
        {"{\"respond\": [{\"fault\": \"dorp\"}]}", "unknown fault 'dorp'; did you mean 'drop'?"},
        {"{\"respond\": [{\"notification\": \"Wrong_Amount\"}]}", "; did you mean 'wrong-amount'?"},
        {"{\"respond\": [{\"trigger\": \"lost-anser\"}]}", "; did you mean 'lost-answer'?"},
        {"{\"respond\": [{\"trigger\": \"reshape=shufled-keys\"}]}",
         "; did you mean 'reshape=shuffled-keys'?"},
        {"{\"respond\": [{\"respcd\": \"1143x\"}]}", "; did you mean '1143'?"},
        {"{\"respond\": [{\"pass\": true}], \"after\": \"cicle\"}", "; did you mean 'cycle'?"},
    };

    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_rule_refused(*state, bad[i].json, bad[i].because);
}

/* A code of four digits is another code, not a mistyped one. */
static void
a_word_that_is_like_none_is_answered_with_what_there_is(void **state)
{
    static const char *const bad[] = {
        "{\"respond\": [{\"nonsense\": 1}]}",
        "{\"respond\": [{\"fault\": \"burn\"}]}",
        "{\"respond\": [{\"trigger\": \"nonsense\"}]}",
        "{\"respond\": [{\"ending\": \"1199\"}]}",
        "{\"respond\": [{\"pass\": true}], \"after\": \"stop\"}",
    };

    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        const char *error = text_of(control(*state, "POST", "rules", bad[i]), "error");

        assert_non_null(error);
        assert_null(strstr(error, "did you mean"));
    }
}

static void
a_merchant_has_at_most_100_rules(void **state)
{
    struct shop *shop = *state;

    for (int i = 0; i < 100; i++)
        set_rules(shop, "{\"respond\": [{\"pass\": true}]}");

    assert_control_refuses(control(shop, "POST", "rules", "{\"respond\": [{\"pass\": true}]}"),
                           409);
}

int
main(void)
{
    static const struct CMUnitTest tests[] = {
        SHOP_TEST(a_rule_answers_calls_with_its_code),
        SHOP_TEST(a_rule_for_an_endpoint_leaves_the_others_alone),
        SHOP_TEST(a_rule_matches_parameters_by_expressions),
        SHOP_TEST(a_parameter_that_was_not_sent_matches_as_an_empty_one),
        SHOP_TEST(responses_are_spent_in_order_and_the_last_is_repeated),
        SHOP_TEST(a_cycle_begins_again),
        SHOP_TEST(a_rule_can_remove_itself),
        SHOP_TEST(a_spent_rule_can_be_set_again),
        SHOP_TEST(rules_are_shown_in_the_order_in_which_they_are_asked),
        SHOP_TEST(the_answer_to_new_rules_shows_no_others),
        SHOP_TEST(of_an_array_the_first_rule_that_matches_decides),
        SHOP_TEST(the_header_wins_over_a_rule_and_a_rule_over_the_amount),
        SHOP_TEST(a_passing_response_leaves_the_amount_its_meaning),
        SHOP_TEST(a_refused_request_spends_no_response),
        SHOP_TEST(a_dropped_answer_was_applied),
        SHOP_TEST(a_dropped_answer_that_was_not_applied_left_nothing),
        SHOP_TEST(a_gateway_answers_before_anything_happened),
        SHOP_TEST(a_refusal_behind_a_gateway_keeps_its_rule_and_its_evidence),
        SHOP_TEST(an_ending_can_come_with_the_first_query),
        SHOP_TEST(an_order_lives_on_behind_a_failing_answer_and_has_its_ending),
        SHOP_TEST(a_payer_can_still_pay_behind_a_failing_answer),
        SHOP_TEST(a_refund_goes_on_behind_a_failing_answer),
        SHOP_TEST(a_response_can_be_a_word_of_the_catalogue),
        SHOP_TEST(the_journal_names_the_rule),
        SHOP_TEST(rules_are_shown_as_they_were_set),
        SHOP_TEST(one_rule_can_be_deleted),
        SHOP_TEST(all_rules_can_be_deleted),
        SHOP_TEST(a_reset_deletes_the_rules),
        SHOP_TEST(a_merchants_rules_are_its_own),
        SHOP_TEST(rules_survive_a_restart_with_a_file),
        SHOP_TEST(a_refusal_says_the_words_of_the_rule),
        SHOP_TEST(a_code_that_nobody_lists_refuses_the_call),
        SHOP_TEST(a_code_that_nobody_lists_can_stand_on_a_call_that_was_carried_out),
        SHOP_TEST(an_answer_has_the_body_of_the_rule),
        SHOP_TEST(a_rule_matches_a_range_of_amounts),
        SHOP_TEST(a_rule_ends_after_so_many_calls_also_behind_a_restart),
        SHOP_TEST(a_rule_meets_calls_by_chance_that_repeats_with_the_seed),
        SHOP_TEST(delays_of_a_range_repeat_with_the_seed),
        SHOP_TEST(a_chance_of_nothing_meets_no_call),
        SHOP_TEST(a_bad_expression_is_refused_with_the_reason),
        SHOP_TEST(an_expression_has_a_longest_length),
        SHOP_TEST(an_expression_without_end_is_given_up_and_said),
        SHOP_TEST(expressions_without_end_share_what_a_call_may_cost),
        SHOP_TEST(a_malformed_rule_is_refused_and_leaves_nothing),
        SHOP_TEST(a_mistyped_word_is_answered_with_the_nearest),
        SHOP_TEST(a_word_that_is_like_none_is_answered_with_what_there_is),
        SHOP_TEST(a_merchant_has_at_most_100_rules),
    };

    return cmocka_run_group_tests_name("rule", tests, NULL, NULL);
}
