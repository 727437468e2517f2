/* Files as a whole: what is in them, and what is too much. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "program/read_whole.h"

/* Read a file of that many bytes; the length, or SIZE_MAX for none. */
static size_t
read_back(size_t size, size_t max)
{
    FILE *file = tmpfile();
    size_t len = 0;
    char *bytes;

    assert_non_null(file);
    for (size_t i = 0; i < size; i++)
        assert_int_not_equal(fputc('a' + (int)(i % 26), file), EOF);
    rewind(file);
    bytes = read_whole(file, max, &len);
    fclose(file);
    if (!bytes)
        return SIZE_MAX;
    assert_int_equal(strlen(bytes), len);
    assert_true(len == 0 || bytes[len - 1] == 'a' + (int)((len - 1) % 26));
    free(bytes);
    return len;
}

static void
a_file_is_read_up_to_the_bound(void **state)
{
    static const size_t sizes[] = {0, 1, 65535, 65536, 65537, 200000};

    (void)state;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        assert_int_equal(read_back(sizes[i], sizes[i]), sizes[i]);
        assert_int_equal(read_back(sizes[i], 1000000), sizes[i]);
        if (sizes[i] > 0) {
            assert_true(read_back(sizes[i], sizes[i] - 1) == SIZE_MAX);
            assert_int_equal(errno, EFBIG);
        }
    }
}

static void
a_folder_is_none(void **state)
{
    FILE *folder = fopen("/", "rb");
    size_t len = 0;

    (void)state;
    assert_non_null(folder);
    assert_null(read_whole(folder, 10, &len));
    assert_int_equal(errno, EISDIR);
    fclose(folder);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_file_is_read_up_to_the_bound),
        cmocka_unit_test(a_folder_is_none),
    };

    return cmocka_run_group_tests_name("read_whole", tests, NULL, NULL);
}
