/* The interpreter of JSON schemas, keyword by keyword, and that the schemas of fixtures and the
 * program know the same words. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/json_file.h"
#include "fixture/calls.h"
#include "schema/schema.h"
#include "support.h"

enum { HEARD_SIZE = 4096 };

/* What is said of a document: a line for each problem. */
struct reader {
    struct arena *arena;
    char heard[HEARD_SIZE];
    size_t most;
    bool unknown_key;
};

static int
set_up(void **state)
{
    struct reader *reader = calloc(1, sizeof *reader);

    assert_non_null(reader);
    reader->arena = arena_new();
    reader->most = 30;
    *state = reader;
    return 0;
}

static int
tear_down(void **state)
{
    struct reader *reader = *state;

    arena_free(reader->arena);
    free(reader);
    return 0;
}

static void
hear(void *context, const struct spot *spot, const char *words)
{
    struct reader *reader = context;
    size_t len = strlen(reader->heard);

    snprintf(reader->heard + len, HEARD_SIZE - len, "%s: %s\n", spot_text(reader->arena, spot),
             words);
}

static bool
is_even(const void *context, const char *text)
{
    (void)context;
    return strlen(text) % 2 == 0;
}

static const struct schema_format formats[] = {{"even", is_even}, {NULL, NULL}};

/* Check a document against a schema, beside which other.json stands; what is said of it, or of the
 * schema. */
static const char *
said_of(struct reader *reader, const char *schema_text, const char *document_text)
{
    const struct schema_file files[] = {
        {"made.json", schema_text},
        {"other.json",
         "{\"$defs\": {\"small\": {\"maximum\": 9},"
         " \"tree\": {\"type\": \"array\", \"items\": {\"$ref\": \"#/$defs/tree\"}}}}"},
        {NULL, NULL},
    };
    struct schema_hearer hearer = {hear, reader, reader->most, false};
    const char *problem = NULL;
    const struct schema_set *set = schema_set_new(reader->arena, files, formats, &problem);
    const cJSON *document = json_file_parse(reader->arena, document_text, strlen(document_text),
                                            &problem);
    bool good;

    reader->heard[0] = '\0';
    if (!set)
        return problem;
    assert_non_null(document);
    good = schema_check(schema_find(set, "made.json"), reader->arena, document, &hearer);
    assert_int_equal(good, reader->heard[0] == '\0');
    reader->unknown_key = hearer.unknown_key;
    return reader->heard;
}

