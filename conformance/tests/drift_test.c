/* Transcripts: what names stand for, when two texts agree, where two recordings part, and which
 * files are refused. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drift/compare.h"
#include "drift/drift_report.h"
#include "drift/fingerprint.h"
#include "drift/kinds.h"
#include "drift/naming.h"
#include "drift/same.h"
#include "drift/transcript.h"
#include "fixture/load.h"
#include "support.h"

enum { NOON = 1795320000 }; /* 2026-11-22 12:00:00 in UTC+8 */

/* One suite for all: the fixtures of the project. */
struct desk {
    struct suite *suite;
    struct arena *arena;
    const struct kind_table *kinds;
    struct naming *naming;
    struct pairing pairing;
    struct comparison comparison;
    cJSON *sides[2];
};

static struct suite *fixtures;

static int
load_fixtures(void **state)
{
    (void)state;
    fixtures = suite_load(QFPAY_FIXTURES, stderr);
    return fixtures ? 0 : -1;
}

static int
free_fixtures(void **state)
{
    (void)state;
    suite_free(fixtures);
    return 0;
}

static int
set_up(void **state)
{
    struct arena *arena = arena_new();
    struct desk *desk = arena_alloc(arena, sizeof *desk);

    desk->arena = arena;
    desk->suite = fixtures;
    desk->kinds = kinds_load(fixtures, arena, stderr);
    desk->naming = naming_new(desk->kinds, fixtures,
                              suite_find_case(fixtures, "payment.answer.echo"), arena);
    desk->pairing.arena = arena;
    desk->pairing.tolerance_s = 120;
    comparison_init(&desk->comparison, arena, 120);
    *state = desk;
    return desk->kinds ? 0 : -1;
}

static int
tear_down(void **state)
{
    struct desk *desk = *state;

    cJSON_Delete(desk->sides[0]);
    cJSON_Delete(desk->sides[1]);
    arena_free(desk->arena);
    return 0;
}

/* --- names --- */

/* The body of an answer as a transcript has it. */
static const char *
named(struct desk *desk, const char *body)
{
    cJSON *json = cJSON_Parse(body), *copy;
    const char *text;
    char *printed;

    assert_non_null(json);
    naming_learn(desk->naming, json);
    copy = naming_json(desk->naming, json, NOON);
    printed = cJSON_PrintUnformatted(copy);
    text = arena_dup(desk->arena, printed);
    cJSON_free(printed);
    cJSON_Delete(copy);
    cJSON_Delete(json);
    return text;
}

static void
the_same_number_has_the_same_name(void **state)
{
    assert_string_equal(named(*state, "{\"orig_syssn\":\"20261123000300020086358791\","
                                      "\"syssn\":\"20261123000300020086358792\","
                                      "\"note\":\"of 20261123000300020086358791\"}"),
                        "{\"orig_syssn\":\"${syssn:1}\",\"syssn\":\"${syssn:2}\","
                        "\"note\":\"of ${syssn:1}\"}");
}

static void
a_name_tells_the_form(void **state)
{
    assert_string_equal(named(*state,
                              "{\"chnlsn\":\"5f43d654-d309-4560-8585-fb78f8dc694b\","
                              "\"syssn\":\"4711\",\"qrcode\":\"https://pay.example/q/Zx81\"}"),
                        "{\"chnlsn\":\"${chnlsn/uuid:1}\",\"syssn\":\"${syssn/?4 digits:1}\","
                        "\"qrcode\":\"${qrcode/?https://pay.example:1}\"}");
}

static void
a_number_stays_known_as_a_number(void **state)
{
    assert_string_equal(named(*state, "{\"timestamp\":1795442021,\"txamt\":10}"),
                        "{\"timestamp\":\"number ${timestamp:1}\",\"txamt\":10}");
}

static void
what_is_empty_has_no_name(void **state)
{
    assert_string_equal(named(*state, "{\"chnlsn\":\"\",\"cardcd\":null}"),
                        "{\"chnlsn\":\"\",\"cardcd\":null}");
}

static void
times_are_told_from_now(void **state)
{
    assert_string_equal(named(*state, "{\"sysdtm\":\"2026-11-22 12:00:00\","
                                      "\"paydtm\":\"2026-11-21 10:59:57\","
                                      "\"text\":\"until 2026-11-22 12:30:00.\"}"),
                        "{\"sysdtm\":\"${now}\",\"paydtm\":\"${now-1d1h3s}\","
                        "\"text\":\"until ${now+30m}.\"}");
}

