/* Options as every program reads them: kinds, sources, what a wrong one is answered with, help. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "program/options.h"

enum colour { RED, GREEN };
enum { IN_DRAW = 1, IN_ERASE = 2 };

struct desk {
    bool is_bold;
    bool has_frame;
    const char *title;
    char key[8];
    struct option_list marks;
    int width;
    int64_t shift;
    uint64_t seed;
    uint64_t bin;
    int64_t pause_ms;
    int64_t age_seconds;
    enum colour colour;
    const char *from, *to;
    int parity;
};

static bool
read_parity(void *filled, const char *value)
{
    ((struct desk *)filled)->parity = value[0] % 2;
    return value[0] != '\0';
}

static const struct option_row rows[] = {
    {"bold", NULL, "", OPTION_FLAG_AT(struct desk, is_bold)},
    {"no-frame", NULL, "", OPTION_OFF_AT(struct desk, has_frame)},
    {"title", "TEXT", "what stands above", OPTION_TEXT_AT(struct desk, title),
     .fallback = "untitled", .environment = "DESK_TITLE"},
    {"key", "KEY", "", OPTION_COPY_AT(struct desk, key), .is_secret = true},
    {"mark", "TEXT", "", OPTION_LIST_AT(struct desk, marks)},
    {"width", "N", "", OPTION_NUMBER_AT(struct desk, width), .min = 1, .max = 100, .unit = "px",
     .fallback = "10", .environment = "DESK_WIDTH", .note = "a picture has 10"},
    {"shift", "N", "", OPTION_NUMBER_AT(struct desk, shift)},
    {"seed", "N", "", OPTION_NUMBER_AT(struct desk, seed), .max = UINT64_MAX},
    {"bin", "SIZE", "", OPTION_SIZE_AT(struct desk, bin), .min = 1024},
    {"pause", "TIME", "", OPTION_DURATION_AT(struct desk, pause_ms, 1)},
    {"age", "TIME", "", OPTION_DURATION_AT(struct desk, age_seconds, 1000)},
    {"colour", "red|green", "", OPTION_WORD_AT(struct desk, colour), .commands = IN_DRAW},
    {"from", "PLACE", "", OPTION_TEXT_AT(struct desk, from), .needs = "to",
     .because = "a way has two ends"},
    {"to", "PLACE", "", OPTION_TEXT_AT(struct desk, to)},
    {"parity", "N", "", .kind = OPTION_READ, .read = read_parity, .is_said_only = true},
    {"help", NULL, "", .kind = OPTION_HELP},
    {"version", NULL, "", .kind = OPTION_VERSION},
};

static struct desk desk;
static char error[OPTIONS_ERROR_SIZE];
static char *argv[32];
static int argc, first;
static struct command_line line;

static int
clear(void **state)
{
    (void)state;
    line = (struct command_line){.tables = {{rows, sizeof rows / sizeof rows[0], &desk}},
                                 .command = "draw",
                                 .command_bit = IN_DRAW};
    unsetenv("DESK_TITLE");
    unsetenv("DESK_WIDTH");
    return 0;
}

/* Read words that are separated by single spaces. */
static enum options_end
reading(const char *text)
{
    static char copy[512];
    char *rest = copy, *word;

    (void)snprintf(copy, sizeof copy, "program %s", text);
    argc = 0;
    while ((word = strsep(&rest, " ")) && argc < 31) {
        if (word[0] != '\0')
            argv[argc++] = word;
    }
    argv[argc] = NULL;
    memset(&desk, 0, sizeof desk);
    desk.has_frame = true;
    memset(line.is_said, 0, sizeof line.is_said);
    error[0] = '\0';
    return options_read(&line, argc, argv, &first, error);
}

static void
assert_wrong(const char *text, const char *message)
{
    assert_int_equal(reading(text), OPTIONS_WRONG);
    assert_string_equal(error, message);
}

static void
each_kind_goes_into_its_member(void **state)
{
    (void)state;
    assert_int_equal(reading("--bold --no-frame --title A --key k --mark 1 --mark=2 --width 20px "
                             "--shift -5 --seed 18446744073709551615 --colour green --parity 3"),
                     OPTIONS_READ);
    assert_true(desk.is_bold);
    assert_false(desk.has_frame);
    assert_string_equal(desk.title, "A");
    assert_string_equal(desk.key, "k");
    assert_int_equal(desk.marks.count, 2);
    assert_string_equal(desk.marks.items[1], "2");
    assert_int_equal(desk.width, 20);
    assert_int_equal(desk.shift, -5);
    assert_true(desk.seed == UINT64_MAX);
    assert_int_equal(desk.colour, GREEN);
    assert_int_equal(desk.parity, 1);
}

