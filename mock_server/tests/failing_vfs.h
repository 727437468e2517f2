/* SQLite's way to the disk, which fails when a test says so. */
#ifndef MOCK_TESTS_FAILING_VFS_H
#define MOCK_TESTS_FAILING_VFS_H

/* From now on files are opened in this way. Nothing fails yet. */
void failing_vfs_install(void);

/* Let the n-th write from here fail, and all that follow; 0: none. */
void failing_vfs_fail_at(int n);

/* Whether that write has come. */
int failing_vfs_has_failed(void);

#endif