static void
what_the_fixture_spells_out_stays(void **state)
{
    struct desk *desk = *state;

    desk->naming = naming_new(desk->kinds, fixtures,
                              suite_find_case(fixtures, "refund.answer.echo"), desk->arena);
    assert_string_equal(named(desk, "{\"txdtm\":\"2026-01-31 23:59:59\"}"),
                        "{\"txdtm\":\"2026-01-31 23:59:59\"}");
}

static void
the_servers_time_is_never_spelt_out(void **state)
{
    struct desk *desk = *state;

    desk->naming = naming_new(desk->kinds, fixtures,
                              suite_find_case(fixtures, "refund.answer.echo"), desk->arena);
    assert_non_null(strstr(named(desk, "{\"sysdtm\":\"2026-01-31 23:59:59\"}"), "${now-"));
}

static void
a_key_is_found_in_any_letters(void **state)
{
    struct desk *desk = *state;

    naming_add_secret(desk->naming, "0F1E2D3C4B5A", "client_key");
    assert_string_equal(naming_text(desk->naming, "key=0f1e2d3c4B5A&", NOON), "key=${client_key}&");
}

static void
the_longer_of_two_names_is_taken(void **state)
{
    struct desk *desk = *state;

    naming_add(desk->naming, "ABCDEFGH", "unique");
    naming_add(desk->naming, "ABCDEFGH-captured", "other");
    assert_string_equal(naming_text(desk->naming, "ABCDEFGH-captured ABCDEFGH-b", NOON),
                        "${other} ${unique}-b");
}

static void
a_long_text_is_cut(void **state)
{
    struct desk *desk = *state;
    char *text = arena_alloc(desk->arena, 100001);

    memset(text, 'x', 100000);
    assert_true(strlen(naming_text(desk->naming, text, NOON)) < 5000);
}

/* --- agreement --- */

#define SAME(left, right)    assert_true(same_text(&((struct desk *)*state)->pairing, left, right))
#define DIFFERS(left, right) assert_false(same_text(&((struct desk *)*state)->pairing, left, right))

static void
numbers_agree_by_which_are_equal(void **state)
{
    SAME("${syssn:1}", "${syssn:4}");
    SAME("${syssn:2}", "${syssn:7}");
    SAME("again ${syssn:1}", "again ${syssn:4}");
    DIFFERS("${syssn:1}", "${syssn:7}");
    DIFFERS("${syssn:3}", "${syssn:4}");
}

static void
forms_must_agree(void **state)
{
    DIFFERS("${chnlsn/uuid:1}", "${chnlsn:1}");
    DIFFERS("${syssn/?4 digits:1}", "${syssn/?5 digits:1}");
    DIFFERS("${syssn:1}", "${chnlsn:1}");
    DIFFERS("${syssn:1}", "20261123000300020086358791");
}

static void
times_agree_within_two_minutes(void **state)
{
    SAME("${now}", "${now-2m}");
    SAME("${now+1m}", "${now-1m}");
    DIFFERS("${now}", "${now-2m1s}");
    DIFFERS("${now}", "${now-8h}");
    DIFFERS("${now}", "${now+8h}");
}

static void
months_agree_whatever_their_length(void **state)
{
    SAME("${now-28d}", "${now-31d}");
    DIFFERS("${now-28d}", "${now-62d}");
}

static void
other_names_agree_by_what_they_name(void **state)
{
    SAME("${app_code}", "${app_code}");
    DIFFERS("${app_code}", "${agent.app_code}");
    SAME("${unique}-b", "${unique}-b");
    DIFFERS("${unique}-b", "${unique}-c");
}

static void
a_brace_that_names_nothing_is_text(void **state)
{
    SAME("${never ends", "${never ends");
    DIFFERS("${never ends", "${never");
}

/* --- comparison --- */

static const cJSON *
side(struct desk *desk, int index, const char *json)
{
    cJSON_Delete(desk->sides[index]);
    desk->sides[index] = cJSON_Parse(json);
    assert_non_null(desk->sides[index]);
    return desk->sides[index];
}

