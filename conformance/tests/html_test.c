/* The HTML report: what people find in it, and that nothing which a target says can become part of
 * its markup. */
#include "desk.h"

static const char *
page(struct desk *desk)
{
    assert_true(html_write(desk->out, &desk->report, matrix(desk)));
    return written(desk);
}

static void
a_page_tells_the_verdict_first(void **state)
{
    struct desk *desk = *state;

    assert_contains(page(desk), "<h1>As expected: 1 case</h1>");
}

static void
a_page_tells_how_many_are_not_as_expected(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "wrong");
    desk->report.unexpected = 1;
    assert_contains(page(desk), "<h1>Not as expected: 1 of 1 case</h1>");
}

static void
a_page_tells_that_the_run_was_stopped(void **state)
{
    struct desk *desk = *state;

    desk->report.count = 3;
    assert_contains(page(desk), "<h1>Stopped before 2 of 3 cases");
}

static void
a_page_about_a_client_that_skips_everything_is_no_good_one(void **state)
{
    struct desk *desk = *state;

    desk->head.may_skip_all = false;
    result_skip(&desk->results[0], "the testee skips it");
    desk->report.verdicts[VERDICT_SKIP] = 1;
    assert_contains(page(desk),
                    "<header class=\"bad\">\n<h1>Not as expected: every case was skipped");
}

static void
a_failure_comes_with_exchange_rule_source_and_how_to_make_it_again(void **state)
{
    struct desk *desk = *state;

    desk->head.rerun = "qfpay-conform server --target http://127.0.0.1:1";
    found(desk, EVIDENCE_DOCS, "expected this, got that");
    desk->report.unexpected = 1;
    (void)page(desk);
    assert_contains(written(desk), "<p>It is so.</p>");
    assert_contains(written(desk), "<pre>POST /trade/v1/payment&#10;X-QF-SIGN: (32 characters)");
    assert_contains(written(desk), "<pre>HTTP 200&#10;");
    assert_contains(written(desk), "Broken:</b> expected this, got that");
    assert_contains(written(desk),
                    "<a href=\"#req-PAY-EXP-02\">PAY-EXP-02</a>: At least 5 minutes.");
    assert_contains(written(desk), "Source: [docs] a page");
    assert_contains(written(desk), "--target http://127.0.0.1:1 --filter made.case</pre>");
}

/* Whether a text comes before another; both are there. */
static bool
is_before(const char *page, const char *first, const char *second)
{
    const char *a = strstr(page, first), *b = strstr(page, second);

    assert_non_null(a);
    assert_non_null(b);
    return a < b;
}

static void
failures_stand_before_the_requirements(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "wrong");
    desk->report.unexpected = 1;
    assert_true(is_before(page(desk), "<h2 id=\"unexpected\">", "<h2 id=\"matrix\">"));
}

static void
a_cause_of_many_failures_is_open_once_and_folds_the_others(void **state)
{
    struct desk *desk = *state;

    another_failed(desk, "a.one", "order ORDER0047 is lost");
    another_failed(desk, "b.one", "late");
    another_failed(desk, "a.two", "order ORDER0048 is lost");
    desk->report.unexpected = 3;
    (void)page(desk);
    assert_contains(written(desk), "<p>2 causes; what shows most often comes first.</p>");
    assert_true(is_before(written(desk),
                          "<details open><summary><b class=\"fail\">fail</b> <h3>a.one",
                          "<summary>The same in <b>1</b> more case</summary>"));
    assert_true(is_before(written(desk), "<summary>The same in <b>1</b> more case</summary>",
                          "<details><summary><b class=\"fail\">fail</b> <h3>a.two"));
    assert_true(is_before(written(desk), "<h3>a.two", "<h3>b.one"));
}

static void
mistakes_that_show_stand_before_those_avoided(void **state)
{
    struct desk *desk = *state;
    struct trial avoided = desk->trials[0], shown = desk->trials[0];

    avoided.pitfall = "PIT-01";
    shown.pitfall = "PIT-02";
    desk->results[0].trial = &avoided;
    another(desk)->trial = &shown;
    found(desk, EVIDENCE_DOCS, "wrong");
    result_charge(&desk->results[1], "PIT-02");
    assert_true(is_before(page(desk), "<th scope=\"row\">PIT-02", "<th scope=\"row\">PIT-01"));
    assert_contains(written(desk), "shows in 1 of 1");
}

static void
a_mistake_that_no_failure_is_a_sign_of_is_not_told_to_show(void **state)
{
    struct desk *desk = *state;
    struct trial named = desk->trials[0];

    named.pitfall = "PIT-01";
    desk->results[0].trial = &named;
    found(desk, EVIDENCE_DOCS, "wrong");
    assert_contains(page(desk), "<b class=\"skip\">cannot be told</b>");
    assert_lacks(written(desk), "shows in");
}

static void
the_rule_of_a_failure_is_in_the_matrix(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "wrong");
    assert_contains(page(desk), "<tr id=\"req-PAY-EXP-02\"><th scope=\"row\">PAY-EXP-02</th>"
                                "<td><b class=\"fail\">fail</b></td>");
}

static void
a_finding_of_a_step_that_sent_nothing_is_told(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "wrong");
    result_finding(&desk->results[0], 7, "nobody came");
    assert_contains(page(desk), "nobody came");
}

static void
a_difference_is_told_as_one(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_ASSUMED, "other");
    assert_contains(page(desk), "<h2 id=\"differences\">");
    assert_contains(written(desk), "Differs:</b> other");
    assert_lacks(written(desk), "Broken:");
}

static void
a_known_failure_is_told_with_its_reason(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "wrong");
    desk->results[0].known = "issue <9>";
    assert_contains(page(desk), "<h2 id=\"known\">");
    assert_contains(written(desk), "<p>Known failure: issue &lt;9&gt;</p>");
}

