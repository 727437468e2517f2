/* Whose file it is: looked at before SQLite, or anybody, writes to it. */
#ifndef MOCK_DB_FILE_H
#define MOCK_DB_FILE_H

#include <stddef.h>
#include <stdint.h>

/* "QFPY", in the header of every file of the mock since schema 4. */
#define DB_FILE_APPLICATION INT32_C(0x51465059)

/* Open a file, which is made if there is none, and lock it, so that one process serves it by
 * whatever name. The descriptor, to be closed after SQLite has closed the file; -1 with one line in
 * error when it is no regular file, no database, another program's, or served already. */
int db_file_open(const char *path, char *error, size_t error_size);

#endif