/* A case of one payment with this answer. */
static const char *
of_answer(struct desk *desk, const char *answer)
{
    return arena_printf(
        desk->arena,
        "{\"id\":\"made.case\",\"exchanges\":[{\"step\":1,\"title\":\"call payment\","
        "\"answer\":%s}]}",
        answer);
}

/* All differences of two cases, "call field left|right" in one line each. */
static const char *
compared(struct desk *desk, const char *left, const char *right)
{
    const struct difference *row;
    struct text text;

    comparison_init(&desk->comparison, desk->arena, 120);
    compare_case(&desk->comparison, "made.case", side(desk, 0, left), false, side(desk, 1, right),
                 false);
    comparison_sort(&desk->comparison);
    text_init(&text, desk->arena);
    for (row = desk->comparison.differences; row; row = row->next)
        text_printf(&text, "%s %s %s|%s\n", row->call, row->field, row->left, row->right);
    return text.bytes;
}

static const char *
of_bodies(struct desk *desk, const char *left, const char *right)
{
    return compared(desk, of_answer(desk, arena_printf(desk->arena, "{\"body\":%s}", left)),
                    of_answer(desk, arena_printf(desk->arena, "{\"body\":%s}", right)));
}

static void
a_code_that_differs_is_told(void **state)
{
    assert_string_equal(of_bodies(*state, "{\"respcd\":\"1104\"}", "{\"respcd\":\"1101\"}"),
                        "payment respcd \"1104\"|\"1101\"\n");
}

static void
a_missing_key_is_told(void **state)
{
    assert_string_equal(of_bodies(*state, "{\"a\":\"\"}", "{}"), "payment a \"\"|nothing\n");
    assert_string_equal(of_bodies(*state, "{}", "{\"a\":null}"), "payment a nothing|null\n");
}

static void
another_type_is_told(void **state)
{
    assert_string_equal(of_bodies(*state, "{\"txamt\":\"300\"}", "{\"txamt\":300}"),
                        "payment txamt \"300\"|300\n");
}

static void
records_are_compared_one_by_one(void **state)
{
    assert_string_equal(of_bodies(*state, "{\"data\":[{\"a\":\"1\"},{\"a\":\"2\"}]}",
                                  "{\"data\":[{\"a\":\"1\"},{\"a\":\"3\"},{\"a\":\"4\"}]}"),
                        "payment length of data 2|3\npayment data[].a \"2\"|\"3\"\n");
}

static void
another_order_of_keys_is_told_last(void **state)
{
    assert_string_equal(of_bodies(*state, "{\"a\":1,\"b\":2,\"c\":3}", "{\"b\":2,\"a\":1,\"c\":4}"),
                        "payment c 3|4\npayment order of keys a b c|b a c\n");
}

static void
status_headers_and_signature_are_told(void **state)
{
    struct desk *desk = *state;

    assert_string_equal(
        compared(desk,
                 of_answer(desk,
                           "{\"http\":200,\"headers\":{\"Server\":\"a\"},\"signature\":\"right\"}"),
                 of_answer(desk, "{\"http\":500,\"headers\":{},\"signature\":\"none\"}")),
        "payment HTTP status 200|500\npayment X-QF-SIGN \"right\"|\"none\"\n"
        "payment header Server \"a\"|nothing\n");
}

static void
a_lost_answer_differs_from_one(void **state)
{
    struct desk *desk = *state;

    assert_string_equal(compared(desk, of_answer(desk, "{\"none\":\"lost\"}"),
                                 of_answer(desk, "{\"none\":\"unanswered\"}")),
                        "payment no answer \"lost\"|\"unanswered\"\n");
}

static void
a_case_that_stopped_tells_why(void **state)
{
    assert_string_equal(compared(*state,
                                 "{\"exchanges\":[{\"step\":1,\"answer\":{}},"
                                 "{\"step\":2,\"title\":\"call query\",\"answer\":{}},"
                                 "{\"step\":3,\"answer\":{}}]}",
                                 "{\"exchanges\":[{\"step\":1,\"answer\":{}}],"
                                 "\"finding\":\"step 1: expected 0000\"}"),
                        "query course of the case went on|stopped: step 1: expected 0000\n");
}

