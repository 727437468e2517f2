/* JSON built from nodes in an arena: what cJSON's own functions see in such a tree, and what is
 * printed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/node.h"

struct desk {
    struct arena arena;
    struct tree tree;
    cJSON *root;
};

static int
sit_down(void **state)
{
    static struct desk desk;

    arena_init(&desk.arena, NULL, 0);
    desk.tree = (struct tree){.arena = &desk.arena};
    desk.root = node_object(&desk.tree);
    *state = &desk;
    return 0;
}

static int
get_up(void **state)
{
    struct desk *desk = *state;

    arena_clear(&desk->arena);
    return 0;
}

static void
assert_prints(struct desk *desk, const char *expected)
{
    size_t len = 0;
    const char *text = node_print(&desk->tree, desk->root, &len);

    assert_non_null(text);
    assert_string_equal(text, expected);
    assert_int_equal(len, strlen(expected));
}

static void
an_empty_object_is_two_braces(void **state)
{
    assert_prints(*state, "{}");
}

static void
members_are_printed_in_their_order_with_qfpays_spaces(void **state)
{
    struct desk *desk = *state;

    node_text(&desk->tree, desk->root, "z", "last letter first");
    node_number(&desk->tree, desk->root, "a", 7);
    node_bool(&desk->tree, desk->root, "m", true);
    node_text(&desk->tree, desk->root, "n", NULL);

    assert_prints(desk, "{\"z\": \"last letter first\", \"a\": 7, \"m\": true, \"n\": null}");
}

static void
objects_and_arrays_nest(void **state)
{
    struct desk *desk = *state;
    cJSON *list = node_add_array(&desk->tree, desk->root, "list");
    cJSON *inner = node_add_object(&desk->tree, list, NULL);

    node_text(&desk->tree, inner, "k", "v");
    node_text(&desk->tree, list, NULL, "w");
    node_add_array(&desk->tree, desk->root, "none");

    assert_prints(desk, "{\"list\": [{\"k\": \"v\"}, \"w\"], \"none\": []}");
}

static void
what_is_not_plain_is_escaped(void **state)
{
    struct desk *desk = *state;

    node_text(&desk->tree, desk->root, "t", "\"\\\n茶\xff");

    assert_prints(desk, "{\"t\": \"\\\"\\\\\\n\\u8336\\ufffd\"}");
}

static void
raw_json_is_printed_as_it_is(void **state)
{
    struct desk *desk = *state;

    node_raw(&desk->tree, desk->root, "r", "{\"already\":\"written\"}");

    assert_prints(desk, "{\"r\": {\"already\":\"written\"}}");
}

static void
the_largest_numbers_keep_their_digits(void **state)
{
    struct desk *desk = *state;

    node_number(&desk->tree, desk->root, "n", INT64_C(9007199254740991));
    node_number(&desk->tree, desk->root, "m", INT64_C(-99999999999));

    assert_prints(desk, "{\"n\": 9007199254740991, \"m\": -99999999999}");
}

static void
an_answer_of_any_length_is_printed(void **state)
{
    struct desk *desk = *state;
    cJSON *list = node_add_array(&desk->tree, desk->root, "list");
    size_t len;

    for (int i = 0; i < 5000; i++)
        node_text(&desk->tree, list, NULL, "0123456789");

    assert_non_null(node_print(&desk->tree, desk->root, &len));
    assert_int_equal(len, strlen("{\"list\": []}") + 5000 * 12 + 4999 * 2);
}

static void
cjson_can_walk_the_tree(void **state)
{
    struct desk *desk = *state;

    node_text(&desk->tree, desk->root, "a", "1");
    node_text(&desk->tree, desk->root, "b", "2");

    assert_int_equal(cJSON_GetArraySize(desk->root), 2);
    assert_string_equal(cJSON_GetStringValue(cJSON_GetObjectItem(desk->root, "b")), "2");
    assert_ptr_equal(desk->root->child->prev, desk->root->child->next);
}

int
main(void)
{
#define DESK_TEST(name) cmocka_unit_test_setup_teardown(name, sit_down, get_up)
    static const struct CMUnitTest tests[] = {
        DESK_TEST(an_empty_object_is_two_braces),
        DESK_TEST(members_are_printed_in_their_order_with_qfpays_spaces),
        DESK_TEST(objects_and_arrays_nest),
        DESK_TEST(what_is_not_plain_is_escaped),
        DESK_TEST(raw_json_is_printed_as_it_is),
        DESK_TEST(the_largest_numbers_keep_their_digits),
        DESK_TEST(an_answer_of_any_length_is_printed),
        DESK_TEST(cjson_can_walk_the_tree),
    };

    return cmocka_run_group_tests_name("node", tests, NULL, NULL);
}