/* Rows: a schema, a document that fits, one that does not, and what is said of that. */
static const struct {
    const char *schema, *good, *bad, *said;
} rows[] = {
    {"{\"type\": \"string\"}", "\"\"", "5", "$: must be a text, not 5\n"},
    {"{\"type\": \"integer\"}", "5.0", "5.5", "$: must be a whole number, not 5.5\n"},
    {"{\"type\": \"integer\"}", "9007199254740992", "1e300",
     "$: must be a whole number, not 1e+300\n"},
    {"{\"type\": \"boolean\"}", "false", "null", "$: must be true or false, not null\n"},
    {"{\"type\": \"null\"}", "null", "false", "$: must be null, not false\n"},
    {"{\"type\": \"array\"}", "[]", "{}", "$: must be a list, not an object\n"},
    {"{\"type\": \"object\"}", "{}", "[1]", "$: must be an object, not a list\n"},
    {"{\"type\": [\"string\", \"null\"]}", "null", "5", "$: must be null or a text, not 5\n"},
    {"{\"enum\": [\"first\", \"last\"]}", "\"last\"", "\"frist\"",
     "$: must be one of: first last, not \"frist\"; did you mean 'first'?\n"},
    {"{\"enum\": [\"first\", 5]}", "5", "6", "$: must be one of: first ?, not 6\n"},
    {"{\"const\": \"made/1\"}", "\"made/1\"", "\"made/2\"",
     "$: must be \"made/1\", not \"made/2\"\n"},
    {"{\"const\": true}", "true", "1", "$: must be true, not 1\n"},
    {"{\"minimum\": 2, \"maximum\": 4}", "\"not a number\"", "5",
     "$: must be a whole number from 2 to 4, not 5\n"},
    {"{\"minimum\": 2}", "2", "1", "$: must be a whole number of at least 2, not 1\n"},
    {"{\"minLength\": 1}", "\"a\"", "\"\"", "$: must be a text that is not empty, not \"\"\n"},
    {"{\"minLength\": 2, \"maxLength\": 3}", "\"\xC3\xA4\xC3\xB6\xC3\xBC\"", "\"abcd\"",
     "$: must be a text of 2 to 3 characters, not \"abcd\"\n"},
    {"{\"pattern\": \"^[0-9]+$\"}", "5", "\"x\"",
     "$: must be a text that matches ^[0-9]+$, not \"x\"\n"},
    {"{\"title\": \"a code of four digits\", \"pattern\": \"^[0-9]{4}$\"}", "\"0000\"", "\"110\"",
     "$: must be a code of four digits, not \"110\"\n"},
    {"{\"format\": \"even\", \"title\": \"even\"}", "\"ab\"", "\"abc\"",
     "$: must be even, not \"abc\"\n"},
    {"{\"items\": {\"type\": \"string\"}}", "[\"a\"]", "[\"a\", 5]",
     "$[1]: must be a text, not 5\n"},
    {"{\"minItems\": 1}", "[0]", "[]", "$: must be a list that is not empty\n"},
    {"{\"minItems\": 1, \"maxItems\": 2}", "[0, 0]", "[0, 0, 0]",
     "$: must be a list of 1 to 2 elements\n"},
    {"{\"uniqueItems\": true}", "[\"a\", \"b\"]", "[\"b\", \"a\", \"b\"]", "$: has \"b\" twice\n"},
    {"{\"uniqueItems\": false}", "[\"a\", \"a\"]", NULL, NULL},
    {"{\"properties\": {\"a\": {\"type\": \"string\"}}}", "{\"b\": 5}", "{\"a\": 5}",
     "$.a: must be a text, not 5\n"},
    {"{\"properties\": {\"a\": true}}", "{\"a\": 5, \"b\": 1, \"b\": 2}", "{\"a\": 5, \"a\": 6}",
     "$.a: is there twice\n"},
    {"{\"properties\": {\"expect\": true}, \"additionalProperties\": false}", "{\"expect\": 1}",
     "{\"expects\": 1}", "$.expects: is not a known key; did you mean 'expect'?\n"},
    {"{\"properties\": {\"a\": true}, \"additionalProperties\": {\"type\": \"string\"}}",
     "{\"a\": 5, \"b\": \"\"}", "{\"b\": 5}", "$.b: must be a text, not 5\n"},
    {"{\"propertyNames\": {\"enum\": [\"query\"]}}", "{\"query\": 1}", "{\"queri\": 1}",
     "$.queri: must be one of: query, not \"queri\"; did you mean 'query'?\n"},
    {"{\"minProperties\": 1}", "{\"a\": 1}", "{}", "$: must be an object that is not empty\n"},
    {"{\"maxProperties\": 0}", "{}", "{\"a\": 1}", "$: must be an object of at most 0 members\n"},
    {"{\"required\": [\"a\", \"b\"]}", "{\"a\": 1, \"b\": 2}", "{}", "$: has no a\n$: has no b\n"},
    {"{\"title\": \"a turn\", \"required\": [\"a\"]}", "5", "{}",
     "$: has no a, but must be a turn\n"},
    {"{\"dependentSchemas\": {\"a\": {\"required\": [\"b\"]}}}", "{\"b\": 1}", "{\"a\": 1}",
     "$: has no b\n"},
    {"{\"allOf\": [{\"minimum\": 2}, {\"maximum\": 4}]}", "3", "5",
     "$: must be a whole number of at most 4, not 5\n"},
    {"{\"title\": \"odd\", \"anyOf\": [{\"const\": 1}, {\"type\": \"null\"}]}", "null", "5",
     "$: must be odd, not 5\n"},
    {"{\"title\": \"one of them\", \"oneOf\": [{\"required\": [\"a\"]}, {\"required\": [\"b\"]}]}",
     "{\"a\": 1}", "{\"a\": 1, \"b\": 1}", "$: must be one of them\n"},
    {"{\"title\": \"one of them\", \"oneOf\": [{\"required\": [\"a\"]}, {\"required\": [\"b\"]}]}",
     "{\"b\": 1}", "{}", "$: must be one of them\n"},
    {"{\"title\": \"no five\", \"not\": {\"const\": 5}}", "4", "5", "$: must be no five, not 5\n"},
    {"{\"if\": {\"type\": \"array\"}, \"then\": {\"minItems\": 1}, \"else\": {\"type\": \"null\"}}",
     "[1]", "[]", "$: must be a list that is not empty\n"},
    {"{\"if\": {\"type\": \"array\"}, \"then\": {\"minItems\": 1}, \"else\": {\"type\": \"null\"}}",
     "null", "5", "$: must be null, not 5\n"},
    {"{\"$ref\": \"other.json#/$defs/small\", \"minimum\": 2}", "9", "10",
     "$: must be a whole number of at most 9, not 10\n"},
    {"{\"$ref\": \"#/$defs/here\", \"$defs\": {\"here\": {\"const\": 1}}}", "1", "2",
     "$: must be 1, not 2\n"},
    {"{\"$ref\": \"other.json#/$defs/tree\"}", "[[], [[]]]", "[[], [[5]]]",
     "$[1][0][0]: must be a list, not 5\n"},
    {"true", "5", NULL, NULL},
    {"{\"$schema\": \"s\", \"$comment\": \"c\", \"description\": \"d\"}", "5", NULL, NULL},
};

