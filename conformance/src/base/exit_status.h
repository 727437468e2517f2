/* How the program ends; docs/server.md and --help say the same to users. */
#ifndef CONFORM_EXIT_STATUS_H
#define CONFORM_EXIT_STATUS_H

enum exit_status {
    EXIT_AS_EXPECTED = 0,
    EXIT_UNEXPECTED = 1,
    EXIT_USAGE = 2, /* or a fixture that is wrong, or a report that cannot be written */
    EXIT_OUT_OF_REACH = 3,
    EXIT_UNSAFE = 4, /* refused for safety, or something was left behind */
};

#endif
