/* A tiny desk on a port of its own, and a client that sends bytes exactly as written. For the tests of http/. */
#ifndef BM_HTTP_TINY_H
#define BM_HTTP_TINY_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>

#include "clock.h"
#include "http_fields.h"
#include "http_server.h"
#include "inside.h"
#include "log.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#define TINY_ORIGIN "http://tiny.example"
#define TINY __attribute__ ((unused)) static
#define TINY_WAIT_MS 20000

static sem_t tiny_hold;             /* handlers of /wait and /hash wait for it */
static atomic_int tiny_waiting;
static atomic_int tiny_delivered;
static atomic_int tiny_workers;
static struct arena *tiny_arena;
static char tiny_share[64];

/* --- the desk --- */

static struct http_reply
tiny_home (struct http_request *rq, void *worker)
{
  (void) worker;
  return http_reply_ok (rq, json_pack ("{s:s}", "hello", "<world>"));
}

static struct http_reply
tiny_item (struct http_request *rq, void *worker)
{
  int64_t part, position;
  struct text mode = text_of ("plain");
  const struct http_field spec[] = { HTTP_PATH_I64 ("part", 1, 2, &part), HTTP_PATH_I64 ("position", 1, 60, &position),
                                     HTTP_QUERY_WORD ("mode", "plain|large", &mode), HTTP_FIELD_END };

  (void) worker;
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  return http_reply_ok (rq, json_pack ("{s:I, s:I, s:s%}", "part", (json_int_t) part, "position", (json_int_t) position,
                                       "mode", mode.at, mode.length));
}

static struct http_reply
tiny_echo (struct http_request *rq, void *worker)
{
  struct text name;
  int64_t age = -1;
  const struct http_field spec[] = { HTTP_BODY_TEXT ("name", 1, 60000, &name), HTTP_BODY_I64_OPTIONAL ("age", 0, 150, &age),
                                     HTTP_FIELD_END };

  (void) worker;
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  return http_reply_done (rq, json_pack ("{s:s%, s:I}", "name", name.at, name.length, "age", (json_int_t) age), "/");
}

static struct http_reply
tiny_wait (struct http_request *rq, void *worker)
{
  (void) worker;
  atomic_fetch_add (&tiny_waiting, 1);
  while (0 != sem_wait (&tiny_hold))
    continue;
  return http_reply_ok (rq, json_pack ("{s:b}", "waited", 1));
}

static struct http_reply
tiny_me (struct http_request *rq, void *worker)
{
  (void) worker;
  return http_reply_ok (rq, json_pack ("{s:i}", "rights", (int) rq->login.rights));
}

static struct http_reply
tiny_sign_in (struct http_request *rq, void *worker)
{
  struct http_reply reply = http_reply_done (rq, NULL, "/");

  (void) worker;
  reply.cookie = "good";
  return reply;
}

static void
tiny_count_delivery (void *worker, const struct http_request *rq, int64_t delivered_boot_us)
{
  (void) worker;
  assert_true (delivered_boot_us >= rq->arrived_boot_us);
  atomic_fetch_add (&tiny_delivered, 1);
}

static struct http_reply
tiny_first_page (struct http_request *rq, void *worker)
{
  struct http_reply reply = tiny_home (rq, worker);

  reply.delivered = tiny_count_delivery;
  return reply;
}

static struct http_reply
tiny_letter (struct http_request *rq, void *worker)
{
  (void) worker;
  return http_reply_file (rq, "text/csv", "board.csv", bytes_of ("a,b\n", 4));
}

static struct http_reply
tiny_broken (struct http_request *rq, void *worker)
{
  (void) rq;
  (void) worker;
  return (struct http_reply) { .status = 0 };
}

