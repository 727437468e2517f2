/* Vectors and answers without a process: what is refused when loading, what is asked, and what is
 * said about answers that are wrong. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fixture/load.h"
#include "program/shell_word.h"
#include "support.h"
#include "testee/answer_check.h"

/* One vector of an own folder, and what was said about it. */
struct room {
    struct suite *suite;
    struct arena *arena;
    struct vectors vectors;
    struct question questions[QUESTIONS_MAX];
    size_t question_count;
    struct result result;
    char folder[64];
    char *said;
    size_t said_len;
    bool is_loaded;
    struct beside beside;
    struct inquiry inquiry;
    const char *asked_beside; /* the vector that was asked for last */
    bool is_right_beside;     /* and whether it is answered right */
};

static bool
look_beside(void *context, const char *id)
{
    struct room *room = context;

    room->asked_beside = id;
    return room->is_right_beside;
}

static int
set_up(void **state)
{
    struct room *room = calloc(1, sizeof *room);

    assert_non_null(room);
    room->suite = load_expectation("{\"http\": 200}"); /* for its requirements */
    assert_non_null(room->suite);
    room->arena = arena_new();
    snprintf(room->folder, sizeof room->folder, "/tmp/conform-vectors-XXXXXX");
    assert_non_null(mkdtemp(room->folder));
    room->beside = (struct beside){look_beside, room};
    room->inquiry.beside = &room->beside;
    room->inquiry.result = &room->result;
    *state = room;
    return 0;
}

static int
tear_down(void **state)
{
    struct room *room = *state;

    arena_free(room->result.arena);
    arena_free(room->arena);
    suite_free(room->suite);
    free(room->said);
    free(room);
    return 0;
}

