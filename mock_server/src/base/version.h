/* The version on the command line, in answers and in health. */
#ifndef MOCK_VERSION_H
#define MOCK_VERSION_H

#ifndef MOCK_VERSION
#error "MOCK_VERSION is defined by the build"
#endif

#endif