static void
every_keyword_holds_and_does_not(void **state)
{
    size_t i;

    for (i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        assert_string_equal(said_of(*state, rows[i].schema, rows[i].good), "");
        if (rows[i].bad)
            assert_string_equal(said_of(*state, rows[i].schema, rows[i].bad), rows[i].said);
    }
}

/* Rows: what is no schema that this program can follow, and what is said of it. */
static const struct {
    const char *schema, *said;
} refused[] = {
    {"{\"minContains\": 1}", "made.json: \"minContains\" is a keyword that is not known"},
    {"{\"$defs\": {\"unused\": {\"mininum\": 1}}}",
     "made.json: \"mininum\" is a keyword that is not known"},
    {"{\"items\": {\"not\": {\"enumm\": []}}}",
     "made.json: \"enumm\" is a keyword that is not known"},
    {"{\"required\": [5]}", "made.json: \"required\" must have texts"},
    {"{\"type\": \"number\"}", "made.json: \"type\" names no type that is known"},
    {"{\"format\": \"odd\"}", "made.json: \"format\" is no format that is known"},
    {"{\"pattern\": \"(\"}", "made.json: \"pattern\" is not a regular expression"},
    {"{\"minimum\": \"1\"}",
     "made.json: \"minimum\" has a value of another type than it must have"},
    {"{\"required\": \"a\"}",
     "made.json: \"required\" has a value of another type than it must have"},
    {"{\"anyOf\": [5]}", "made.json: \"a list's element\" must be a schema"},
    {"{\"properties\": 5}",
     "made.json: \"properties\" has a value of another type than it must have"},
    {"{\"items\": [{}]}", "made.json: \"items\" has a value of another type than it must have"},
    {"{\"$ref\": \"#/$defs/none\"}", "made.json: \"$ref\" leads nowhere: #/$defs/none"},
    {"{\"$ref\": \"none.json#/$defs/a\"}", "made.json: \"$ref\" leads nowhere: none.json#/$defs/a"},
    {"{\"then\": {}}", "has \"then\" or \"else\" without \"if\""},
    {"{", "made.json is not JSON"},
};

static void
a_schema_with_what_is_not_known_is_refused(void **state)
{
    size_t i;

    for (i = 0; i < sizeof refused / sizeof refused[0]; i++)
        assert_contains(said_of(*state, refused[i].schema, "5"), refused[i].said);
}

static void
an_unknown_key_is_remembered(void **state)
{
    struct reader *reader = *state;

    (void)said_of(reader, "{\"type\": \"object\"}", "5");
    assert_false(reader->unknown_key);
    (void)said_of(reader, "{\"additionalProperties\": false}", "{\"a\": 5}");
    assert_true(reader->unknown_key);
}

static void
no_more_is_said_than_anybody_wants_to_hear(void **state)
{
    struct reader *reader = *state;

    reader->most = 2;
    assert_string_equal(said_of(reader, "{\"items\": {\"type\": \"null\"}}", "[1, 2, 3, 4]"),
                        "$[0]: must be null, not 1\n$[1]: must be null, not 2\n");
}

