/*
 * Reading answers: the classification vectors, and the misreadings that must not be possible.
 */
#include "testing.h"
#include "till.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static qfpay_answer *answer;

static int
forget_answer(void **state)
{
    (void)state;
    qfpay_answer_free(answer);
    answer = NULL;
    return 0;
}

static enum qfpay_status
read_body(const struct qfpay_asked *asked, int http_status, const char *body)
{
    struct qfpay_response response;
    enum qfpay_status status = QFPAY_OK;

    qfpay_response_init(&response);
    response.http_status = http_status;
    assert_int_equal(qfpay_response_add_body(&response, body, strlen(body)), QFPAY_OK);
    status = qfpay_answer_parse(asked, &response, &answer, NULL);
    qfpay_response_clear(&response);
    return status;
}

static void
read_query(const struct qfpay_asked *asked, const char *records)
{
    assert_int_equal(read_body(asked, 200, a_query(records)), QFPAY_OK);
}

static const struct qfpay_asked order_1 = {.endpoint = QFPAY_ENDPOINT_QUERY,
                                           .out_trade_no = "order-1"};

static void
the_zeros_of_a_query_are_never_a_payment(void **state)
{
    (void)state;
    read_query(&order_1, a_record("1143"));

    assert_int_equal(qfpay_answer_outcome(answer), QFPAY_OUTCOME_PENDING);
    assert_string_equal(qfpay_answer_respcd(answer), "1143");
    assert_string_equal(qfpay_answer_resperr(answer), "text");
}

static void
a_query_that_found_nothing_has_no_code_and_is_pending(void **state)
{
    (void)state;
    read_query(&order_1, "");

    assert_true(qfpay_answer_worked(answer));
    assert_int_equal(qfpay_answer_outcome(answer), QFPAY_OUTCOME_PENDING);
    assert_string_equal(qfpay_answer_respcd(answer), "");
    assert_null(qfpay_answer_subject(answer));
}

static void
a_refund_is_not_counted_as_the_payment(void **state)
{
    (void)state;
    read_query(&order_1, "{\"respcd\": \"0000\", \"order_type\": \"refund\", \"out_trade_no\": "
                         "\"order-1\", \"syssn\": \"9\"},"
                         "{\"respcd\": \"1143\", \"order_type\": \"payment\", \"out_trade_no\": "
                         "\"order-1\", \"syssn\": \"8\"}");

    assert_int_equal(qfpay_answer_outcome(answer), QFPAY_OUTCOME_PENDING);
    assert_string_equal(qfpay_answer_syssn(answer), "8");
}

static void
the_outcome_of_a_paid_record_with_cancel(const char *cancel, enum qfpay_outcome outcome)
{
    char record[160];

    (void)snprintf(record, sizeof record,
                   "{\"respcd\": \"0000\", \"out_trade_no\": \"order-1\", \"cancel\": %s}", cancel);
    (void)forget_answer(NULL);
    read_query(&order_1, record);
    assert_int_equal(qfpay_answer_outcome(answer), outcome);
}

static void
a_payment_that_went_back_is_not_paid(void **state)
{
    (void)state;
    the_outcome_of_a_paid_record_with_cancel("\"0\"", QFPAY_OUTCOME_SUCCESS);
    the_outcome_of_a_paid_record_with_cancel("\"1\"", QFPAY_OUTCOME_FAILURE);
    the_outcome_of_a_paid_record_with_cancel("\"2\"", QFPAY_OUTCOME_FAILURE);
    the_outcome_of_a_paid_record_with_cancel("\"3\"", QFPAY_OUTCOME_FAILURE);
    the_outcome_of_a_paid_record_with_cancel("3", QFPAY_OUTCOME_FAILURE);
    the_outcome_of_a_paid_record_with_cancel("\"5\"", QFPAY_OUTCOME_SUCCESS);
}