/* Load a folder with one file, vectors/made.json. */
static void
load(struct room *room, const char *content)
{
    struct suite suite = *room->suite;
    char path[128];
    FILE *file, *problems_to;

    snprintf(path, sizeof path, "%s/vectors", room->folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/vectors/made.json", room->folder);
    file = fopen(path, "w");
    assert_non_null(file);
    assert_true(fputs(content, file) >= 0);
    assert_int_equal(fclose(file), 0);
    problems_to = open_memstream(&room->said, &room->said_len);
    assert_non_null(problems_to);
    suite.folder = room->folder;
    room->is_loaded = vectors_load(&room->vectors, &suite, room->arena, problems_to);
    assert_int_equal(fclose(problems_to), 0);
    assert_int_equal(unlink(path), 0);
    snprintf(path, sizeof path, "%s/vectors", room->folder);
    assert_int_equal(rmdir(path), 0);
    assert_int_equal(rmdir(room->folder), 0);
}

/* Load one vector of an operation, with these members. */
static void
load_vector(struct room *room, const char *operation, const char *members)
{
    char *content = arena_printf(
        room->arena,
        "{\"schema\": \"qfpay-vectors/1\", \"subject\": \"made\", \"operation\": \"%s\","
        "\"about\": \"made here\", \"checked\": \"2026-11-23\", \"vectors\": [{\"id\": "
        "\"made.one\","
        "\"requirement\": \"PAY-EXP-02\", \"evidence\": \"docs\", \"source\": \"s\","
        "\"comment\": \"c\", %s}]}",
        operation, members);

    load(room, content);
    if (!room->is_loaded)
        return;
    result_begin(&room->result, &room->vectors.trials[0]);
    room->question_count = questions_of(&room->vectors.list[0], room->result.arena,
                                        room->questions);
}

static const char *
charges(const struct room *room)
{
    return room->result.charges ? room->result.charges : "nothing";
}

/* Judge an answer to a question; the first finding, or "". */
static const char *
judged_as(struct room *room, size_t question, const char *answer)
{
    cJSON *json = cJSON_Parse(answer);

    assert_non_null(json);
    assert_true(question < room->question_count);
    room->inquiry.vector = &room->vectors.list[0];
    check_answer(&room->inquiry, &room->questions[question], 0, json);
    cJSON_Delete(json);
    return room->result.findings.first ? room->result.findings.first->message : "";
}

/* MD5 and SHA256 of "b=2&c=" and "key", and of "b=2" and "key", by md5sum and sha256sum. */
#define SIGN_VECTOR                                                                                \
    "\"params\": {\"c\": \"\", \"b\": 2}, \"client_key\": \"key\", \"string\": \"b=2&c=\","        \
    "\"md5\": \"B69F17DE5A94D8E50090A779248C661D\","                                               \
    "\"sha256\": \"92f17da995afe1fddc0e7064c0fd28f1ba029d8d4d1c25823f8bdf2985db29ac\","            \
    "\"wrong\": [{\"mistake\": \"empty values dropped\", \"pitfall\": \"PIT-03\","                 \
    "\"sign_type\": \"MD5\", \"sign\": \"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","                      \
    "\"digested\": \"b=2key\"}]"

/* The other way round: what is signed with its empty value is tolerated. */
#define TOLERANT_VECTOR                                                                            \
    "\"params\": {\"c\": \"\", \"b\": 2}, \"client_key\": \"key\", \"string\": \"b=2\","           \
    "\"md5\": \"740B791A73BA0E31746964D8B911C76C\","                                               \
    "\"sha256\": \"f52043afcdbcd3629cd211019f37c9cf423da73d586ef0314459225dec3f82f6\","            \
    "\"tolerated\": [{\"mistake\": \"empty values signed\", \"pitfall\": \"PIT-03\","              \
    "\"sign_type\": \"MD5\", \"sign\": \"B69F17DE5A94D8E50090A779248C661D\","                      \
    "\"digested\": \"b=2&c=key\"}]"

static void
a_signature_is_asked_by_every_digest_that_the_vector_has(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", SIGN_VECTOR);

    assert_int_equal(room->question_count, 2);
    assert_string_equal(room->questions[0].line,
                        "{\"op\": \"sign\", \"params\": {\"c\": \"\", \"b\": 2}, "
                        "\"client_key\": \"key\", \"sign_type\": \"MD5\"}");
    assert_contains(room->questions[1].line, "\"sign_type\": \"SHA256\"");
}

static void
digests_are_compared_without_their_case(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", SIGN_VECTOR);

    assert_string_equal(judged_as(room, 0, "{\"sign\": \"b69f17de5a94d8e50090a779248c661d\"}"), "");
}

static void
a_digest_of_a_known_mistake_is_named(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", SIGN_VECTOR);

    assert_contains(judged_as(room, 0, "{\"sign\": \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"}"),
                    "empty values dropped (PIT-03)");
    assert_string_equal(charges(room), "PIT-03");
}

/* The vector has the MD5 of the mistake alone; this is the SHA256 of the same text, by sha256sum.
 */
static void
a_known_mistake_is_named_by_either_digest(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", SIGN_VECTOR);

    assert_contains(
        judged_as(room, 1,
                  "{\"sign\": "
                  "\"f52043afcdbcd3629cd211019f37c9cf423da73d586ef0314459225dec3f82f6\"}"),
        "empty values dropped (PIT-03)");
}

/* Both digests of it, of which the vector has the MD5; that of the other sign_type fails. */
static void
a_tolerated_digest_is_no_more_than_a_difference(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", TOLERANT_VECTOR);

    assert_contains(judged_as(room, 0, "{\"sign\": \"b69f17de5a94d8e50090a779248c661d\"}"),
                    "servers accept it, but it comes of: empty values signed (PIT-03)");
    assert_int_equal(room->result.findings.assumed, 1);
    (void)judged_as(room, 1,
                    "{\"sign\": "
                    "\"92f17da995afe1fddc0e7064c0fd28f1ba029d8d4d1c25823f8bdf2985db29ac\"}");
    assert_int_equal(room->result.findings.assumed, 2);
    (void)judged_as(room, 1, "{\"sign\": \"b69f17de5a94d8e50090a779248c661d\"}");
    assert_int_equal(room->result.findings.count, 3);
    assert_int_equal(room->result.findings.assumed, 2);
}

static void
the_digest_of_the_other_sign_type_is_named(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", SIGN_VECTOR);

    assert_contains(judged_as(room, 1, "{\"sign\": \"b69f17de5a94d8e50090a779248c661d\"}"),
                    "PIT-04");
}

static void
a_digest_of_another_length_is_said_to_be(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", SIGN_VECTOR);

    assert_contains(judged_as(room, 0, "{\"sign\": \"b556\"}"), "4 characters instead of 32");
}

static void
an_empty_digest_is_told_how_to_skip(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", SIGN_VECTOR);

    assert_contains(judged_as(room, 1, "{\"sign\": \"\"}"), "answers {\"skipped\": true}");
}

static void
a_digest_of_no_known_mistake_is_told_what_to_digest(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", SIGN_VECTOR);

    assert_contains(judged_as(room, 0, "{\"sign\": \"00000000000000000000000000000000\"}"),
                    "\"b=2&c=\" with the key behind it");
}

/* Four parameters that no list of mistakes is needed for; digests by md5sum and sha256sum. */
#define PLAIN_VECTOR                                                                               \
    "\"params\": {\"b\": \"x y\", \"sign\": \"0\", \"a\": 1, \"A\": \"\", \"c\": \"z\"},"          \
    "\"client_key\": \"Key\", \"string\": \"a=1&b=x y&c=z\","                                      \
    "\"md5\": \"0fb0b2c6c0f0443849ea2a41ea88b8e0\","                                               \
    "\"sha256\": \"9f4adfa033be35b03633e6155f8685a4a05765a621faf63b968e92a99d54d3e0\""

static void
a_mistake_in_the_whole_string_is_named_though_the_vector_does_not_list_it(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", PLAIN_VECTOR);

    assert_contains(judged_as(room, 0, "{\"sign\": \"11957338699bc21170df2ac181129c99\"}"),
                    "that is what comes of the mistake: reverse order (PIT-16)");
    assert_string_equal(charges(room), "PIT-16");
}

static void
a_mistake_in_the_whole_string_is_named_by_either_digest(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", PLAIN_VECTOR);

    assert_contains(
        judged_as(room, 1,
                  "{\"sign\": "
                  "\"0f8c47ffac2fb4dd56caa21535e42696d5c8c37444c4fb2ed715577695eee50b\"}"),
        "&key= before the key (PIT-05)");
}

static void
a_mistake_without_a_number_is_named_and_charges_nothing(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", PLAIN_VECTOR);

    assert_contains(judged_as(room, 0, "{\"sign\": \"f77ce46d6e61d3d83526fa0a36a927af\"}"),
                    "comes of the mistake: key first");
    assert_string_equal(charges(room), "nothing");
}

/* Of two parameters. */
#define PAIR(first, second)                                                                        \
    "\"params\": {" first ", " second "}, \"client_key\": \"Key\", \"string\": \"A=1&a= 2\","      \
    "\"md5\": \"8fde6c4b55fe7e8352335e019912620b\""

static void
mistakes_of_one_digest_are_all_named_and_charged_when_of_one_kind(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", PAIR("\"a\": \" 2\"", "\"A\": 1"));

    assert_contains(judged_as(room, 0, "{\"sign\": \"75449d7e547cb749211a697bad57593d\"}"),
                    "not sorted or reverse order or sorted ignoring case (PIT-16)");
    assert_string_equal(charges(room), "PIT-16");
}