static void
skipped_cases_are_listed_by_reason(void **state)
{
    struct desk *desk = *state;

    result_skip(&desk->results[0], "needs sandbox.clock");
    result_skip(another(desk), "needs sandbox.clock");
    desk->report.verdicts[VERDICT_SKIP] = 2;
    assert_contains(page(desk), "<b class=\"skip\">2</b> needs sandbox.clock</summary>");
}

/* Every text that a target, a command line or a file of the user's can bring. */
static void
what_was_not_met_is_told_by_cause_and_folds_what_depends_on_it(void **state)
{
    struct desk *desk = *state;

    (void)another_unmet(desk, "made.one", "payment was answered 1108");
    (void)another_unmet(desk, "made.two", "payment was answered 1108");
    (void)page(desk);
    assert_contains(written(desk), "<a href=\"#unmet\">Precondition not met (2)</a>");
    assert_contains(written(desk), "<b class=\"unmet\">unmet</b> <h3>made.one</h3>");
    assert_contains(written(desk), "precondition not met: payment was answered 1108");
    assert_contains(written(desk), "The same in <b>1</b> more case</summary>");
}

static void
nothing_that_anybody_says_becomes_markup(void **state)
{
    static const char evil[] = "</pre><script>alert(1)</script>\"'><img src=x onerror=alert(1)>";
    struct desk *desk = *state;
    const struct ability ability = {evil, evil};

    desk->head.about = evil;
    desk->head.abilities = &ability;
    desk->head.ability_count = 1;
    desk->head.rerun = evil;
    desk->head.rerun_rest = evil;
    desk->options.filters.items[0] = evil;
    desk->options.filters.count = 1;
    desk->options.expect = evil;
    found(desk, EVIDENCE_DOCS, evil);
    result_note(&desk->results[0], 1, evil, evil, evil);
    desk->results[0].known = evil;
    another(desk);
    found(desk, EVIDENCE_ASSUMED, evil);
    result_skip(another(desk), evil);
    (void)another_unmet(desk, "made.unmet", evil);
    desk->report.verdicts[VERDICT_SKIP] = 1;
    (void)page(desk);
    assert_lacks(written(desk), "<script");
    assert_lacks(written(desk), "<img");
    assert_contains(written(desk),
                    "&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;&quot;&#39;&gt;");
}

static void
a_page_needs_nothing_from_elsewhere(void **state)
{
    struct desk *desk = *state;

    found(desk, EVIDENCE_DOCS, "wrong");
    (void)page(desk);
    assert_contains(written(desk), "default-src 'none'; style-src 'unsafe-inline'");
    assert_lacks(written(desk), "src=");
    assert_lacks(written(desk), "<link");
    assert_lacks(written(desk), "@import");
    assert_lacks(written(desk), "url(");
}

static void
a_page_stays_small_enough_for_a_browser(void **state)
{
    struct desk *desk = *state;
    char *long_text = arena_alloc(desk->arena, 100001);
    size_t i;

    memset(long_text, '<', 100000); /* each becomes four bytes */
    for (i = 1; i < DESK_RESULTS_MAX; i++) {
        found(desk, EVIDENCE_DOCS, "wrong");
        result_note(&desk->results[i - 1], 1, "call query", long_text, long_text);
        another(desk);
    }
    assert_true(strlen(page(desk)) < 20 * 1024 * 1024);
    assert_contains(written(desk), "The others in brief");
}

static void
what_a_sandbox_lacks_is_told_with_what_came(void **state)
{
    static const struct discovery rows[] = {
        {"sandbox.clock", "GET /__sandbox/clock", "an object with a text `now`", "<404>", false},
        {"sandbox.rules", "GET /__sandbox/rules", "an object with a list `rules`", "that", true},
    };
    struct desk *desk = *state;

    desk->head.discoveries = rows;
    desk->head.discovery_count = sizeof rows / sizeof rows[0];
    assert_lacks(page(desk), "it lacks");
    desk->head.has_sandbox = true;
    assert_contains(page(desk), "<dt>it lacks</dt><dd>sandbox.clock");
    assert_contains(page(desk), "got &lt;404&gt;");
    assert_lacks(page(desk), "sandbox.rules");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(what_a_sandbox_lacks_is_told_with_what_came),
        AT_DESK(a_page_tells_the_verdict_first),
        AT_DESK(a_page_tells_how_many_are_not_as_expected),
        AT_DESK(a_page_tells_that_the_run_was_stopped),
        AT_DESK(a_page_about_a_client_that_skips_everything_is_no_good_one),
        AT_DESK(a_failure_comes_with_exchange_rule_source_and_how_to_make_it_again),
        AT_DESK(failures_stand_before_the_requirements),
        AT_DESK(a_cause_of_many_failures_is_open_once_and_folds_the_others),
        AT_DESK(mistakes_that_show_stand_before_those_avoided),
        AT_DESK(a_mistake_that_no_failure_is_a_sign_of_is_not_told_to_show),
        AT_DESK(the_rule_of_a_failure_is_in_the_matrix),
        AT_DESK(a_finding_of_a_step_that_sent_nothing_is_told),
        AT_DESK(a_difference_is_told_as_one),
        AT_DESK(a_known_failure_is_told_with_its_reason),
        AT_DESK(skipped_cases_are_listed_by_reason),
        AT_DESK(what_was_not_met_is_told_by_cause_and_folds_what_depends_on_it),
        AT_DESK(nothing_that_anybody_says_becomes_markup),
        AT_DESK(a_page_needs_nothing_from_elsewhere),
        AT_DESK(a_page_stays_small_enough_for_a_browser),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
