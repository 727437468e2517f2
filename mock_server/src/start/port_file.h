/* The file that says at which port a mock serves, for who started it and waits. It is there only
 * while the number in it is served, and never half written. What is there and is no regular file, a
 * pipe or /dev/stdout, is written to and stays. */
#ifndef MOCK_PORT_FILE_H
#define MOCK_PORT_FILE_H

#include <stdbool.h>
#include <stddef.h>

/* Remove one that an earlier run has left. false with a line in error. */
bool port_file_clear(const char *path, char *error, size_t error_size);

bool port_file_write(const char *path, int port, char *error, size_t error_size);

/* Remove it, unless another mock has written it since. */
void port_file_remove(const char *path, int port);

#endif