static void
a_duration_is_a_number_with_a_unit(void **state)
{
    static const struct {
        const char *text;
        int64_t ms; /* -1: none */
    } durations[] = {{"0", 0},        {"90", 90000},  {"2s", 2000},       {"5m", 300000},
                     {"1h", 3600000}, {"500ms", 500}, {"s", -1},          {"-1s", -1},
                     {"1d", -1},      {"1.5s", -1},   {"99999999999", -1}};

    (void)state;
    for (size_t i = 0; i < sizeof durations / sizeof durations[0]; i++) {
        char text[64];

        (void)snprintf(text, sizeof text, "--pause %s", durations[i].text);
        assert_int_equal(reading(text), durations[i].ms < 0 ? OPTIONS_WRONG : OPTIONS_READ);
        if (durations[i].ms >= 0)
            assert_int_equal(desk.pause_ms, durations[i].ms);
    }
    assert_int_equal(reading("--age 2m"), OPTIONS_READ);
    assert_int_equal(desk.age_seconds, 120);
    assert_wrong("--age 500ms", "--age takes a time such as 2s, 5m or 1h, not '500ms'");
}

static void
a_size_is_a_number_of_bytes_with_a_unit(void **state)
{
    static const struct {
        const char *text;
        uint64_t bytes; /* 0: none */
    } sizes[] = {{"1024", 1024},
                 {"64K", 65536},
                 {"64KiB", 65536},
                 {"1M", 1048576},
                 {"3MiB", 3145728},
                 {"2G", UINT64_C(2147483648)},
                 {"4294967295GiB", UINT64_C(4294967295) << 30},
                 {"4294967296", 0},
                 {"99999999999999999999", 0},
                 {"1023", 0},
                 {"0", 0},
                 {"-1M", 0},
                 {"1MB", 0},
                 {"1m", 0},
                 {"1.5M", 0},
                 {"M", 0}};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        char text[64];

        (void)snprintf(text, sizeof text, "--bin %s", sizes[i].text);
        assert_int_equal(reading(text), sizes[i].bytes == 0 ? OPTIONS_WRONG : OPTIONS_READ);
        assert_true(desk.bin == sizes[i].bytes);
    }
    assert_wrong("--bin 1kB",
                 "--bin takes a size such as 512K, 1M or 2G, at least 1024, not '1kB'");
}

static void
words_that_are_no_options_come_behind_them(void **state)
{
    (void)state;
    assert_int_equal(reading("a --bold - b -- --title c"), OPTIONS_READ);
    assert_int_equal(argc - first, 5);
    assert_string_equal(argv[first], "a");
    assert_string_equal(argv[first + 1], "-");
    assert_string_equal(argv[first + 3], "--title");
    assert_string_equal(desk.title, "untitled");
    line.stops_at_word = true;
    assert_int_equal(reading("--title x run --bold"), OPTIONS_READ);
    assert_string_equal(argv[first], "run");
    assert_false(desk.is_bold);
}

static void
a_beginning_is_enough_when_it_is_of_one_option_only(void **state)
{
    (void)state;
    assert_int_equal(reading("--ti=A --no_fr"), OPTIONS_READ);
    assert_string_equal(desk.title, "A");
    assert_false(desk.has_frame);
    assert_int_equal(reading("--t A"), OPTIONS_WRONG);
}

static void
the_command_line_wins_over_the_environment_and_that_over_the_fallback(void **state)
{
    (void)state;
    setenv("DESK_TITLE", "B", 1);
    setenv("DESK_WIDTH", "", 1);
    assert_int_equal(reading(""), OPTIONS_READ);
    assert_string_equal(desk.title, "B");
    assert_int_equal(desk.width, 10);
    assert_int_equal(reading("--title A"), OPTIONS_READ);
    assert_string_equal(desk.title, "A");
}