static void
a_value_is_shown_shortly_and_as_it_can_be_printed(void **state)
{
    static const char end[] = "\\u0007\"";
    char document[2000] = "\"";

    memset(document + 1, 'x', 1000);
    memcpy(document + 1001, end, sizeof end);
    assert_contains(said_of(*state, "{\"type\": \"null\"}", document), "xxx... (");
    assert_true(strlen(said_of(*state, "{\"type\": \"null\"}", document)) < 120);
    assert_string_equal(said_of(*state, "{\"additionalProperties\": false}", "{\"\\u001b[2J\": 1}"),
                        "$.\\x1b[2J: is not a known key\n");
}

/* "[[[...]]]" */
static const char *
nested(struct reader *reader, size_t depth)
{
    char *text = arena_alloc(reader->arena, depth * 2 + 1);

    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    return text;
}

static void
a_document_nested_too_deeply_is_refused(void **state)
{
    static const char tree[] = "{\"$ref\": \"other.json#/$defs/tree\"}";

    assert_string_equal(said_of(*state, tree, nested(*state, 100)), "");
    assert_contains(said_of(*state, tree, nested(*state, 900)), "is nested too deeply");
}

static void
a_schema_that_goes_in_a_circle_ends(void **state)
{
    assert_string_equal(said_of(*state,
                                "{\"$ref\": \"#/$defs/a\", \"$defs\": {"
                                "\"a\": {\"$ref\": \"#/$defs/b\"},"
                                "\"b\": {\"allOf\": [{\"$ref\": \"#/$defs/a\"}]}}}",
                                "5"),
                        "$: is nested too deeply\n");
}

/* Whether a word of fixtures is one of the program's. */
static bool
is_capability(const char *word)
{
    enum capability capability;

    return capability_find(word, &capability);
}

static bool
is_evidence(const char *word)
{
    enum evidence evidence;

    return evidence_find(word, &evidence);
}

static bool
is_call(const char *word)
{
    enum call_kind call;

    return call_find(word, &call);
}

static bool
is_role(const char *word)
{
    enum role role;

    return role_find(word, &role);
}

static bool
is_safety(const char *word)
{
    enum safety safety;

    return safety_find(word, &safety);
}

static bool
is_polarity(const char *word)
{
    enum polarity polarity;

    return polarity_find(word, &polarity);
}

/* Rows: a definition of a schema that lists words, who knows them, and how many of them. */
static const struct {
    const char *file, *name;
    bool (*is_known)(const char *word);
    int count;
} vocabularies[] = {
    {"common", "capability", is_capability, CAPABILITY_COUNT},
    {"common", "evidence", is_evidence, EVIDENCE_COUNT},
    {"common", "call", is_call, CALL_COUNT},
    {"cases", "role", is_role, ROLE_COUNT},
    {"cases", "safety", is_safety, SAFETY_COUNT},
    {"cases", "polarity", is_polarity, POLARITY_NONE},
};

/* A word that the schemas let pass but nobody knows would be passed over. */
static void
the_schemas_and_the_program_know_the_same_words(void **state)
{
    struct reader *reader = *state;
    const char *problem = NULL;
    size_t i;

    for (i = 0; i < sizeof vocabularies / sizeof vocabularies[0]; i++) {
        const char *path = arena_printf(reader->arena, QFPAY_FIXTURES "/schema/%s.schema.json",
                                        vocabularies[i].file);
        const cJSON *schema = json_file_read(reader->arena, path, 1 << 20, &problem);
        const cJSON *definitions = cJSON_GetObjectItemCaseSensitive(schema, "$defs");
        const cJSON *definition = cJSON_GetObjectItemCaseSensitive(definitions,
                                                                   vocabularies[i].name);
        const cJSON *words = cJSON_GetObjectItemCaseSensitive(definition, "enum"), *word;

        cJSON_ArrayForEach(word, words) assert_true(vocabularies[i].is_known(word->valuestring));
        assert_int_equal(cJSON_GetArraySize(words), vocabularies[i].count);
    }
}

int
main(void)
{
#define WITH_READER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        WITH_READER(every_keyword_holds_and_does_not),
        WITH_READER(a_schema_with_what_is_not_known_is_refused),
        WITH_READER(an_unknown_key_is_remembered),
        WITH_READER(no_more_is_said_than_anybody_wants_to_hear),
        WITH_READER(a_value_is_shown_shortly_and_as_it_can_be_printed),
        WITH_READER(a_document_nested_too_deeply_is_refused),
        WITH_READER(a_schema_that_goes_in_a_circle_ends),
        WITH_READER(the_schemas_and_the_program_know_the_same_words),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