/* Neither charset has the character: a question mark in both. */
static void
mistakes_without_a_number_are_all_named_and_charge_nothing(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign",
                "\"params\": {\"a\": \"\\ud83c\\udf5c\"}, \"client_key\": \"Key\","
                "\"string\": \"a=\\ud83c\\udf5c\", \"md5\": \"6a9411537f7ac7a9491a8ac54f220e9a\"");

    assert_contains(judged_as(room, 0, "{\"sign\": \"f05f70b8ddd90596b6b1b96e70a8934f\"}"),
                    "text in GBK or text in Latin-1");
    assert_string_equal(charges(room), "nothing");
}

/* The vector has the one digest alone; the other of the right string is none of a mistake that
 * changes nothing in it, such as another order of a single parameter. */
static void
the_right_digest_of_the_other_kind_is_no_mistake_in_the_string(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", PAIR("\"A\": 1", "\"a\": \" 2\""));

    assert_contains(
        judged_as(room, 0,
                  "{\"sign\": "
                  "\"cf7d0cd2e4d73ea71e3579e99cadf51d0da9ea7645dddb0c73c149183eb14bfe\"}"),
        "right for the other sign_type (PIT-04)");
    assert_string_equal(charges(room), "PIT-04");
}

/* Who fails a vector in a way of his own has not made the mistake that it is for. */
static void
a_digest_of_no_known_mistake_charges_nothing(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", "\"pitfall\": \"PIT-07\"," SIGN_VECTOR);

    assert_contains(judged_as(room, 0, "{\"sign\": \"00000000000000000000000000000000\"}"),
                    "comes of none of the mistakes known here");
    assert_string_equal(charges(room), "nothing");
}