static void
a_prefix_gives_every_option_a_variable(void **state)
{
    (void)state;
    line.environment_prefix = "DESK_";
    setenv("DESK_NO_FRAME", "true", 1);
    setenv("DESK_PARITY", "1", 1);
    assert_int_equal(reading(""), OPTIONS_READ);
    assert_false(desk.has_frame);
    assert_int_equal(desk.parity, 0);
    setenv("DESK_NO_FRAME", "maybe", 1);
    assert_wrong("", "DESK_NO_FRAME takes true or false, not 'maybe'");
    unsetenv("DESK_NO_FRAME");
    unsetenv("DESK_PARITY");
}

static void
what_wins_is_judged_alone(void **state)
{
    (void)state;
    setenv("DESK_WIDTH", "wide", 1);
    assert_int_equal(reading("--width 20"), OPTIONS_READ);
    assert_int_equal(desk.width, 20);
    assert_wrong("", "DESK_WIDTH takes a number from 1 to 100, not 'wide'; a picture has 10");
}

static char noted[OPTIONS_ERROR_SIZE];

static void
keep_note(const char *sentence)
{
    (void)snprintf(noted, sizeof noted, "%s", sentence);
}

static void
a_variable_that_means_no_option_is_ignored_with_a_note(void **state)
{
    static const struct {
        const char *name, *value, *note;
    } variables[] = {
        {"DESK_WIDTH", "tcp://10.0.0.5:8080",
         "DESK_WIDTH is ignored: Kubernetes sets it to the address of a service of this name"},
        {"DESK_WIDHT", "20", "DESK_WIDHT is ignored; did you mean 'width'?"},
        {"DESK_SOMETHING", "20", "DESK_SOMETHING is ignored: there is no such option"},
        {"DESK_SERVICE_HOST", "10.0.0.5", ""},
        {"DESK_WIDTH_8080_TCP_ADDR", "10.0.0.5", ""},
    };

    (void)state;
    line.environment_prefix = "DESK_";
    line.note = keep_note;
    for (size_t i = 0; i < sizeof variables / sizeof variables[0]; i++) {
        noted[0] = '\0';
        setenv(variables[i].name, variables[i].value, 1);
        assert_int_equal(reading(""), OPTIONS_READ);
        assert_int_equal(desk.width, 10);
        assert_string_equal(noted, variables[i].note);
        unsetenv(variables[i].name);
    }
}

static void
a_carriage_return_at_the_end_is_named(void **state)
{
    (void)state;
    assert_wrong("--title A\r",
                 "--title ends with a carriage return (CR), as the lines of Windows files do");
}

static void
a_file_gives_members_by_name(void **state)
{
    (void)state;
    line.file_member = "people";
    assert_true(options_read_member(&line, "width", "7", error));
    assert_int_equal(desk.width, 7);
    assert_false(options_read_member(&line, "widht", "7", error));
    assert_string_equal(error, "unknown option 'widht'; did you mean 'width'?");
    assert_false(options_read_member(&line, "peple", "7", error));
    assert_string_equal(error, "unknown option 'peple'; did you mean 'people'?");
    assert_false(options_read_member(&line, "wid", "7", error));
    assert_false(options_read_member(&line, "parity", "7", error));
}

static void
a_mistake_is_told_in_a_line(void **state)
{
    (void)state;
    assert_wrong("--width 0", "--width takes a number from 1 to 100, not '0'; a picture has 10");
    setenv("DESK_WIDTH", "wide", 1);
    assert_wrong("", "DESK_WIDTH takes a number from 1 to 100, not 'wide'; a picture has 10");
    unsetenv("DESK_WIDTH");
    assert_wrong("--shift 1.5", "--shift takes a whole number, not '1.5'");
    assert_wrong("--key secrets!", "--key takes at most 7 characters, not '****'");
    assert_wrong("--bold=yes", "--bold takes no value");
    assert_wrong("--titel=A", "unknown option '--titel'; did you mean '--title'?");
    assert_wrong("-x", "unknown option '-x'");
    assert_wrong("--from A", "--from needs --to: a way has two ends");
    line.see = "program --help lists them";
    assert_wrong("--title", "missing value of --title; program --help lists them");
    assert_wrong("--zzzz", "unknown option '--zzzz'; program --help lists them");
}

static void
a_word_is_one_of_the_row(void **state)
{
    (void)state;
    assert_wrong("--colour gren", "unknown --colour 'gren'; did you mean 'green'?");
    assert_wrong("--colour xyzzy", "unknown --colour 'xyzzy'; it must be red or green");
    assert_wrong("--colour re", "unknown --colour 're'; it must be red or green");
}

