/*
 * HTTP responses: bounded growth while they arrive, look-up afterwards.
 *
 * Both bounds live here, so every transport has them. Growth doubles, so a large body that comes in
 * small pieces is not copied once per piece.
 */
#include "qfpay/exchange.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define FIRST_BODY_SIZE    1024u
#define FIRST_HEADER_COUNT 16u

void
qfpay_response_init(struct qfpay_response *response)
{
    *response = (struct qfpay_response){0};
}

void
qfpay_response_clear(struct qfpay_response *response)
{
    if (!response)
        return;
    /* Name and value share one block, which begins with the name. */
    for (size_t i = 0; i < response->header_count; i++)
        free((char *)response->headers[i].name);
    free(response->headers);
    free(response->body);
    free(response->tls_subject);
    free(response->tls_issuer);
    qfpay_response_init(response);
}

const char *
qfpay_response_header(const struct qfpay_response *response, const char *name)
{
    for (size_t i = response->header_count; i > 0; i--)
        if (strcasecmp(response->headers[i - 1].name, name) == 0)
            return response->headers[i - 1].value;
    return NULL;
}

static size_t
head_bytes(const struct qfpay_response *response)
{
    size_t bytes = 0;

    for (size_t i = 0; i < response->header_count; i++)
        bytes += strlen(response->headers[i].name) + strlen(response->headers[i].value);
    return bytes;
}

/* Room for one more header: the array doubles whenever its count is a full power of two. */
static bool
make_header_room(struct qfpay_response *response)
{
    size_t count = response->header_count;
    struct qfpay_header *larger = NULL;

    if (count != 0 && (count < FIRST_HEADER_COUNT || (count & (count - 1)) != 0))
        return true;

    size_t capacity = count ? 2 * count : FIRST_HEADER_COUNT;

    larger = realloc(response->headers, capacity * sizeof *larger);
    if (!larger)
        return false;
    response->headers = larger;
    return true;
}

static bool
is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

enum qfpay_status
qfpay_response_add_header(struct qfpay_response *response, const char *name, size_t name_len,
                          const char *value, size_t value_len)
{
    char *block = NULL;

    while (value_len > 0 && is_blank(value[0])) {
        value++;
        value_len--;
    }
    while (value_len > 0 && is_blank(value[value_len - 1]))
        value_len--;

    if (response->header_count >= QFPAY_RESPONSE_HEADERS_MAX ||
        name_len > QFPAY_RESPONSE_HEAD_BYTES_MAX || value_len > QFPAY_RESPONSE_HEAD_BYTES_MAX ||
        head_bytes(response) + name_len + value_len > QFPAY_RESPONSE_HEAD_BYTES_MAX)
        return QFPAY_E_LIMIT;
    if (!make_header_room(response))
        return QFPAY_E_MEMORY;
    block = malloc(name_len + value_len + 2);
    if (!block)
        return QFPAY_E_MEMORY;

    memcpy(block, name, name_len);
    block[name_len] = '\0';
    memcpy(block + name_len + 1, value, value_len);
    block[name_len + 1 + value_len] = '\0';
    response->headers[response->header_count++] = (struct qfpay_header){
        .name = block, .value = block + name_len + 1};
    return QFPAY_OK;
}

/* The capacity is not stored: it is the least power of two, from 1 KiB, that holds body and NUL. */
static size_t
body_capacity(size_t len)
{
    size_t capacity = FIRST_BODY_SIZE;

    while (capacity < len + 1)
        capacity *= 2;
    return capacity;
}

enum qfpay_status
qfpay_response_add_body(struct qfpay_response *response, const void *bytes, size_t len)
{
    size_t total = response->body_len + len;

    if (len > QFPAY_RESPONSE_MAX || total > QFPAY_RESPONSE_MAX)
        return QFPAY_E_LIMIT;
    if (len == 0)
        return QFPAY_OK;
    if (!response->body || body_capacity(total) != body_capacity(response->body_len)) {
        char *larger = realloc(response->body, body_capacity(total));

        if (!larger)
            return QFPAY_E_MEMORY;
        response->body = larger;
    }
    memcpy(response->body + response->body_len, bytes, len);
    response->body_len = total;
    response->body[total] = '\0';
    return QFPAY_OK;
}