#define ENCODE_VECTOR                                                                              \
    "\"params\": [{\"name\": \"z\", \"value\": \"+0800\"}, {\"name\": \"n\", \"value\": 10}],"     \
    "\"encoded\": \"z=%2B0800&n=10\","                                                             \
    "\"wrong\": [{\"mistake\": \"encoded twice\", \"pitfall\": \"PIT-10\","                        \
    "\"body\": \"z=%252B0800&n=10\"}]"

static void
a_form_may_have_another_order_and_small_digits(void **state)
{
    struct room *room = *state;

    load_vector(room, "encode", ENCODE_VECTOR);

    assert_string_equal(judged_as(room, 0, "{\"body\": \"n=10&z=%2b0800\"}"), "");
}

static void
a_parameter_that_is_missing_is_named(void **state)
{
    struct room *room = *state;

    load_vector(room, "encode", ENCODE_VECTOR);

    assert_contains(judged_as(room, 0, "{\"body\": \"z=%2B0800\"}"), "has no n");
}

static void
an_empty_parameter_may_be_missing_and_is_better_so(void **state)
{
    struct room *room = *state;

    load_vector(
        room, "encode",
        "\"params\": [{\"name\": \"a\", \"value\": \"\"}, {\"name\": \"n\", \"value\": 10}],"
        "\"encoded\": \"n=10\"");

    assert_string_equal(judged_as(room, 0, "{\"body\": \"n=10\"}"), "");
    assert_contains(judged_as(room, 0, "{\"body\": \"a=&n=10\"}"), "a is sent with an empty value");
    assert_int_equal(room->result.findings.assumed, room->result.findings.count);
}

static void
a_body_of_a_known_mistake_is_named_in_any_order(void **state)
{
    struct room *room = *state;

    load_vector(room, "encode", ENCODE_VECTOR);

    assert_contains(judged_as(room, 0, "{\"body\": \"n=10&z=%252B0800\"}"),
                    "encoded twice (PIT-10)");
    assert_string_equal(charges(room), "PIT-10");
}

static void
a_body_of_no_known_mistake_charges_nothing(void **state)
{
    struct room *room = *state;

    load_vector(room, "encode", "\"pitfall\": [\"PIT-06\", \"PIT-10\"]," ENCODE_VECTOR);

    assert_contains(judged_as(room, 0, "{\"body\": \"z=0800&n=10\"}"), "z is read as \"0800\"");
    assert_string_equal(charges(room), "nothing");
}