static const struct http_route tiny_routes[] = {
  { HTTP_GET, "/", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", "home", NULL, 0 },
  { HTTP_GET, "/parts/{part:int}/items/{position:int}", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_item, "home", NULL, NULL, 0 },
  { HTTP_POST, "/echo", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_echo, "home", NULL, NULL, 0 },
  { HTTP_POST, "/roster", HTTP_ANYONE, 0, 262144, HTTP_LANE_WORK, tiny_echo, "home", NULL, NULL, 0 },
  { HTTP_GET, "/wait", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_wait, "home", NULL, NULL, 0 },
  { HTTP_POST, "/hash", HTTP_ANYONE, 0, 0, HTTP_LANE_HASH, tiny_wait, "home", NULL, NULL, 0 },
  { HTTP_POST, "/sign-in", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_sign_in, "redirect", NULL, NULL, 0 },
  { HTTP_GET, "/me", HTTP_SIGNED_IN, 0, 0, HTTP_LANE_WORK, tiny_me, "home", NULL, NULL, 0 },
  { HTTP_GET, "/board", HTTP_SIGNED_IN, 4, 0, HTTP_LANE_WORK, tiny_me, "home", NULL, NULL, 0 },
  { HTTP_GET, "/first", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_first_page, "home", NULL, NULL, 0 },
  { HTTP_GET, "/board.csv", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_letter, "file", NULL, NULL, 0 },
  { HTTP_GET, "/broken", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_broken, "home", NULL, NULL, 0 },
};

static bool
tiny_worker_open (void *app, void **worker)
{
  *worker = app;
  atomic_fetch_add (&tiny_workers, 1);
  return true;
}

static void
tiny_worker_close (void *worker)
{
  (void) worker;
  atomic_fetch_sub (&tiny_workers, 1);
}

static bool
tiny_login (struct http_request *rq, void *worker, struct text token)
{
  (void) worker;
  if (text_is (token, "away"))
    return false;
  rq->login.signed_in = text_is (token, "good") || text_is (token, "board");
  rq->login.rights = text_is (token, "board") ? 4 : 1;
  if (rq->login.signed_in)
    rq->login.about = json_pack ("{s:s}", "name", "Ada");
  return true;
}

static const struct http_desk tiny_desk = { .name = "tiny", .cookie = "bm_tiny", .routes = tiny_routes,
                                            .route_count = BM_COUNT (tiny_routes), .worker_open = tiny_worker_open,
                                            .worker_close = tiny_worker_close, .login = tiny_login, .app = NULL };

/* --- its share folder --- */

TINY void
tiny_file (const char *name, const char *content)
{
  char path[256];
  FILE *file;

  (void) snprintf (path, sizeof path, "%s/%s", tiny_share, name);
  file = fopen (path, "we");
  assert_non_null (file);
  assert_true (fputs (content, file) >= 0);
  assert_int_equal (0, fclose (file));
}

TINY void
tiny_share_make (void)
{
  static const char *const folders[] = { "client", "client/shared", "client/shared/en", "client/tiny", "client/tiny/en",
                                         "replies", "replies/tiny" };
  char path[256];
  char texts[8192] = "{\"titles\": {";

  (void) snprintf (tiny_share, sizeof tiny_share, "/tmp/bm-http-XXXXXX");
  assert_non_null (mkdtemp (tiny_share));
  for (size_t i = 0; i < BM_COUNT (folders); i++)
    {
      (void) snprintf (path, sizeof path, "%s/%s", tiny_share, folders[i]);
      assert_int_equal (0, mkdir (path, 0700));
    }
  for (int error = 0; error < ERROR_COUNT; error++)
    {
      const size_t length = strlen (texts);
      (void) snprintf (texts + length, sizeof texts - length, "%s\"%s\": \"title of %s\"", 0 == error ? "" : ", ",
                       error_code ((enum error) error), error_code ((enum error) error));
    }
  (void) strcat (texts, "}, \"reasons\": {\"absent\": \"Fill this in\"}}");
  tiny_file ("client/shared/en/errors.json", texts);
  tiny_file ("client/shared/en/head.mustache", "<title>{{page}}</title>");
  tiny_file ("client/tiny/en/home.mustache",
             "{{> head}}<p>{{hello}}</p>{{#login}}<b>{{name}}</b><link href=\"{{statics}}house.css\">{{/login}}"
             "<i>{{desk}} {{language}}</i>");
  tiny_file ("client/tiny/en/problem.mustache", "{{> head}}<h1>{{title}}</h1>{{#problem}}<p>{{status}}</p>{{/problem}}");
  tiny_file ("client/shared/house.css", "body { color: black }\n");
  tiny_file ("client/tiny/service-worker.js", "'use strict';\n");
  tiny_file ("replies/tiny/home.schema.json", "{\"type\": \"object\"}");
}

TINY void
tiny_share_drop (void)
{
  char command[128];

  (void) snprintf (command, sizeof command, "rm -r '%s'", tiny_share);
  assert_int_equal (0, system (command));
}

TINY struct http_config
tiny_config (void)
{
  return (struct http_config) { .desk = &tiny_desk, .share = tiny_share, .language = "en", .public_url = TINY_ORIGIN,
                                .address = "127.0.0.1", .port = 0, .workers = 2, .hash_workers = 1, .batch_threads = 1 };
}

TINY struct http_server *
tiny_start_desk (const struct http_desk *desk, const struct http_bounds *bounds)
{
  struct http_config config = tiny_config ();
  const char *problem = "";
  struct http_server *server;

  config.desk = desk;
  if (NULL == tiny_arena)
    tiny_arena = arena_new ((size_t) 64 << 20);
  assert_int_equal (0, sem_init (&tiny_hold, 0, 0));
  server = http_server_start_bounded (&config, bounds, tiny_arena, &problem);
  if (NULL == server)
    fail_msg ("%s", problem);
  return server;
}

TINY struct http_server *
tiny_start (const struct http_bounds *bounds)
{
  return tiny_start_desk (&tiny_desk, bounds);
}

/* --- the client --- */

struct tiny_reply
{
  int status;          /* 0: the connection ended without an answer */
  char head[4096];
  char body[65536 + 1];
  size_t length;
};

TINY int
tiny_connect (const struct http_server *server)
{
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons (http_server_port (server)) };
  const int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int one = 1;

  assert_true (fd >= 0);
  to.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  assert_int_equal (0, connect (fd, (struct sockaddr *) &to, sizeof to));
  assert_int_equal (0, setsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one));
  return fd;
}

