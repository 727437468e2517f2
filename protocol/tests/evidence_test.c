/*
 * The requirement table as a whole.
 */
#include "qfpay/evidence.h"

#include <string.h>

#include "testing.h"

#define FIRST ((enum qfpay_req)(QFPAY_REQ_NONE + 1))

static const struct qfpay_requirement *
row(int req)
{
    return qfpay_requirement((enum qfpay_req)req);
}

static void
every_id_occurs_once(void **state)
{
    (void)state;
    for (int a = FIRST; a < QFPAY_REQ_COUNT; a++)
        for (int b = FIRST; b < a; b++)
            assert_string_not_equal(row(a)->id, row(b)->id);
}

static void
every_id_has_a_group_and_a_name(void **state)
{
    (void)state;
    for (int req = FIRST; req < QFPAY_REQ_COUNT; req++) {
        assert_non_null(strchr(row(req)->id, '-'));
        assert_int_equal(strspn(row(req)->id, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-"),
                         strlen(row(req)->id));
    }
}

/* They are shown in HTTP headers, which carry nothing else. */
static void
every_summary_is_a_sentence_in_printable_ascii(void **state)
{
    (void)state;
    for (int req = FIRST; req < QFPAY_REQ_COUNT; req++) {
        const char *summary = row(req)->summary;
        size_t len = strlen(summary);

        assert_true(len > 10 && summary[len - 1] == '.');
        for (size_t i = 0; i < len; i++)
            assert_in_range(summary[i], ' ', '~');
    }
}

static void
a_refusal_is_no_better_attested_than_its_rule(void **state)
{
    (void)state;
    for (int req = FIRST; req < QFPAY_REQ_COUNT; req++)
        assert_true(row(req)->refusal == row(req)->evidence ||
                    row(req)->refusal == QFPAY_EVIDENCE_ASSUMED);
    assert_int_equal(qfpay_requirement(QFPAY_REQ_PAY_EXP_02)->refusal, QFPAY_EVIDENCE_SEED);
    assert_int_equal(qfpay_requirement(QFPAY_REQ_PAY_ZONE_01)->refusal, QFPAY_EVIDENCE_ASSUMED);
}

static void
whatever_is_attested_names_its_source(void **state)
{
    (void)state;
    for (int req = FIRST; req < QFPAY_REQ_COUNT; req++)
        if (row(req)->evidence != QFPAY_EVIDENCE_ASSUMED)
            assert_string_not_equal(row(req)->source, "");
}

static void
a_symbol_stands_for_its_id(void **state)
{
    (void)state;
    assert_string_equal(qfpay_requirement(QFPAY_REQ_PAY_TXAMT_01)->id, "PAY-TXAMT-01");
    assert_string_equal(qfpay_requirement(QFPAY_REQ_LIM_04)->id, "LIM-04");
    assert_int_equal(qfpay_requirement(QFPAY_REQ_PAY_EXP_02)->evidence, QFPAY_EVIDENCE_SEED);
}

static void
a_value_out_of_range_gives_the_empty_row(void **state)
{
    (void)state;
    assert_string_equal(row(QFPAY_REQ_NONE)->id, "");
    assert_string_equal(row(QFPAY_REQ_COUNT)->id, "");
    assert_string_equal(row(-1)->id, "");
}

static void
every_evidence_has_the_name_of_the_contract(void **state)
{
    (void)state;
    assert_string_equal(qfpay_evidence_name(QFPAY_EVIDENCE_SEED), "seed");
    assert_string_equal(qfpay_evidence_name(QFPAY_EVIDENCE_DOCS), "docs");
    assert_string_equal(qfpay_evidence_name(QFPAY_EVIDENCE_OLD), "old");
    assert_string_equal(qfpay_evidence_name(QFPAY_EVIDENCE_OBSERVED), "observed");
    assert_string_equal(qfpay_evidence_name(QFPAY_EVIDENCE_ASSUMED), "assumed");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_id_occurs_once),
        cmocka_unit_test(every_id_has_a_group_and_a_name),
        cmocka_unit_test(every_summary_is_a_sentence_in_printable_ascii),
        cmocka_unit_test(a_refusal_is_no_better_attested_than_its_rule),
        cmocka_unit_test(whatever_is_attested_names_its_source),
        cmocka_unit_test(a_symbol_stands_for_its_id),
        cmocka_unit_test(a_value_out_of_range_gives_the_empty_row),
        cmocka_unit_test(every_evidence_has_the_name_of_the_contract),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