static void
a_signature_among_the_parameters_is_named(void **state)
{
    struct room *room = *state;

    load_vector(room, "encode", ENCODE_VECTOR);

    assert_contains(judged_as(room, 0, "{\"body\": \"z=%2B0800&n=10&sign=AB\"}"), "PIT-07");
}

static void
a_parameter_that_comes_twice_is_named(void **state)
{
    struct room *room = *state;

    load_vector(room, "encode", ENCODE_VECTOR);

    assert_contains(judged_as(room, 0, "{\"body\": \"z=%2B0800&n=10&n=10\"}"), "there already");
}

static void
json_is_no_form(void **state)
{
    struct room *room = *state;

    load_vector(room, "encode", ENCODE_VECTOR);

    assert_contains(judged_as(room, 0, "{\"body\": \"{\\\"z\\\": 1}\"}"), "PIT-06");
}

#define CLASSIFY_VECTOR                                                                            \
    "\"pitfall\": [\"PIT-52\", \"PIT-53\"], \"endpoint\": \"payment\", \"http_status\": 200,"      \
    "\"body\": \"{}\", \"outcome\": [\"pending\", \"success\"], \"txamt\": \"10\""

#define FAILED                                                                                     \
    ", \"wrong\": [{\"mistake\": \"read as failed\", \"pitfall\": \"PIT-52\","                     \
    "\"outcome\": \"failure\", \"beside\": \"made.one\"}]"

static void
any_outcome_of_the_list_is_right_and_an_amount_may_be_a_number(void **state)
{
    struct room *room = *state;

    load_vector(room, "classify", CLASSIFY_VECTOR);

    assert_string_equal(judged_as(room, 0, "{\"outcome\": \"success\", \"txamt\": 10}"), "");
}

static void
an_outcome_of_no_known_mistake_charges_nothing(void **state)
{
    struct room *room = *state;

    load_vector(room, "classify", CLASSIFY_VECTOR);

    assert_string_equal(judged_as(room, 0, "{\"outcome\": \"failure\", \"txamt\": 10}"),
                        "expected outcome pending or success, got failure");
    assert_string_equal(charges(room), "nothing");
}

static void
an_outcome_of_a_known_mistake_is_charged_where_the_vector_beside_is_right(void **state)
{
    struct room *room = *state;

    load_vector(room, "classify", CLASSIFY_VECTOR FAILED);
    room->is_right_beside = true;

    assert_contains(judged_as(room, 0, "{\"outcome\": \"failure\", \"txamt\": 10}"),
                    "read as failed (PIT-52)");
    assert_string_equal(room->asked_beside, "made.one");
    assert_string_equal(charges(room), "PIT-52");
}

static void
and_not_where_that_is_wrong_as_well(void **state)
{
    struct room *room = *state;

    load_vector(room, "classify", CLASSIFY_VECTOR FAILED);

    (void)judged_as(room, 0, "{\"outcome\": \"failure\", \"txamt\": 10}");
    assert_string_equal(charges(room), "nothing");
}

static void
an_amount_that_is_missing_is_missed(void **state)
{
    struct room *room = *state;

    load_vector(room, "classify", CLASSIFY_VECTOR);

    assert_contains(judged_as(room, 0, "{\"outcome\": \"success\"}"), "expected txamt 10");
}

#define VERIFY_VECTOR                                                                              \
    "\"body\": \"{\\\"a\\\": 1}\", \"client_key\": \"key\", \"sign\": "                            \
    "\"283F7A48D94B7B69B55123834A8CD686\","                                                        \
    "\"wrong\": [{\"mistake\": \"JSON written again\", \"pitfall\": \"PIT-71\","                   \
    "\"sign_type\": \"MD5\", \"sign\": \"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]"

