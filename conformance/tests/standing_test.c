/* Levels: what is mandatory for them, and what keeps a run from reaching one. */
#include "desk.h"
#include "report/flaw.h"
#include "report/standing.h"

static struct level levels[] = {{.name = "core", .of = "server", .about = "the least"},
                                {.name = "full", .of = "server", .about = "more"},
                                {.name = "core", .of = "client", .about = "of others"}};

/* The desk's one case and its levels; the second wants a payer and a sandbox's promises. */
static void
bring_levels(struct desk *desk)
{
    levels[1].needs = capability_bit(CAN_PAYER);
    levels[1].design = true;
    desk->suite->levels = levels;
    desk->suite->level_count = sizeof levels / sizeof levels[0];
    desk->report.kind = "server";
    if (result_has_run(&desk->results[0]))
        desk->results[0].verdict = findings_verdict(&desk->results[0].findings);
}

/* How the desk's run stands with a level, by index among those of its kind. */
static const struct standing *
standing(struct desk *desk, size_t index)
{
    size_t count;
    const struct standing *rows;

    bring_levels(desk);
    rows = standings_of(&desk->report, desk->arena, &count);
    assert_int_equal(count, 2);
    return &rows[index];
}

static const char *
words(struct desk *desk, size_t index)
{
    return standing_words(standing(desk, index), &desk->report, desk->arena);
}

static void
a_level_is_reached_when_all_that_is_mandatory_passed(void **state)
{
    struct desk *desk = *state;

    assert_string_equal(words(desk, 0), "reached: 1 mandatory case and 0 more, none failed");
}

static void
what_is_skipped_keeps_a_level_from_being_reached(void **state)
{
    struct desk *desk = *state;

    result_skip(&desk->results[0], "needs a payer: the target has none");
    desk->suite->levels = levels;
    desk->suite->level_count = 1;
    desk->report.kind = "server";
    desk->report.standings = standings_of(&desk->report, desk->arena, &desk->report.standing_count);
    desk->report.level = &levels[0];
    assert_string_equal(report_flaw(&desk->report, desk->arena),
                        "not certified for core: not reached: 1 of 1 mandatory case not made: 1 "
                        "needs a payer: the target has none");
    assert_false(report_is_good(&desk->report));
}

static void
an_unmet_precondition_keeps_a_level_from_being_reached(void **state)
{
    struct desk *desk = *state;

    desk->trials[0].evidence = EVIDENCE_DOCS;
    result_unmet(&desk->results[0], 0, "the payment was refused");
    bring_levels(desk);
    desk->results[0].verdict = VERDICT_UNMET;
    desk->report.standings = standings_of(&desk->report, desk->arena, &desk->report.standing_count);
    assert_contains(standing_words(&desk->report.standings[0], &desk->report, desk->arena),
                    "1 precondition not met");
}

static void
what_need_not_be_made_is_missed_when_it_came_to_nothing(void **state)
{
    struct desk *desk = *state;

    desk->trials[0].needs_pay_type = true;
    levels[0].other_pay_types = LEVEL_JUDGES;
    result_unmet(&desk->results[0], 0, "the payment was refused");
    desk->results[0].verdict = VERDICT_UNMET;
    assert_string_equal(words(desk, 0), "not reached: 1 of 1 mandatory case not made: 1 "
                                        "precondition not met");
    levels[0].other_pay_types = LEVEL_IGNORES;
}

static void
what_a_liberty_kept_from_being_judged_is_told_and_not_demanded(void **state)
{
    struct desk *desk = *state;

    result_unmet(&desk->results[0], 0, "800201 is not closed here");
    desk->results[0].verdict = VERDICT_UNMET;
    desk->results[0].open = true;
    assert_int_equal(standing(desk, 0)->open, 1);
    assert_int_equal(standing(desk, 0)->demanded, 0);
}

static void
what_a_live_target_is_spared_is_told_and_not_demanded(void **state)
{
    struct desk *desk = *state;

    result_skip(&desk->results[0], "not sent: it holds a client key");
    desk->results[0].withheld = true;
    assert_int_equal(standing(desk, 0)->withheld, 1);
    assert_int_equal(standing(desk, 0)->demanded, 0);
    assert_false(standing_is_reached(standing(desk, 0))); /* by nothing at all */
}

static void
a_broken_rule_keeps_a_level_from_being_reached(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "wrong");
    assert_string_equal(words(desk, 0), "not reached: 1 of 1 case failed, such as made.case");
}

