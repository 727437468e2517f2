/*
 * The yardstick of ci/bench: the least that a libmicrohttpd server can do for a POST. One epoll
 * thread and 8 KiB of connection memory, as the mock has; the body is read and dropped, the answer
 * is a constant of 400 bytes. A POST of /notify is a notification: it is accepted and counted, and
 * GET /notify says how many came. Only the benchmark runs it.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ANSWER_SIZE       400
#define CONNECTION_MEMORY 8192u
#define CONNECTIONS       256u

struct answers {
    struct MHD_Response *payment;
    struct MHD_Response *success;
    unsigned long notified;
};

/* A JSON object of one text, filled up to the size of a payment's answer. */
static struct MHD_Response *
make_answer(void)
{
    static char body[ANSWER_SIZE];
    static const char head[] = "{\"respcd\": \"0000\", \"filler\": \"";
    struct MHD_Response *answer = NULL;

    memset(body, 'x', sizeof body);
    memcpy(body, head, sizeof head - 1);
    memcpy(body + sizeof body - 2, "\"}", 2);
    answer = MHD_create_response_from_buffer(sizeof body, body, MHD_RESPMEM_PERSISTENT);
    if (answer && MHD_add_response_header(answer, "Content-Type",
                                          "application/json; charset=UTF-8") != MHD_YES) {
        MHD_destroy_response(answer);
        answer = NULL;
    }
    return answer;
}

static enum MHD_Result
tell_count(struct MHD_Connection *connection, unsigned long count)
{
    char text[32];
    int len = snprintf(text, sizeof text, "%lu", count);
    struct MHD_Response *told = MHD_create_response_from_buffer((size_t)len, text,
                                                                MHD_RESPMEM_MUST_COPY);
    enum MHD_Result result = told ? MHD_queue_response(connection, MHD_HTTP_OK, told) : MHD_NO;

    MHD_destroy_response(told);
    return result;
}

static enum MHD_Result
handle(void *context, struct MHD_Connection *connection, const char *url, const char *method,
       const char *version, const char *upload, size_t *upload_size, void **request)
{
    static char seen;
    struct answers *answers = context;

    (void)version;
    (void)upload;
    if (!*request) {
        *request = &seen;
        return MHD_YES;
    }
    if (*upload_size > 0) {
        *upload_size = 0;
        return MHD_YES;
    }
    if (strcmp(url, "/notify") != 0)
        return MHD_queue_response(connection, MHD_HTTP_OK, answers->payment);
    if (strcmp(method, "POST") != 0)
        return tell_count(connection, answers->notified);
    answers->notified++;
    return MHD_queue_response(connection, MHD_HTTP_OK, answers->success);
}

/* The port of the command line, or -1. */
static long
read_port(int argc, char **argv)
{
    char *end = NULL;
    long port = -1;

    if (argc == 3 && strcmp(argv[1], "--port") == 0)
        port = strtol(argv[2], &end, 10);
    return end && *end == '\0' && end != argv[2] && port <= UINT16_MAX ? port : -1;
}

static struct MHD_Daemon *
start(uint16_t port, struct answers *answers)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};

    return MHD_start_daemon(MHD_USE_EPOLL_INTERNAL_THREAD, port, NULL, NULL, &handle, answers,
                            MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address,
                            MHD_OPTION_CONNECTION_MEMORY_LIMIT, (size_t)CONNECTION_MEMORY,
                            MHD_OPTION_CONNECTION_LIMIT, CONNECTIONS, MHD_OPTION_END);
}

int
main(int argc, char **argv)
{
    long port = read_port(argc, argv);
    struct answers answers = {0};
    struct MHD_Daemon *daemon = NULL;
    sigset_t end;
    int caught = 0;

    if (port < 0) {
        (void)fprintf(stderr, "usage: %s --port N (0 takes a free one)\n", argv[0]);
        return 2;
    }
    /* Blocked before the server's thread starts, so that only sigwait sees them. */
    (void)sigemptyset(&end);
    (void)sigaddset(&end, SIGTERM);
    (void)sigaddset(&end, SIGINT);
    (void)sigprocmask(SIG_BLOCK, &end, NULL);

    answers.payment = make_answer();
    answers.success = MHD_create_response_from_buffer(7, (void *)"SUCCESS", MHD_RESPMEM_PERSISTENT);
    if (answers.payment && answers.success)
        daemon = start((uint16_t)port, &answers);
    if (!daemon) {
        (void)fprintf(stderr, "bare: cannot listen on port %ld\n", port);
        return 1;
    }
    printf("bare listening on http://127.0.0.1:%u\n",
           (unsigned)MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
    (void)fflush(stdout);
    (void)sigwait(&end, &caught);
    MHD_stop_daemon(daemon);
    MHD_destroy_response(answers.payment);
    MHD_destroy_response(answers.success);
    return 0;
}