static void
every_wrong_signature_is_tried_too(void **state)
{
    struct room *room = *state;

    load_vector(room, "verify_notification", VERIFY_VECTOR);

    assert_int_equal(room->question_count, 3);
    assert_string_equal(judged_as(room, 0, "{\"valid\": true}"), "");
    assert_string_equal(judged_as(room, 1, "{\"valid\": false}"), "");
    assert_contains(judged_as(room, 2, "{\"valid\": true}"), "JSON written again (PIT-71)");
    assert_string_equal(charges(room), "PIT-71");
}

static void
who_takes_any_signature_is_charged_with_that_alone(void **state)
{
    struct room *room = *state;

    load_vector(room, "verify_notification", VERIFY_VECTOR);

    assert_contains(judged_as(room, 1, "{\"valid\": true}"), "no digest of anything (PIT-75)");
    (void)judged_as(room, 2, "{\"valid\": true}");
    assert_string_equal(charges(room), "PIT-75");
}

static void
a_refusal_of_what_is_genuine_charges_nothing_by_itself(void **state)
{
    struct room *room = *state;

    load_vector(room, "verify_notification", "\"pitfall\": \"PIT-71\"," VERIFY_VECTOR);

    assert_string_equal(judged_as(room, 0, "{\"valid\": false}"),
                        "a genuine notification is refused");
    assert_string_equal(charges(room), "nothing");
}

static void
a_refusal_is_charged_where_the_vector_beside_is_accepted(void **state)
{
    struct room *room = *state;

    load_vector(room, "verify_notification",
                VERIFY_VECTOR ", \"refused_by\": [{\"mistake\": \"fields expected\","
                              "\"pitfall\": \"PIT-78\", \"beside\": [\"made.one\"]}]");
    room->is_right_beside = true;

    assert_contains(judged_as(room, 0, "{\"valid\": false}"), "fields expected (PIT-78)");
    assert_string_equal(charges(room), "PIT-78");
}

static void
a_vector_beside_one_that_is_not_there_is_refused(void **state)
{
    struct room *room = *state;

    load_vector(room, "verify_notification",
                VERIFY_VECTOR ", \"refused_by\": [{\"mistake\": \"fields expected\","
                              "\"pitfall\": \"PIT-78\", \"beside\": \"made.two\"}]");

    assert_false(room->is_loaded);
    assert_contains(room->said, "made.one names made.two");
}

static void
an_error_is_no_answer(void **state)
{
    struct room *room = *state;

    load_vector(room, "verify_notification", VERIFY_VECTOR);

    assert_contains(judged_as(room, 0, "{\"valid\": true, \"error\": \"no\"}"), "an error: no");
}

static void
a_vector_without_what_its_operation_needs_is_refused(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign", "\"params\": {}, \"client_key\": \"key\"");

    assert_false(room->is_loaded);
    assert_contains(room->said, "vectors/made.json: $.vectors[0]: has no string");
    assert_contains(room->said, "must be a vector with a digest");
}

static void
a_value_that_is_neither_text_nor_whole_number_is_refused(void **state)
{
    struct room *room = *state;

    load_vector(room, "sign",
                "\"params\": {\"txamt\": 1.5}, \"client_key\": \"key\", \"string\": \"\","
                "\"md5\": \"B69F17DE5A94D8E50090A779248C661D\"");

    assert_false(room->is_loaded);
    assert_contains(room->said, "$.vectors[0].params.txamt");
}

static void
an_operation_that_nobody_knows_is_refused(void **state)
{
    struct room *room = *state;

    load_vector(room, "juggle", "\"balls\": 3");

    assert_false(room->is_loaded);
    assert_contains(room->said, "operation");
}

static void
an_id_that_is_there_already_is_refused(void **state)
{
    struct room *room = *state;

    /* made.case is the id of the suite's own case. */
    load(room,
         "{\"schema\": \"qfpay-vectors/1\", \"subject\": \"made\", \"operation\": \"encode\","
         "\"about\": \"a\", \"checked\": \"2026-11-23\", \"vectors\": [{\"id\": \"made.case\","
         "\"requirement\": \"PAY-EXP-02\", \"evidence\": \"docs\", \"source\": \"s\","
         "\"comment\": \"c\", \"params\": [], \"encoded\": \"\"}]}");

    assert_false(room->is_loaded);
    assert_contains(room->said, "made.case is there already");
}

