/* One server per durable file. */
#ifndef MOCK_FILE_LOCK_H
#define MOCK_FILE_LOCK_H

/* Lock FILE-lock beside the file, for the life of the process or until file_unlock. The descriptor,
 * -1 when another process holds it, -2 when the lock file cannot be made. */
int file_lock(const char *path);
void file_unlock(int fd);

#endif
