/* SQLite's way to the disk, which remembers all that was written and synced, so that a test can
 * tell what a power cut may leave. The files are written besides. */
#ifndef MOCK_TESTS_RECORDING_VFS_H
#define MOCK_TESTS_RECORDING_VFS_H

#include <stddef.h>
#include <stdint.h>

enum happening {
    FILE_WRITTEN,
    FILE_CUT, /* to a size */
    FILE_SYNCED,
    FILE_DELETED,
    FOLDER_SYNCED, /* deletions too are on the disk */
    ORDERS_ANSWERED,
};

struct event {
    enum happening what;
    char ending[16]; /* of the file's name: "db", "db-wal", "db-journal" */
    int64_t at;      /* a position, a size, a count of orders */
    unsigned char *data;
    size_t size;
};

/* From now on files are opened in this way, and what happens is remembered. */
void recording_vfs_begin(void);

/* Remember that so many orders are answered. */
void recording_vfs_note_answered(int64_t count);

/* Remember no more: what has happened since, in its order, until it is forgotten. */
const struct event *recording_vfs_end(size_t *count);
void recording_vfs_clear(void);

#endif