static void
files_for_other_tests_are_passed_over(void **state)
{
    struct room *room = *state;

    load(room, "{\"schema\": \"qfpay-vectors/1\", \"subject\": \"made\", \"vectors\": 5}");

    assert_string_equal(room->said, "");
    assert_true(room->is_loaded);
    assert_int_equal(room->vectors.count, 0);
}

static void
a_command_can_be_pasted_into_a_shell(void **state)
{
    struct room *room = *state;
    char program[] = "./my client", flag[] = "--name=O'Neill", nothing[] = "", plain[] = "a/b.py";
    char *const words[] = {program, flag, nothing, plain, NULL};

    load_vector(room, "encode", ENCODE_VECTOR);

    assert_string_equal(shell_words(room->arena, words),
                        "'./my client' '--name=O'\\''Neill' '' a/b.py");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
        TEST(a_signature_is_asked_by_every_digest_that_the_vector_has),
        TEST(digests_are_compared_without_their_case),
        TEST(a_digest_of_a_known_mistake_is_named),
        TEST(a_known_mistake_is_named_by_either_digest),
        TEST(a_tolerated_digest_is_no_more_than_a_difference),
        TEST(the_digest_of_the_other_sign_type_is_named),
        TEST(a_digest_of_another_length_is_said_to_be),
        TEST(an_empty_digest_is_told_how_to_skip),
        TEST(a_digest_of_no_known_mistake_is_told_what_to_digest),
        TEST(a_mistake_in_the_whole_string_is_named_though_the_vector_does_not_list_it),
        TEST(a_mistake_in_the_whole_string_is_named_by_either_digest),
        TEST(a_mistake_without_a_number_is_named_and_charges_nothing),
        TEST(mistakes_of_one_digest_are_all_named_and_charged_when_of_one_kind),
        TEST(mistakes_without_a_number_are_all_named_and_charge_nothing),
        TEST(the_right_digest_of_the_other_kind_is_no_mistake_in_the_string),
        TEST(a_digest_of_no_known_mistake_charges_nothing),
        TEST(a_form_may_have_another_order_and_small_digits),
        TEST(a_parameter_that_is_missing_is_named),
        TEST(an_empty_parameter_may_be_missing_and_is_better_so),
        TEST(a_body_of_a_known_mistake_is_named_in_any_order),
        TEST(a_body_of_no_known_mistake_charges_nothing),
        TEST(a_signature_among_the_parameters_is_named),
        TEST(a_parameter_that_comes_twice_is_named),
        TEST(json_is_no_form),
        TEST(any_outcome_of_the_list_is_right_and_an_amount_may_be_a_number),
        TEST(an_outcome_of_no_known_mistake_charges_nothing),
        TEST(an_outcome_of_a_known_mistake_is_charged_where_the_vector_beside_is_right),
        TEST(and_not_where_that_is_wrong_as_well),
        TEST(an_amount_that_is_missing_is_missed),
        TEST(every_wrong_signature_is_tried_too),
        TEST(who_takes_any_signature_is_charged_with_that_alone),
        TEST(a_refusal_of_what_is_genuine_charges_nothing_by_itself),
        TEST(a_refusal_is_charged_where_the_vector_beside_is_accepted),
        TEST(a_vector_beside_one_that_is_not_there_is_refused),
        TEST(an_error_is_no_answer),
        TEST(a_vector_without_what_its_operation_needs_is_refused),
        TEST(a_value_that_is_neither_text_nor_whole_number_is_refused),
        TEST(an_operation_that_nobody_knows_is_refused),
        TEST(an_id_that_is_there_already_is_refused),
        TEST(files_for_other_tests_are_passed_over),
        TEST(a_command_can_be_pasted_into_a_shell),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
