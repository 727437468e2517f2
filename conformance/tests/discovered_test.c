/* What discovery says about answers that are not what it looked for. */
#include "support.h"
#include "target/discovered.h"

/* Rows: a status, a body, and what is said of it where an object with a list `transactions` is
 * wanted. */
static const struct {
    int http;
    const char *body;
    const char *flaw;
} answers[] = {
    {200, "[]", "an array"},
    {200, "\"hello\"", "a text"},
    {200, "<html>", "no JSON"},
    {200, "{}", "an object without `transactions`"},
    {200, "{\"transactions\": {}}", "an object whose `transactions` is an object"},
    {200, "{\"transactions\": null}", "an object whose `transactions` is null"},
    {404, "not found", "HTTP 404"},
    {401, "{\"error\": \"no token\"}", "HTTP 401: no token"},
    {401, "{\"error\": \"\\u001b[2J\"}", "HTTP 401: \\x1b[2J"},
    {200, "{\"transactions\": []}", NULL},
};

static void
an_answer_that_is_something_else_is_said_to_be(void **state)
{
    size_t i;

    (void)state;
    for (i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        struct bench *bench = a_reply(answers[i].http, answers[i].body);
        const char *flaw = discovered_flaw(bench->arena, &bench->reply, "transactions",
                                           cJSON_Array);

        if (answers[i].flaw && flaw)
            assert_string_equal(flaw, answers[i].flaw);
        else
            assert_ptr_equal(flaw, answers[i].flaw);
        bench_free(bench);
    }
}

static void
no_answer_is_told_with_the_reason(void **state)
{
    struct bench *bench = a_reply(200, "{}");

    (void)state;
    bench->reply.answered = false;
    bench->reply.problem = "timed out";
    assert_string_equal(discovered_flaw(bench->arena, &bench->reply, "now", cJSON_String),
                        "no answer: timed out");
    bench_free(bench);
}

/* A new capability needs a row, or a report would print nothing for it. */
static void
every_capability_says_where_it_is_looked_for(void **state)
{
    struct arena *arena = arena_new();
    size_t i;

    (void)state;
    for (i = 0; i < CAPABILITY_COUNT; i++) {
        assert_non_null(discovered_asked(arena, (enum capability)i));
        assert_non_null(discovered_wanted(arena, (enum capability)i));
    }
    arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_answer_that_is_something_else_is_said_to_be),
        cmocka_unit_test(no_answer_is_told_with_the_reason),
        cmocka_unit_test(every_capability_says_where_it_is_looked_for),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