/* False: the server has closed already. */
TINY bool
tiny_send (int fd, const char *bytes, size_t length)
{
  size_t sent = 0;

  while (sent < length)
    {
      const ssize_t now = send (fd, bytes + sent, length - sent, MSG_NOSIGNAL);
      if (now <= 0)
        return false;
      sent += (size_t) now;
    }
  return true;
}

TINY void
tiny_say (int fd, const char *text)
{
  (void) tiny_send (fd, text, strlen (text));
}

/* One byte; 0: the connection has ended. */
TINY size_t
tiny_receive (int fd, char *to, size_t room)
{
  struct pollfd ready = { .fd = fd, .events = POLLIN };
  ssize_t got;

  if (1 != poll (&ready, 1, TINY_WAIT_MS))
    fail_msg ("no answer within %d ms", TINY_WAIT_MS);
  got = recv (fd, to, room, 0);
  return got <= 0 ? 0 : (size_t) got;
}

TINY bool
tiny_is_closed (int fd)
{
  char byte;

  return 0 == tiny_receive (fd, &byte, 1);
}

/* Reads exactly one reply and not a byte more. */
TINY struct tiny_reply *
tiny_read (int fd, bool head_only)
{
  static struct tiny_reply reply;
  size_t length = 0;
  const char *stated;

  memset (&reply, 0, sizeof reply);
  while (length < 4 || 0 != memcmp (reply.head + length - 4, "\r\n\r\n", 4))
    {
      if (0 == tiny_receive (fd, reply.head + length, 1))
        {
          assert_int_equal (0, length);
          return &reply;
        }
      assert_true (++length < sizeof reply.head);
    }
  assert_int_equal (1, sscanf (reply.head, "HTTP/1.1 %d", &reply.status));
  stated = strcasestr (reply.head, "\r\ncontent-length:");
  if (NULL == stated || head_only)
    return &reply;
  for (size_t wanted = strtoul (stated + 17, NULL, 10); reply.length < wanted;)
    {
      const size_t got = tiny_receive (fd, reply.body + reply.length, wanted - reply.length);
      assert_true (got > 0 && wanted < sizeof reply.body);
      reply.length += got;
    }
  return &reply;
}

TINY void
tiny_wait_for (const atomic_int *count, int wanted)
{
  const int64_t until_us = clock_boot_us () + INT64_C (1000) * TINY_WAIT_MS;

  while (atomic_load (count) != wanted && clock_boot_us () < until_us)
    (void) usleep (1000);
  assert_int_equal (wanted, atomic_load (count));
}

/* A request on a connection of its own. */
TINY struct tiny_reply *
tiny_ask (const struct http_server *server, const char *request)
{
  const int fd = tiny_connect (server);
  struct tiny_reply *reply;

  tiny_say (fd, request);
  reply = tiny_read (fd, false);
  (void) close (fd);
  return reply;
}

TINY const char *
tiny_post (const char *path, const char *headers, const char *type, const char *body)
{
  static char request[70000];

  (void) snprintf (request, sizeof request, "POST %s HTTP/1.1\r\nHost: tiny.example\r\nOrigin: %s\r\n%sContent-Type: %s\r\n"
                   "Content-Length: %zu\r\n\r\n%s", path, TINY_ORIGIN, headers, type, strlen (body), body);
  return request;
}

#endif
