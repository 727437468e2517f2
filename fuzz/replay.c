/*
 * Runs every file of a corpus through a fuzz target, as a plain test with any compiler: what a
 * fuzzer once found stays found. A folder without files is a failure, not a pass.
 */
#include "fuzzer.h"

#include <dirent.h>
#include <sys/stat.h>

/* The largest file that a corpus may hold, in bytes. */
#define INPUT_MAX (1u << 20)

static bool
replay_file(const char *path)
{
    uint8_t *data = NULL;
    size_t size = 0;
    FILE *file = fopen(path, "rb");
    bool read_all = false;

    if (!file)
        goto out;
    data = must_have(INPUT_MAX);
    size = fread(data, 1, INPUT_MAX, file);
    read_all = feof(file) != 0 && ferror(file) == 0;
    if (read_all)
        (void)LLVMFuzzerTestOneInput(data, size);
out:
    if (file)
        (void)fclose(file);
    free(data);
    if (!read_all)
        (void)fprintf(stderr, "cannot read %s as a whole\n", path);
    return read_all;
}

static bool
is_file(const char *path)
{
    struct stat about;

    return stat(path, &about) == 0 && S_ISREG(about.st_mode);
}

/* How many files were replayed; -1 when one could not be read. */
static int
replay_folder(const char *folder)
{
    char path[4096];
    int count = 0;
    DIR *listing = opendir(folder);

    if (!listing)
        return -1;
    for (struct dirent *entry = readdir(listing); entry && count >= 0; entry = readdir(listing)) {
        int length = snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);

        if (length < 0 || (size_t)length >= sizeof path)
            count = -1;
        else if (is_file(path))
            count = replay_file(path) ? count + 1 : -1;
    }
    (void)closedir(listing);
    return count;
}

int
main(int argc, char **argv)
{
    int count = 0;

    if (argc != 2) {
        (void)fprintf(stderr, "usage: %s CORPUS_FOLDER\n", argv[0]);
        return 2;
    }
    count = replay_folder(argv[1]);
    if (count <= 0) {
        (void)fprintf(stderr, "no input could be replayed from %s\n", argv[1]);
        return 1;
    }
    printf("%d inputs replayed\n", count);
    return 0;
}