static void
records_of_other_orders_decide_nothing(void **state)
{
    (void)state;
    read_query(&order_1, "{\"respcd\": \"0000\", \"out_trade_no\": \"order-2\"}");

    assert_int_equal(qfpay_answer_outcome(answer), QFPAY_OUTCOME_PENDING);
}

static void
a_list_of_several_orders_has_no_single_outcome(void **state)
{
    const struct qfpay_asked everything = {.endpoint = QFPAY_ENDPOINT_QUERY};

    (void)state;
    read_query(&everything, "{\"respcd\": \"0000\", \"out_trade_no\": \"order-1\"},"
                            "{\"respcd\": \"0000\", \"out_trade_no\": \"order-2\"}");

    assert_null(qfpay_answer_subject(answer));
    assert_int_equal(qfpay_answer_outcome(answer), QFPAY_OUTCOME_PENDING);
    assert_int_equal(qfpay_answer_record_count(answer), 2);
}

static void
the_syssn_that_was_asked_for_is_the_one_that_counts(void **state)
{
    const struct qfpay_asked asked = {.endpoint = QFPAY_ENDPOINT_QUERY, .syssn = "8"};

    (void)state;
    read_query(&asked, "{\"respcd\": \"0000\", \"out_trade_no\": \"order-1\", \"syssn\": \"9\"},"
                       "{\"respcd\": \"1201\", \"out_trade_no\": \"order-1\", \"syssn\": \"8\"}");

    assert_int_equal(qfpay_answer_outcome(answer), QFPAY_OUTCOME_FAILURE);
    assert_string_equal(qfpay_answer_respcd(answer), "1201");
}

static void
numbers_and_texts_are_read_alike(void **state)
{
    const struct qfpay_asked asked = {.endpoint = QFPAY_ENDPOINT_PAYMENT};
    int64_t txamt_minor = 0;

    (void)state;
    assert_int_equal(read_body(&asked, 200, "{\"respcd\": \"0000\", \"txamt\": 2147483648}"),
                     QFPAY_OK);
    assert_true(qfpay_answer_txamt(answer, &txamt_minor));
    assert_int_equal(txamt_minor, 2147483648);
    assert_string_equal(qfpay_answer_text(answer, "txamt"), "2147483648");
}

static void
objects_inside_are_kept_as_json(void **state)
{
    const struct qfpay_asked asked = {.endpoint = QFPAY_ENDPOINT_PAYMENT};

    (void)state;
    assert_int_equal(
        read_body(&asked, 200, "{\"respcd\":\"0000\",\"pay_params\":{\"appId\":\"wx1\"}}"),
        QFPAY_OK);
    assert_string_equal(qfpay_answer_text(answer, "pay_params"), "{\"appId\": \"wx1\"}");
}

static void
a_null_is_no_value(void **state)
{
    const struct qfpay_asked asked = {.endpoint = QFPAY_ENDPOINT_PAYMENT};

    (void)state;
    assert_int_equal(read_body(&asked, 200, "{\"respcd\": \"1251\", \"syssn\": null}"), QFPAY_OK);
    assert_null(qfpay_record_text(qfpay_answer_top(answer), "syssn"));
    assert_string_equal(qfpay_answer_syssn(answer), "");
}

static void
names_are_case_sensitive(void **state)
{
    const struct qfpay_asked asked = {.endpoint = QFPAY_ENDPOINT_PAYMENT, .pay_type = "800208"};

    (void)state;
    assert_int_equal(read_body(&asked, 200, "{\"RespCd\": \"0000\"}"), QFPAY_OK);
    assert_int_equal(qfpay_answer_outcome(answer), QFPAY_OUTCOME_FAILURE);
}

static void
malformed_answers_are_refused(void **state)
{
    static const char *const bodies[] = {"",
                                         "null",
                                         "[]",
                                         "\"0000\"",
                                         "{\"respcd\": \"0000\"",
                                         "{\"respcd\": \"0000\"} {}",
                                         "{'respcd': '0000'}"};

    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        assert_int_equal(read_body(&order_1, 200, bodies[i]), QFPAY_E_PARSE);
    assert_null(answer);
}

