/* See pipeline.h. libcurl connects, with TLS where the URL says so, and carries bytes; what they
 * mean is read here, since libcurl has no pipelining any more. */
#include "target/pipeline.h"

#include <curl/curl.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { PIECE_SIZE = 16384, ANSWERS_MAX_BYTES = 4 << 20, WAIT_MS = 100 };

/* Between two packets, for whoever reads to have the first one alone. It is no more than a good
 * chance: what is asked for holds without it. */
enum { GAP_MS = 5 };

/* Bytes as they come. */
struct stream {
    char *bytes;
    size_t len;
    size_t used; /* by the answers read so far */
    bool ended;
};

static bool
stream_add(struct stream *stream, const char *bytes, size_t len)
{
    char *longer = stream->len + len > ANSWERS_MAX_BYTES
                       ? NULL
                       : realloc(stream->bytes, stream->len + len + 1);

    if (!longer)
        return false;
    stream->bytes = longer;
    memcpy(longer + stream->len, bytes, len);
    stream->len += len;
    longer[stream->len] = '\0';
    return true;
}

/* One request as it goes over the wire. */
static bool
write_request(struct stream *out, const struct outgoing *outgoing, const char *host)
{
    char line[256];
    int len = snprintf(line, sizeof line, " HTTP/1.1\r\nHost: %s\r\nContent-Length: %zu\r\n", host,
                       outgoing->body_len);
    bool fits = len > 0 && (size_t)len < sizeof line &&
                stream_add(out, outgoing->method, strlen(outgoing->method)) &&
                stream_add(out, " ", 1) &&
                stream_add(out, outgoing->path, strlen(outgoing->path)) &&
                stream_add(out, line, (size_t)len);
    size_t i;

    for (i = 0; fits && i < outgoing->header_count; i++) {
        const struct qfpay_header *header = &outgoing->headers[i];

        fits = stream_add(out, header->name, strlen(header->name)) && stream_add(out, ": ", 2) &&
               stream_add(out, header->value, strlen(header->value)) && stream_add(out, "\r\n", 2);
    }
    return fits && stream_add(out, "\r\n", 2) &&
           (!outgoing->body_len || stream_add(out, outgoing->body, outgoing->body_len));
}

/* Wait until the connection can be read or written; false when the time is over. */
static bool
wait_for(CURL *easy, short events, int64_t deadline_ms)
{
    curl_socket_t socket = CURL_SOCKET_BAD;
    struct pollfd ready = {0};

    if (now_ms() >= deadline_ms ||
        curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, &socket) != CURLE_OK)
        return false;
    ready.fd = socket;
    ready.events = events;
    (void)poll(&ready, 1, WAIT_MS);
    return true;
}

static bool
send_bytes(CURL *easy, const char *bytes, size_t len, int64_t deadline_ms)
{
    size_t sent = 0;

    while (sent < len) {
        size_t now = 0;
        CURLcode code = curl_easy_send(easy, bytes + sent, len - sent, &now);

        sent += now;
        if (code == CURLE_AGAIN ? !wait_for(easy, POLLOUT, deadline_ms) : code != CURLE_OK)
            return false;
    }
    return true;
}

/* All in one piece; or the head, and then the body in as many as it is cut into. */
static bool
send_in_pieces(CURL *easy, const struct stream *out, const struct outgoing *outgoing,
               int64_t deadline_ms)
{
    size_t left = outgoing->pieces > 1 ? outgoing->body_len : 0;
    size_t size = left / (left ? outgoing->pieces : 1) + 1;
    bool sent = send_bytes(easy, out->bytes, out->len - left, deadline_ms);

    for (; sent && left; left -= size < left ? size : left) {
        (void)poll(NULL, 0, GAP_MS);
        sent = send_bytes(easy, out->bytes + out->len - left, size < left ? size : left,
                          deadline_ms);
    }
    return sent;
}

/* Take what has come; false at the end or when the time is over. */
static bool
receive_bytes(CURL *easy, struct stream *in, int64_t deadline_ms)
{
    char piece[PIECE_SIZE];
    size_t len = 0;
    CURLcode code = curl_easy_recv(easy, piece, sizeof piece, &len);

    if (code == CURLE_AGAIN)
        return wait_for(easy, POLLIN, deadline_ms);
    in->ended = code != CURLE_OK || !len;
    return !in->ended && stream_add(in, piece, len);
}

/* The lines of a head up to the empty one. */
static bool
read_head(struct qfpay_response *answer, const char *head, const char *end)
{
    const char *line = strstr(head, "\r\n") + 2;

    answer->http_status = (int)strtol(head + strlen("HTTP/1.1 "), NULL, 10);
    while (line < end) {
        const char *stop = strstr(line, "\r\n");
        const char *colon = memchr(line, ':', (size_t)(stop - line));

        if (!colon || qfpay_response_add_header(answer, line, (size_t)(colon - line), colon + 1,
                                                (size_t)(stop - colon - 1)) != QFPAY_OK)
            return false;
        line = stop + 2;
    }
    return true;
}

