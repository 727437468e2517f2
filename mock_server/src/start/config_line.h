/* Where in a JSON text an element stands, for messages about it. */
#ifndef MOCK_CONFIG_LINE_H
#define MOCK_CONFIG_LINE_H

#include <cjson/cJSON.h>

/* The line of a position in the text, from 1. */
int config_line_of(const char *text, const char *at);

/* The line on which a node begins, a member with its key; root is what cJSON read from the text. 1
 * when the node is not below root. */
int config_line_of_node(const char *text, const cJSON *root, const cJSON *node);

#endif