static void
an_option_of_another_command_is_refused(void **state)
{
    (void)state;
    line.command = "erase";
    line.command_bit = IN_ERASE;
    assert_wrong("--colour red", "erase does not know --colour");
}

/* The file key.txt has that; it is in the way of no other test. */
static void
write_key(const char *text)
{
    FILE *file = fopen("options_test_key.txt", "w");

    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
}

static void
a_secret_is_the_one_line_of_a_file(void **state)
{
    static const char *const good[] = {"secret", "secret\n", "secret\r\n"};

    (void)state;
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++) {
        write_key(good[i]);
        assert_int_equal(reading("--key-file options_test_key.txt"), OPTIONS_READ);
        assert_string_equal(desk.key, "secret");
    }
    line.environment_prefix = "OPTIONS_TEST_";
    setenv("OPTIONS_TEST_KEY_FILE", "options_test_key.txt", 1);
    assert_int_equal(reading(""), OPTIONS_READ);
    assert_string_equal(desk.key, "secret");
    unsetenv("OPTIONS_TEST_KEY_FILE");
    assert_true(options_read_member(&line, "key-file", "options_test_key.txt", error));
    unlink("options_test_key.txt");
}

static void
a_file_without_a_secret_is_told_and_never_quoted(void **state)
{
    (void)state;
    assert_wrong("--key-file nowhere",
                 "--key-file: the file nowhere cannot be read: No such file or directory");
    write_key("");
    assert_wrong("--key-file options_test_key.txt",
                 "--key-file: the file options_test_key.txt is empty");
    write_key("one\ntwo\n");
    assert_wrong("--key-file options_test_key.txt",
                 "--key-file: the file options_test_key.txt has more than one line");
    write_key("much-too-long");
    assert_wrong("--key-file options_test_key.txt",
                 "--key-file takes at most 7 characters, not '****'");
    assert_wrong("--title-file x", "unknown option '--title-file'");
    unlink("options_test_key.txt");
}

static void
help_and_version_end_the_reading(void **state)
{
    (void)state;
    assert_int_equal(reading("--help --nonsense"), OPTIONS_HELP);
    assert_int_equal(reading("-h"), OPTIONS_HELP);
    assert_int_equal(reading("--version"), OPTIONS_VERSION);
}

static void
help_tells_value_variable_and_fallback_of_what_the_command_knows(void **state)
{
    char text[4096] = "";
    FILE *out = fmemopen(text, sizeof text, "w");

    (void)state;
    assert_non_null(out);
    line.command_bit = IN_ERASE;
    options_help(&line, out);
    fclose(out);
    assert_non_null(strstr(text, "  --title TEXT                  what stands above "
                                 "[DESK_TITLE, untitled]\n"));
    assert_null(strstr(text, "--colour"));
    assert_non_null(
        strstr(text, "  --key-file FILE               the same, the one line of a file\n"));
}

int
main(void)
{
#define DESK_TEST(name) cmocka_unit_test_setup(name, clear)
    const struct CMUnitTest tests[] = {
        DESK_TEST(each_kind_goes_into_its_member),
        DESK_TEST(a_duration_is_a_number_with_a_unit),
        DESK_TEST(a_size_is_a_number_of_bytes_with_a_unit),
        DESK_TEST(words_that_are_no_options_come_behind_them),
        DESK_TEST(a_beginning_is_enough_when_it_is_of_one_option_only),
        DESK_TEST(the_command_line_wins_over_the_environment_and_that_over_the_fallback),
        DESK_TEST(a_prefix_gives_every_option_a_variable),
        DESK_TEST(what_wins_is_judged_alone),
        DESK_TEST(a_variable_that_means_no_option_is_ignored_with_a_note),
        DESK_TEST(a_carriage_return_at_the_end_is_named),
        DESK_TEST(a_file_gives_members_by_name),
        DESK_TEST(a_mistake_is_told_in_a_line),
        DESK_TEST(a_word_is_one_of_the_row),
        DESK_TEST(an_option_of_another_command_is_refused),
        DESK_TEST(a_secret_is_the_one_line_of_a_file),
        DESK_TEST(a_file_without_a_secret_is_told_and_never_quoted),
        DESK_TEST(help_and_version_end_the_reading),
        DESK_TEST(help_tells_value_variable_and_fallback_of_what_the_command_knows),
    };

    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
