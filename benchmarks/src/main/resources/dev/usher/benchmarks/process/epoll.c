/* The limit: a line echo, or an HTTP server that looks at nothing but the ends of heads, in a loop over epoll.
 *   epoll echo|http
 * It answers all that is whole by one write per readiness. A peer that does not read its answers is closed, which is
 * enough for a measurement and for nothing else.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { EVENTS = 1024, IN = 65536, LONGEST = 65536, ANSWER = 256, OUT = 4 * (IN + LONGEST) };

struct peer {
    int fd;
    int have;      /* bytes of a request whose end has not come */
    char *partial; /* those bytes, or null */
};

static char window[LONGEST + IN];
static char out[OUT + 64 * ANSWER];
static char plain[ANSWER], json[ANSWER];
static int plain_length, json_length;

static int answer(char *to, const char *type, const char *body) {
    char date[64];
    time_t now = time(NULL);
    strftime(date, sizeof date, "%a, %d %b %Y %H:%M:%S GMT", gmtime(&now));
    return snprintf(to, ANSWER,
                    "HTTP/1.1 200 OK\r\nServer: epoll\r\nDate: %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n\r\n%s",
                    date, type, strlen(body), body);
}

static void renew(void) {
    static time_t last;
    time_t now = time(NULL);
    if (now != last) {
        last = now;
        plain_length = answer(plain, "text/plain", "Hello, World!");
        json_length = answer(json, "application/json", "{\"message\":\"Hello, World!\"}");
    }
}

/* Both answer what is whole in the window, and return where the rest begins, or -1 if the answers do not fit. */
static int echo(int searched, int limit, int *length) {
    int begin = 0;
    char *end;
    while ((end = memchr(window + searched, '\n', limit - searched)) != NULL) {
        int next = (int)(end - window) + 1;
        int text = next - 1 - begin;
        if (text > 0 && window[begin + text - 1] == '\r') text--;
        memcpy(out + *length, window + begin, text);
        memcpy(out + *length + text, "\r\n", 2);
        *length += text + 2;
        begin = searched = next;
    }
    return begin;
}

static int http(int searched, int limit, int *length) {
    int begin = 0;
    int from = searched > 3 ? searched - 3 : 0;
    char *end;
    renew();
    while ((end = memmem(window + from, limit - from, "\r\n\r\n", 4)) != NULL) {
        int is_json = memcmp(window + begin, "GET /json ", 10) == 0;
        int count = is_json ? json_length : plain_length;
        if (*length + count > (int)sizeof out) return -1;
        memcpy(out + *length, is_json ? json : plain, count);
        *length += count;
        begin = from = (int)(end - window) + 4;
    }
    return begin;
}

static void drop(struct peer *peer) {
    close(peer->fd);
    free(peer->partial);
    free(peer);
}

static void serve(struct peer *peer, int (*protocol)(int, int, int *)) {
    int searched = peer->have;
    if (searched) memcpy(window, peer->partial, searched);
    ssize_t count = read(peer->fd, window + searched, IN);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {
        drop(peer);
        return;
    }
    int length = 0, limit = searched + (int)count;
    int begin = protocol(searched, limit, &length);
    int rest = limit - begin;
    if (begin < 0 || rest > LONGEST || (length && write(peer->fd, out, length) != length)) {
        drop(peer);
        return;
    }
    if (rest) {
        char *kept = realloc(peer->partial, rest);
        if (!kept) {
            drop(peer);
            return;
        }
        memcpy(kept, window + begin, rest);
        peer->partial = kept;
    } else if (peer->partial) {
        free(peer->partial);
        peer->partial = NULL;
    }
    peer->have = rest;
}

static void welcome(int listener, int loop) {
    int fd, on = 1;
    while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
        struct peer *peer = calloc(1, sizeof *peer);
        if (!peer) {
            close(fd);
            return;
        }
        peer->fd = fd;
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = peer};
        epoll_ctl(loop, EPOLL_CTL_ADD, fd, &event);
    }
}

int main(int count, char **arguments) {
    if (count != 2 || (strcmp(arguments[1], "echo") && strcmp(arguments[1], "http"))) {
        fprintf(stderr, "usage: epoll echo|http\n");
        return 2;
    }
    int (*protocol)(int, int, int *) = strcmp(arguments[1], "echo") ? http : echo;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), loop = epoll_create1(0), on = 1;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, 4096)
        || getsockname(listener, (struct sockaddr *)&address, &length)) {
        perror("epoll");
        return 1;
    }
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, ready[EVENTS];
    epoll_ctl(loop, EPOLL_CTL_ADD, listener, &event);
    printf("listening on 127.0.0.1:%d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        int events = epoll_wait(loop, ready, EVENTS, -1);
        for (int i = 0; i < events; i++) {
            if (ready[i].data.ptr)
                serve(ready[i].data.ptr, protocol);
            else
                welcome(listener, loop);
        }
    }
}