static void
the_same_difference_is_one_group(void **state)
{
    struct desk *desk = *state;
    const cJSON *left = side(desk, 0, of_answer(desk, "{\"http\":200}"));
    const cJSON *right = side(desk, 1, of_answer(desk, "{\"http\":500}"));

    compare_case(&desk->comparison, "made.one", left, false, right, false);
    compare_case(&desk->comparison, "made.two", left, false, right, false);
    assert_int_equal(desk->comparison.group_count, 1);
    assert_int_equal(desk->comparison.differences->case_count, 2);
}

/* Four cases whose two steps differ in the same way. */
static void
people_see_the_first_cases_of_a_group_and_how_many_more(void **state)
{
    static const char steps[] = "{\"exchanges\":[{\"step\":1,\"title\":\"call payment\","
                                "\"answer\":{\"http\":%d}},{\"step\":2,\"title\":\"call payment\","
                                "\"answer\":{\"http\":%d}}]}";
    static const char *const ids[] = {"made.one", "made.two", "made.three", "made.four"};
    struct desk *desk = *state;
    const cJSON *left = side(desk, 0, arena_printf(desk->arena, steps, 200, 200));
    const cJSON *right = side(desk, 1, arena_printf(desk->arena, steps, 500, 500));
    char *written = NULL;
    size_t len = 0, i;
    FILE *out = open_memstream(&written, &len);

    assert_non_null(out);
    for (i = 0; i < sizeof ids / sizeof ids[0]; i++)
        compare_case(&desk->comparison, ids[i], left, false, right, false);
    drift_text(out, &desk->comparison);
    fclose(out);
    assert_non_null(strstr(
        written, "in 4 cases: made.one step 1, made.two step 1, made.three step 1 and 1 more\n"));
    free(written);
}

static void
a_case_that_has_changed_is_not_compared(void **state)
{
    struct desk *desk = *state;

    assert_string_equal(compared(desk, "{\"fingerprint\":\"1\",\"exchanges\":[]}",
                                 "{\"fingerprint\":\"2\",\"exchanges\":[]}"),
                        "");
    assert_int_equal(desk->comparison.compared, 0);
    assert_string_equal(desk->comparison.uncompared->reason,
                        "the case has changed between the two recordings");
}

static void
a_skipped_case_is_not_compared(void **state)
{
    struct desk *desk = *state;

    assert_string_equal(compared(desk, "{\"exchanges\":[]}", "{\"skipped\":\"needs sandbox\"}"),
                        "");
    assert_string_equal(desk->comparison.uncompared->side, "right");
    assert_string_equal(desk->comparison.uncompared->reason, "needs sandbox");
}

/* Compare a partial transcript on the left; how many differences there are. */
static size_t
of_partial(struct desk *desk, const char *exchange, const char *body)
{
    comparison_init(&desk->comparison, desk->arena, 120);
    compare_case(&desk->comparison, "made.case",
                 side(desk, 0, arena_printf(desk->arena, "{\"exchanges\":[%s]}", exchange)), true,
                 side(desk, 1, of_answer(desk, arena_printf(desk->arena, "{\"body\":%s}", body))),
                 false);
    return desk->comparison.group_count;
}

static void
what_a_partial_transcript_lacks_is_not_known(void **state)
{
    const char *exchange = "{\"step\":1,\"answer\":{\"body\":{\"a\":\"1\"}}}";

    assert_int_equal(of_partial(*state, exchange, "{\"b\":\"2\",\"a\":\"1\"}"), 0);
    assert_int_equal(of_partial(*state, exchange, "{\"b\":\"2\",\"a\":\"3\"}"), 1);
    assert_int_equal(of_partial(*state, exchange, "{\"b\":\"2\"}"), 1);
}

static void
a_whole_body_is_known_to_the_last_key(void **state)
{
    const char *exchange =
        "{\"step\":1,\"whole\":true,\"answer\":{\"body\":{\"a\":\"1\",\"b\":2}}}";

    assert_int_equal(of_partial(*state, exchange, "{\"a\":\"1\",\"b\":2}"), 0);
    assert_int_equal(of_partial(*state, exchange, "{\"a\":\"1\",\"b\":2,\"c\":3}"), 1);
    assert_int_equal(of_partial(*state, exchange, "{\"b\":2,\"a\":\"1\"}"), 1);
}

