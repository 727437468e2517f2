/* See own_answer.h. */
#include "situation/own_answer.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool
read_string(const cJSON *item, size_t max, char **text)
{
    const char *value = cJSON_GetStringValue(item);

    if (!value || strlen(value) > max)
        return false;
    free(*text); /* a member may come twice */
    *text = strdup(value);
    return *text != NULL;
}

bool
own_answer_read_text(const cJSON *item, char **text)
{
    return read_string(item, OWN_TEXT_MAX, text);
}

/* A text as it stands, or an object as JSON. cJSON allocates with malloc. */
bool
own_answer_read_body(const cJSON *item, struct own_answer *own)
{
    own->is_json = cJSON_IsObject(item);
    if (!own->is_json)
        return read_string(item, OWN_BODY_MAX, &own->body);
    free(own->body);
    own->body = cJSON_PrintUnformatted(item);
    return own->body && strlen(own->body) <= OWN_BODY_MAX;
}

static bool
is_name(const char *name)
{
    /* How the connection carries the answer is not the answer's to say. */
    static const char *const carriers[] = {
        "Connection", "Content-Length",    "Date", "Keep-Alive", "Trailer",
        "Upgrade",    "Transfer-Encoding", "TE"};
    size_t len = strlen(name);

    for (size_t i = 0; i < sizeof carriers / sizeof carriers[0]; i++) {
        if (strcasecmp(carriers[i], name) == 0)
            return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (!isalnum((unsigned char)name[i]) && !strchr("!#$%&'*+-.^_`|~", name[i]))
            return false;
    }
    return len > 0 && len <= OWN_NAME_MAX;
}

static bool
is_value(const char *value)
{
    for (const char *at = value; *at != '\0'; at++) {
        if (*at < ' ' || *at > '~')
            return false;
    }
    return true;
}

bool
own_answer_read_headers(const cJSON *item, struct own_answer *own)
{
    const cJSON *header;

    if (!cJSON_IsObject(item))
        return false;
    cJSON_ArrayForEach(header, item)
    {
        struct own_header *row = &own->headers[own->header_count];

        if (own->header_count == OWN_HEADERS_MAX || !is_name(header->string) ||
            !read_string(header, OWN_VALUE_MAX, &row->value))
            return false;
        own->header_count++;
        row->name = strdup(header->string);
        if (!row->name || !is_value(row->value))
            return false;
    }
    return own->header_count > 0;
}

static bool
copy_text(struct arena *arena, char **text)
{
    if (*text)
        *text = arena_dup(arena, *text);
    return *text != NULL;
}

const struct own_answer *
own_answer_copy(struct arena *arena, const struct own_answer *own)
{
    struct own_answer *copy = arena_alloc(arena, sizeof *copy);
    bool ok = copy != NULL;

    if (!ok)
        return NULL;
    *copy = *own;
    ok = (!own->respmsg || copy_text(arena, &copy->respmsg)) &&
         (!own->resperr || copy_text(arena, &copy->resperr)) &&
         (!own->body || copy_text(arena, &copy->body));
    for (size_t i = 0; ok && i < copy->header_count; i++)
        ok = copy_text(arena, &copy->headers[i].name) && copy_text(arena, &copy->headers[i].value);
    return ok ? copy : NULL;
}

void
own_answer_free(struct own_answer *own)
{
    if (!own)
        return;
    for (size_t i = 0; i < own->header_count; i++) {
        free(own->headers[i].name);
        free(own->headers[i].value);
    }
    free(own->respmsg);
    free(own->resperr);
    free(own->body);
    free(own);
}