static void
an_answer_with_too_many_fields_is_refused(void **state)
{
    char *body = malloc(8192);
    size_t len = 0;

    (void)state;
    assert_non_null(body);
    len = (size_t)sprintf(body, "{\"respcd\":\"0000\"");
    for (int i = 0; i < 300; i++)
        len += (size_t)sprintf(body + len, ",\"f%d\":\"\"", i);
    (void)sprintf(body + len, "}");
    assert_int_equal(read_body(&order_1, 200, body), QFPAY_E_LIMIT);
    free(body);
}

static void
data_that_is_no_list_of_objects_is_skipped(void **state)
{
    (void)state;
    read_query(&order_1,
               "1, null, \"x\", [], {\"respcd\": \"0000\", \"out_trade_no\": \"order-1\"}");

    assert_int_equal(qfpay_answer_record_count(answer), 1);
    assert_int_equal(qfpay_answer_outcome(answer), QFPAY_OUTCOME_SUCCESS);
}

/* A list gives every outcome that is not wrong. */
static bool
is_among(const cJSON *outcomes, const char *outcome)
{
    const cJSON *item = NULL;

    if (cJSON_IsString(outcomes))
        return strcmp(outcomes->valuestring, outcome) == 0;
    cJSON_ArrayForEach(item, outcomes)
    {
        if (strcmp(item->valuestring, outcome) == 0)
            return true;
    }
    return false;
}

/* Vectors whose query was refused speak of the call; the library speaks of the payment. */
static bool
is_refused_query(void)
{
    return qfpay_answer_endpoint(answer) == QFPAY_ENDPOINT_QUERY && !qfpay_answer_worked(answer);
}

static void
check_vector(void **state)
{
    const cJSON *vector = *state;
    struct qfpay_asked asked = {.endpoint = QFPAY_ENDPOINT_PAYMENT};
    const cJSON *syssn = member(vector, "syssn");
    int http_status = member(vector, "http_status")->valueint;

    assert_true(qfpay_endpoint_find(text_of(vector, "endpoint"), &asked.endpoint));
    (void)forget_answer(NULL);
    if (read_body(&asked, http_status, text_of(vector, "body")) != QFPAY_OK || is_refused_query())
        return;
    if (!is_among(member(vector, "outcome"), qfpay_outcome_name(qfpay_answer_outcome(answer))))
        fail_msg("%s: the outcome is %s", text_of(vector, "id"),
                 qfpay_outcome_name(qfpay_answer_outcome(answer)));
    if (syssn)
        assert_string_equal(qfpay_answer_syssn(answer), syssn->valuestring);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_teardown(name, forget_answer)
        TEST(the_zeros_of_a_query_are_never_a_payment),
        TEST(a_query_that_found_nothing_has_no_code_and_is_pending),
        TEST(a_refund_is_not_counted_as_the_payment),
        TEST(a_payment_that_went_back_is_not_paid),
        TEST(records_of_other_orders_decide_nothing),
        TEST(a_list_of_several_orders_has_no_single_outcome),
        TEST(the_syssn_that_was_asked_for_is_the_one_that_counts),
        TEST(numbers_and_texts_are_read_alike),
        TEST(objects_inside_are_kept_as_json),
        TEST(a_null_is_no_value),
        TEST(names_are_case_sensitive),
        TEST(malformed_answers_are_refused),
        TEST(an_answer_with_too_many_fields_is_refused),
        TEST(data_that_is_no_list_of_objects_is_skipped),
    };

    return cmocka_run_group_tests(tests, NULL, NULL) + run_vectors("classify.json", check_vector) +
           run_vectors("classify_list.json", check_vector) +
           run_vectors("classify_shape.json", check_vector);
}