static void
any_text_is_a_text(void **state)
{
    const char *exchange = "{\"step\":1,\"answer\":{\"body\":{\"a\":\"${any text}\"}}}";

    assert_int_equal(of_partial(*state, exchange, "{\"a\":\"1\"}"), 0);
    assert_int_equal(of_partial(*state, exchange, "{\"a\":1}"), 1);
    assert_int_equal(of_partial(*state, exchange, "{}"), 1);
}

static void
any_number_is_a_number(void **state)
{
    const char *exchange = "{\"step\":1,\"answer\":{\"body\":{\"a\":\"${any number}\"}}}";

    assert_int_equal(of_partial(*state, exchange, "{\"a\":1}"), 0);
    assert_int_equal(of_partial(*state, exchange, "{\"a\":\"1\"}"), 1);
}

/* --- fingerprints --- */

/* The fingerprint of a case of one payment with these members of its step. */
static const char *
fingerprint(struct desk *desk, const char *members)
{
    struct suite *suite = load_case(
        arena_printf(desk->arena,
                     "\"safety\":\"creates-nothing\",\"steps\":[{\"call\":\"payment\",\"base\":"
                     "\"wechat-web-qr\"%s}]",
                     members));
    const char *print;

    assert_non_null(suite);
    print = fingerprint_of(suite, &suite->cases[0], desk->arena);
    suite_free(suite);
    return print;
}

static void
a_case_that_sends_something_else_is_another_case(void **state)
{
    struct desk *desk = *state;

    assert_string_not_equal(fingerprint(desk, ""), fingerprint(desk, ",\"set\":{\"txamt\":\"7\"}"));
}

static void
a_case_that_expects_something_else_is_still_the_same(void **state)
{
    struct desk *desk = *state;

    assert_string_equal(fingerprint(desk, ",\"expect\":{\"http\":200},\"about\":\"x\""),
                        fingerprint(desk, ",\"expect\":{\"http\":500}"));
}

/* --- files --- */

static const char *
a_path(struct desk *desk, const char *name)
{
    char *folder = arena_dup(desk->arena, "/tmp/qfpay-drift-XXXXXX");

    assert_non_null(mkdtemp(folder));
    return arena_printf(desk->arena, "%s/%s", folder, name);
}

static void
remove_with_folder(struct desk *desk, const char *path)
{
    (void)unlink(path);
    assert_int_equal(rmdir(arena_copy(desk->arena, path, (size_t)(strrchr(path, '/') - path))), 0);
}

/* Write a transcript of one case with this text in it; whether that was done. */
static bool
commit(struct desk *desk, const char *path, const char *text, const char *secret)
{
    const char *const secrets[] = {secret, NULL};
    const cJSON *transcript = side(
        desk, 0,
        arena_printf(desk->arena,
                     "{\"schema\":\"qfpay-transcript/1\",\"recorded\":\"today\",\"target\":\"%s\","
                     "\"cases\":[{\"id\":\"made.case\",\"exchanges\":[]}]}",
                     text));
    FILE *nowhere = fopen("/dev/null", "w");
    bool written;

    written = transcript_commit(transcript_create(desk->arena, path, nowhere), transcript, secrets,
                                nowhere);
    fclose(nowhere);
    return written;
}

static void
a_transcript_can_be_read_again(void **state)
{
    struct desk *desk = *state;
    const char *path = a_path(desk, "transcript");
    const cJSON *read;

    assert_true(commit(desk, path, "http://here", "THEKEY"));
    read = transcript_load(desk->arena, path, stderr);
    assert_non_null(read);
    assert_non_null(transcript_case(read, "made.case"));
    remove_with_folder(desk, path);
}

static void
a_transcript_with_a_key_in_it_is_never_written(void **state)
{
    struct desk *desk = *state;
    const char *path = a_path(desk, "transcript");

    assert_false(commit(desk, path, "http://here/theclientkey", "THECLIENTKEY"));
    assert_int_not_equal(access(path, F_OK), 0);
    remove_with_folder(desk, path);
}

/* A transcript of one answer with this body, written as it is; what is said when it is read. */
static const char *
said_of_body(struct desk *desk, const char *body)
{
    const char *path = a_path(desk, "transcript");
    char *said = arena_alloc(desk->arena, 512);
    FILE *notes = fmemopen(said, 512, "w");
    FILE *out = fopen(path, "w");

    assert_non_null(out);
    fprintf(out,
            "{\"schema\":\"qfpay-transcript/1\",\"recorded\":\"x\",\"target\":\"y\","
            "\"cases\":[%s]}",
            of_answer(desk, arena_printf(desk->arena, "{\"body\":%s}", body)));
    fclose(out);
    (void)transcript_load(desk->arena, path, notes);
    fclose(notes);
    remove_with_folder(desk, path);
    return said;
}