/* The chunks of a body; where it ends, or NULL while some are missing. */
static const char *
read_chunks(struct qfpay_response *answer, const char *at, const char *end)
{
    for (;;) {
        const char *line_end = strstr(at, "\r\n");
        size_t size = line_end ? strtoul(at, NULL, 16) : 0;

        if (!line_end || size > (size_t)(end - line_end) || (size_t)(end - line_end) - size < 4)
            return NULL;
        at = line_end + 2;
        if (!size)
            return at + 2;
        if (qfpay_response_add_body(answer, at, size) != QFPAY_OK)
            return NULL;
        at += size + 2;
    }
}

/* The body behind a head; where it ends, or NULL while some of it is missing. */
static const char *
read_body(struct qfpay_response *answer, const char *at, const char *end)
{
    const char *coding = qfpay_response_header(answer, "Transfer-Encoding");
    const char *length = qfpay_response_header(answer, "Content-Length");
    size_t size = length ? strtoul(length, NULL, 10) : 0;

    if (coding && strcasecmp(coding, "chunked") == 0)
        return read_chunks(answer, at, end);
    if (size > (size_t)(end - at) ||
        (size && qfpay_response_add_body(answer, at, size) != QFPAY_OK))
        return NULL;
    return at + size;
}

/* Read the next whole answer, and those of 1xx in front of it; false while it is not there. */
static bool
read_answer(struct stream *in, struct qfpay_response *answer)
{
    for (;;) {
        const char *head = in->len > in->used ? in->bytes + in->used : "";
        const char *end = strstr(head, "\r\n\r\n");
        const char *behind = NULL;

        qfpay_response_clear(answer);
        if (strncmp(head, "HTTP/1.", 7) == 0 && end && read_head(answer, head, end + 2))
            behind = read_body(answer, end + 4, in->bytes + in->len);
        if (!behind)
            return false;
        in->used = (size_t)(behind - in->bytes);
        if (answer->http_status / 100 != 1)
            return true;
    }
}

static CURL *
connect_to(const struct target *target, int64_t deadline_ms)
{
    CURL *easy = curl_easy_init();
    struct curl_slist *resolve = NULL;
    const char *const *entry;
    int64_t left = deadline_ms - now_ms();
    CURLcode code = easy ? CURLE_OK : CURLE_FAILED_INIT;

    for (entry = target->resolve; entry && *entry; entry++)
        resolve = curl_slist_append(resolve, *entry);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_URL, target->url);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_PROXY, "");
    code = code ? code : curl_easy_setopt(easy, CURLOPT_RESOLVE, resolve);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    code = code ? code : curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, left > 0 ? (long)left : 1L);
    if (!code && target->ca_file)
        code = curl_easy_setopt(easy, CURLOPT_CAINFO, target->ca_file);
    code = code ? code : curl_easy_perform(easy);
    curl_slist_free_all(resolve);
    if (code && easy)
        curl_easy_cleanup(easy);
    return code ? NULL : easy;
}

/* "127.0.0.1:8080" of the target's URL. */
static const char *
host_of(const char *url)
{
    const char *host = strstr(url, "://");

    return host ? host + 3 : url;
}

void
pipeline_exchange(const struct target *target, const struct outgoing *outgoing, size_t count,
                  int64_t deadline_ms, struct qfpay_response *const *answers,
                  struct qfpay_error *const *problems)
{
    struct stream out = {0}, in = {0};
    int64_t usual_ms = now_ms() + EXCHANGE_TIMEOUT_MS;
    CURL *easy = NULL;
    bool sent;
    size_t read = 0, i;

    deadline_ms = deadline_ms < usual_ms ? deadline_ms : usual_ms;
    easy = connect_to(target, deadline_ms);
    sent = easy != NULL;
    for (i = 0; sent && i < count; i++)
        sent = write_request(&out, &outgoing[i], host_of(target->url));
    sent = sent && send_in_pieces(easy, &out, &outgoing[count - 1], deadline_ms);
    while (sent && read < count) {
        if (read_answer(&in, answers[read]))
            problems[read++]->status = QFPAY_OK;
        else if (!receive_bytes(easy, &in, deadline_ms))
            break;
    }
    for (i = read; i < count; i++) {
        qfpay_response_clear(answers[i]);
        answers[i]->sent = easy != NULL;
        (void)qfpay_fail(problems[i], in.ended || !sent ? QFPAY_E_TRANSPORT : QFPAY_E_TIMEOUT,
                         easy ? "of %zu requests in one piece only %zu were answered"
                              : "%zu requests: no connection (%zu answered)",
                         count, read);
    }
    if (easy)
        curl_easy_cleanup(easy);
    free(out.bytes);
    free(in.bytes);
}
