/* When the file is waited for until it is on the disk: --sync, in its order and in SQLite's. */
#ifndef MOCK_SYNC_H
#define MOCK_SYNC_H

/* What a power cut may cost. The death of the process costs nothing with any of them. */
enum store_sync {
    STORE_SYNC_OFF,    /* perhaps the file */
    STORE_SYNC_NORMAL, /* the last moments, never the file */
    STORE_SYNC_FULL,   /* nothing that was committed */
};

#endif