static void
a_promise_of_the_sandbox_fails_only_the_level_that_it_belongs_to(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DESIGN, "wrong");
    assert_true(standing_is_reached(standing(desk, 0)));
    assert_false(standing_is_reached(standing(desk, 1)));
}

/* Silence in a step that prepares is nobody's rule, and yet no case that passed. */
static void
what_is_put_down_to_no_rule_fails_every_level(void **state)
{
    struct desk *desk = *state;
    struct grade grade = {.evidence = EVIDENCE_DESIGN, .source = "fixtures/README.md"};

    findings_add(&desk->results[0].findings, desk->arena, &grade, 0, "no answer");
    assert_string_equal(words(desk, 0), "not reached: 1 of 1 case failed, such as made.case");
}

static void
an_assumption_fails_a_level_only_when_strict(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_ASSUMED, "otherwise");
    assert_true(standing_is_reached(standing(desk, 0)));
    desk->options.strict = true;
    assert_false(standing_is_reached(standing(desk, 0)));
}

static void
what_needs_more_than_the_level_does_is_none_of_its_business(void **state)
{
    struct desk *desk = *state;

    desk->trials[0].needs = capability_bit(CAN_PAYER);
    bring_levels(desk);
    assert_int_equal(level_claim(&levels[0], &desk->trials[0]), LEVEL_IGNORES);
    assert_int_equal(level_claim(&levels[1], &desk->trials[0]), LEVEL_DEMANDS);
}

static void
another_pay_type_is_judged_where_it_is_offered_but_not_mandatory(void **state)
{
    struct desk *desk = *state;

    desk->trials[0].needs_pay_type = true;
    levels[0].other_pay_types = LEVEL_JUDGES;
    assert_true(standing_is_reached(standing(desk, 0)));
    found(desk, EVIDENCE_DOCS, "wrong");
    assert_false(standing_is_reached(standing(desk, 0)));
    levels[0].other_pay_types = LEVEL_IGNORES;
    assert_int_equal(level_claim(&levels[0], &desk->trials[0]), LEVEL_IGNORES);
}

static void
rules_outside_the_level_are_none_of_its_business(void **state)
{
    struct desk *desk = *state;
    cJSON *patterns = cJSON_Parse("[\"QRY-*\"]");
    struct level level = {.name = "queries", .of = "server", .requirements = patterns};

    assert_int_equal(level_claim(&level, &desk->trials[0]), LEVEL_IGNORES);
    cJSON_Delete(patterns);
}

static void
what_was_not_selected_is_left_out(void **state)
{
    struct desk *desk = *state;

    desk->report.done = 0;
    assert_contains(words(desk, 0), "1 left out");
    desk->report.done = 1;
}

static void
all_that_is_reached_is_told_in_one_line(void **state)
{
    struct desk *desk = *state;

    bring_levels(desk);
    desk->report.standings = standings_of(&desk->report, desk->arena, &desk->report.standing_count);
    assert_string_equal(standings_reached(&desk->report, desk->arena), "core, full");
    desk->options.filters.count = 1;
    assert_null(standings_reached(&desk->report, desk->arena));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(a_level_is_reached_when_all_that_is_mandatory_passed),
        AT_DESK(what_is_skipped_keeps_a_level_from_being_reached),
        AT_DESK(an_unmet_precondition_keeps_a_level_from_being_reached),
        AT_DESK(what_need_not_be_made_is_missed_when_it_came_to_nothing),
        AT_DESK(what_a_liberty_kept_from_being_judged_is_told_and_not_demanded),
        AT_DESK(what_a_live_target_is_spared_is_told_and_not_demanded),
        AT_DESK(a_broken_rule_keeps_a_level_from_being_reached),
        AT_DESK(a_promise_of_the_sandbox_fails_only_the_level_that_it_belongs_to),
        AT_DESK(what_is_put_down_to_no_rule_fails_every_level),
        AT_DESK(an_assumption_fails_a_level_only_when_strict),
        AT_DESK(what_needs_more_than_the_level_does_is_none_of_its_business),
        AT_DESK(another_pay_type_is_judged_where_it_is_offered_but_not_mandatory),
        AT_DESK(rules_outside_the_level_are_none_of_its_business),
        AT_DESK(what_was_not_selected_is_left_out),
        AT_DESK(all_that_is_reached_is_told_in_one_line),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