/* "[[[...]]]" */
static const char *
nested(struct desk *desk, int depth)
{
    char *text = arena_alloc(desk->arena, (size_t)depth * 2 + 1);

    memset(text, '[', (size_t)depth);
    memset(text + depth, ']', (size_t)depth);
    return text;
}

static void
a_body_nested_too_deeply_is_refused(void **state)
{
    assert_string_equal(said_of_body(*state, nested(*state, TRANSCRIPT_DEPTH_MAX)), "");
    assert_contains(said_of_body(*state, nested(*state, TRANSCRIPT_DEPTH_MAX + 2)),
                    "cases[0].exchanges[0].answer.body: is nested more than 64 deep");
}

static void
a_case_needs_exchanges_or_a_reason(void **state)
{
    struct desk *desk = *state;
    const char *path = a_path(desk, "transcript");
    FILE *out = fopen(path, "w");
    char said[512] = "";
    FILE *notes = fmemopen(said, sizeof said, "w");

    assert_non_null(out);
    fputs("{\"schema\":\"qfpay-transcript/1\",\"recorded\":\"x\",\"target\":\"y\","
          "\"cases\":[{\"id\":\"made.case\"}]}",
          out);
    fclose(out);
    assert_null(transcript_load(desk->arena, path, notes));
    fclose(notes);
    assert_contains(said, "with exchanges, or with the reason why it was skipped, and not both");
    remove_with_folder(desk, path);
}

#define WITH_DESK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        WITH_DESK(the_same_number_has_the_same_name),
        WITH_DESK(a_name_tells_the_form),
        WITH_DESK(a_number_stays_known_as_a_number),
        WITH_DESK(what_is_empty_has_no_name),
        WITH_DESK(times_are_told_from_now),
        WITH_DESK(what_the_fixture_spells_out_stays),
        WITH_DESK(the_servers_time_is_never_spelt_out),
        WITH_DESK(a_key_is_found_in_any_letters),
        WITH_DESK(the_longer_of_two_names_is_taken),
        WITH_DESK(a_long_text_is_cut),
        WITH_DESK(numbers_agree_by_which_are_equal),
        WITH_DESK(forms_must_agree),
        WITH_DESK(times_agree_within_two_minutes),
        WITH_DESK(months_agree_whatever_their_length),
        WITH_DESK(other_names_agree_by_what_they_name),
        WITH_DESK(a_brace_that_names_nothing_is_text),
        WITH_DESK(a_code_that_differs_is_told),
        WITH_DESK(a_missing_key_is_told),
        WITH_DESK(another_type_is_told),
        WITH_DESK(records_are_compared_one_by_one),
        WITH_DESK(another_order_of_keys_is_told_last),
        WITH_DESK(status_headers_and_signature_are_told),
        WITH_DESK(a_lost_answer_differs_from_one),
        WITH_DESK(a_case_that_stopped_tells_why),
        WITH_DESK(the_same_difference_is_one_group),
        WITH_DESK(people_see_the_first_cases_of_a_group_and_how_many_more),
        WITH_DESK(a_case_that_has_changed_is_not_compared),
        WITH_DESK(a_skipped_case_is_not_compared),
        WITH_DESK(what_a_partial_transcript_lacks_is_not_known),
        WITH_DESK(a_whole_body_is_known_to_the_last_key),
        WITH_DESK(any_text_is_a_text),
        WITH_DESK(any_number_is_a_number),
        WITH_DESK(a_case_that_sends_something_else_is_another_case),
        WITH_DESK(a_case_that_expects_something_else_is_still_the_same),
        WITH_DESK(a_transcript_can_be_read_again),
        WITH_DESK(a_transcript_with_a_key_in_it_is_never_written),
        WITH_DESK(a_body_nested_too_deeply_is_refused),
        WITH_DESK(a_case_needs_exchanges_or_a_reason),
    };

    return cmocka_run_group_tests(tests, load_fixtures, free_fixtures);
}
