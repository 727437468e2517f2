/* cJSON keeps no positions, so the text is walked once more beside the tree that came from it: the
 * text is known to be JSON, and text and tree have their elements in the same order. */
#include "start/config_line.h"

#include <stddef.h>
#include <string.h>

struct search {
    const cJSON *wanted;
    const char *found;
};

int
config_line_of(const char *text, const char *at)
{
    int line = 1;

    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

/* What cJSON takes for white space. */
static const char *
skip_space(const char *at)
{
    while (*at != '\0' && (unsigned char)*at <= ' ')
        at++;
    return at;
}

static const char *
skip_string(const char *at)
{
    for (at++; *at != '\0' && *at != '"'; at++)
        at += at[0] == '\\' && at[1] != '\0';
    return *at == '\0' ? at : at + 1;
}

static const char *
skip_scalar(const char *at)
{
    return *at == '"' ? skip_string(at) : at + strcspn(at, ",]} \t\r\n");
}

/* Walk over one value; the end of it. */
static const char *
walk(struct search *search, const char *at, const cJSON *node)
{
    const cJSON *child;

    if (!cJSON_IsObject(node) && !cJSON_IsArray(node))
        return skip_scalar(at);
    at = skip_space(at + 1);
    for (child = node->child; child && !search->found; child = child->next) {
        if (child == search->wanted)
            search->found = at;
        if (cJSON_IsObject(node)) {
            at = skip_space(skip_string(at));
            at = skip_space(at + (*at == ':'));
        }
        at = skip_space(walk(search, at, child));
        at = skip_space(at + (*at == ','));
    }
    return *at == '\0' ? at : at + 1;
}

int
config_line_of_node(const char *text, const cJSON *root, const cJSON *node)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* a byte order mark, which cJSON skips */
    struct search search = {.wanted = node};
    const char *start = text;

    if (strncmp(start, mark, sizeof mark - 1) == 0)
        start += sizeof mark - 1;
    walk(&search, skip_space(start), root);
    return config_line_of(text, search.found ? search.found : text);
}
