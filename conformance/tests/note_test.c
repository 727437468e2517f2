/* Requests and answers as reports show them: no client key, in no notation, whole or cut. */
#include <stdlib.h>
#include <string.h>

#include "run/note.h"
#include "support.h"

#define KEY "0123456789abcdefABCDEF+/ \"0123456"

struct desk {
    struct arena *arena;
    struct target target;
    struct world world;
};

static int
set_up(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);

    assert_non_null(desk);
    desk->arena = arena_new();
    desk->world.target = &desk->target;
    desk->world.members[ROLE_DEFAULT].credentials.client_key = KEY;
    *state = desk;
    return 0;
}

static int
tear_down(void **state)
{
    struct desk *desk = *state;

    arena_free(desk->arena);
    free(desk);
    return 0;
}

/* A request with this body, as shown. */
static const char *
shown(struct desk *desk, const char *body)
{
    struct outgoing outgoing = {.method = "POST", .path = "/p", .body = body};

    outgoing.body_len = strlen(body);
    return note_request(desk->arena, &outgoing, &desk->world);
}

static void
a_key_is_masked(void **state)
{
    assert_string_equal(shown(*state, "a=" KEY "&b=" KEY),
                        "POST /p\na=(client key)&b=(client key)");
}

static void
a_key_in_the_path_and_in_headers_is_masked(void **state)
{
    struct desk *desk = *state;
    struct outgoing outgoing = {.method = "GET", .path = "/p?k=" KEY};

    assert_true(outgoing_add(&outgoing, "X-Other", KEY));
    assert_string_equal(note_request(desk->arena, &outgoing, &desk->world),
                        "GET /p?k=(client key)\nX-Other: (client key)");
}

static void
a_key_as_a_form_has_it_is_masked(void **state)
{
    assert_string_equal(shown(*state, "a=0123456789abcdefABCDEF%2B%2f+%220123456&b=1"),
                        "POST /p\na=(client key)&b=1");
}

static void
a_key_as_json_has_it_is_masked(void **state)
{
    assert_string_equal(shown(*state, "{\"a\":\"0123456789abcdefABCDEF\\u002b\\/ \\\"0123456\"}"),
                        "POST /p\n{\"a\":\"(client key)\"}");
}

static void
a_key_in_other_letters_is_masked(void **state)
{
    assert_lacks(shown(*state, "a=0123456789ABCDEFabcdef+/ \"0123456"), "ABCDEF");
}

/* Its replacement has the key in it: whoever looks there again never ends. */
static void
a_key_that_is_part_of_its_mask_ends(void **state)
{
    struct desk *desk = *state;

    desk->world.members[ROLE_DEFAULT].credentials.client_key = "client key";
    assert_string_equal(shown(desk, "client keyclient key"), "POST /p\n(client key)(client key)");
}

static void
a_key_of_a_few_letters_hides_nothing(void **state)
{
    struct desk *desk = *state;

    desk->world.members[ROLE_DEFAULT].credentials.client_key = "7";
    assert_string_equal(shown(desk, "syssn=2026113000077"), "POST /p\nsyssn=2026113000077");
}

static void
a_key_across_the_cut_does_not_show_its_beginning(void **state)
{
    struct desk *desk = *state;
    char body[1400];

    memset(body, '.', sizeof body);
    memcpy(body + 1195, KEY, strlen(KEY));
    body[sizeof body - 1] = '\0';
    assert_contains(shown(desk, body), "....(client key)... (1399 bytes)");
}

static void
the_key_of_the_target_is_masked_too(void **state)
{
    struct desk *desk = *state;

    desk->target.given[ROLE_AGENT].client_key = KEY "-and-more";
    assert_string_equal(shown(desk, "a=" KEY "-and-more"), "POST /p\na=(client key)");
}

static void
an_answer_is_masked_as_well(void **state)
{
    struct desk *desk = *state;
    struct bench *bench = a_reply(200,
                                  "{\"respmsg\":\"key is 0123456789abcdefABCDEF+/ \\\"0123456\"}");

    bench->reply.answered = true;
    assert_string_equal(note_reply(desk->arena, &bench->reply, &desk->world),
                        "HTTP 200\n{\"respmsg\":\"key is (client key)\"}");
    bench_free(bench);
}

static void
what_is_no_key_stays(void **state)
{
    assert_string_equal(shown(*state, "a=0123456789&b=100%&c=%4&d=\\"),
                        "POST /p\na=0123456789&b=100%&c=%4&d=\\");
}

#define AT_DESK(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        AT_DESK(a_key_is_masked),
        AT_DESK(a_key_in_the_path_and_in_headers_is_masked),
        AT_DESK(a_key_as_a_form_has_it_is_masked),
        AT_DESK(a_key_as_json_has_it_is_masked),
        AT_DESK(a_key_in_other_letters_is_masked),
        AT_DESK(a_key_of_a_few_letters_hides_nothing),
        AT_DESK(a_key_that_is_part_of_its_mask_ends),
        AT_DESK(a_key_across_the_cut_does_not_show_its_beginning),
        AT_DESK(the_key_of_the_target_is_masked_too),
        AT_DESK(an_answer_is_masked_as_well),
        AT_DESK(what_is_no_key_stays),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
