/* layers: http render base */
#include "http_tiny.h"

#define HOST "Host: tiny.example\r\n"
#define GET_HOME "GET / HTTP/1.1\r\n" HOST "\r\n"
#define MANY 512

/* Bounds that a test can wait for. */
static const struct http_bounds hasty = { .idle_us = 400000, .reading_us = 400000, .working_us = 400000,
                                          .replying_us = 400000, .work_queue = 64, .hash_queue = 2 };

static struct http_server *server;

static void
one_connection_serves_many_requests (void **state)
{
  const int fd = tiny_connect (server);

  (void) state;
  for (int i = 0; i < 200; i++)
    {
      tiny_say (fd, 0 == i % 2 ? GET_HOME : tiny_post ("/echo", "", "application/json", "{\"name\":\"Ada\"}"));
      assert_int_equal (200, tiny_read (fd, false)->status);
    }
  (void) close (fd);
}

static void
requests_sent_ahead_are_answered_in_order (void **state)
{
  const int fd = tiny_connect (server);
  char body[32];
  char *ahead = calloc (20, 1024);

  (void) state;
  assert_non_null (ahead);
  for (int i = 1; i <= 20; i++)
    {
      char request[256];
      (void) snprintf (request, sizeof request, "GET /parts/1/items/%d HTTP/1.1\r\n" HOST "\r\n", i);
      (void) strcat (strcat (ahead, request),
                     tiny_post ("/echo", "", "application/json", "{\"name\":\"Ada\",\"age\":36}"));
    }
  tiny_say (fd, ahead);
  free (ahead);
  for (int i = 1; i <= 20; i++)
    {
      (void) snprintf (body, sizeof body, "\"position\":%d,", i);
      assert_non_null (strstr (tiny_read (fd, false)->body, body));
      assert_non_null (strstr (tiny_read (fd, false)->body, "\"age\":36"));
    }
  (void) close (fd);
}

/* libmicrohttpd's own epoll thread sleeps here at 128, 256 and 512. */
static void
as_many_ready_connections_as_epoll_returns_at_once_do_not_stall (void **state)
{
  static const int counts[] = { 127, 128, 129, 256, 512 };
  static int fds[MANY];

  (void) state;
  for (size_t i = 0; i < BM_COUNT (counts); i++)
    {
      for (int c = 0; c < counts[i]; c++)
        fds[c] = tiny_connect (server);
      for (int round = 0; round < 10; round++)
        {
          for (int c = 0; c < counts[i]; c++)
            tiny_say (fds[c], 0 == round % 2 ? GET_HOME : "GET /healthz HTTP/1.1\r\n" HOST "\r\n");
          for (int c = 0; c < counts[i]; c++)
            assert_int_equal (200, tiny_read (fds[c], false)->status);
        }
      for (int c = 0; c < counts[i]; c++)
        (void) close (fds[c]);
    }
}

static void
clients_that_leave_in_the_middle_leave_nothing_behind (void **state)
{
  static const char *const pieces[] = {
    "GET / HT", "GET / HTTP/1.1\r\nHost", GET_HOME,
    "POST /echo HTTP/1.1\r\n" HOST "Origin: " TINY_ORIGIN "\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n{" };

  (void) state;
  for (int i = 0; i < 200; i++)
    {
      const int fd = tiny_connect (server);
      tiny_say (fd, pieces[i % 4]);
      (void) close (fd);
    }
  assert_int_equal (200, tiny_ask (server, GET_HOME)->status);
}

static void
a_body_that_is_far_too_long_is_refused_before_it_is_read (void **state)
{
  const int fd = tiny_connect (server);

  (void) state;
  tiny_say (fd, "POST /echo HTTP/1.1\r\n" HOST "Origin: " TINY_ORIGIN "\r\nContent-Type: application/json\r\n"
                "Content-Length: 16777217\r\n\r\n");
  assert_int_equal (413, tiny_read (fd, false)->status);
  assert_true (tiny_is_closed (fd));
  (void) close (fd);
}

static void
a_client_that_asks_first_is_refused_at_once (void **state)
{
  const int fd = tiny_connect (server);

  (void) state;
  tiny_say (fd, "POST /echo HTTP/1.1\r\n" HOST "Origin: " TINY_ORIGIN "\r\nContent-Type: application/json\r\n"
                "Expect: 100-continue\r\nContent-Length: 65537\r\n\r\n");
  assert_int_equal (413, tiny_read (fd, false)->status);
  assert_true (tiny_is_closed (fd));
  (void) close (fd);
}

/* Who closes on unread bytes resets the connection: a sender, such as a proxy, that cannot send on never reads why. */
static void
who_sends_too_much_reads_the_refusal_after_the_last_byte (void **state)
{
  static char chunk[64 * 1024 + 1];

  (void) state;
  memset (chunk, 'a', sizeof chunk - 1);
  for (int i = 0; i < 20; i++)
    {
      const int fd = tiny_connect (server);
      tiny_say (fd, "POST /echo HTTP/1.1\r\n" HOST "Origin: " TINY_ORIGIN "\r\nContent-Type: application/json\r\n"
                    "Content-Length: 6553600\r\n\r\n");
      for (int sent = 0; sent < 100; sent++)
        assert_true (tiny_send (fd, chunk, sizeof chunk - 1));
      assert_int_equal (413, tiny_read (fd, false)->status);
      assert_true (tiny_is_closed (fd));
      (void) close (fd);
    }
}

static void
a_body_of_exactly_the_limit_passes_and_a_row_may_allow_more (void **state)
{
  static char body[HTTP_BODY_DEFAULT + 2];

  (void) state;
  (void) strcpy (body, "{\"age\":1,\"name\":\"");
  memset (body + strlen (body), 'a', 50000);
  (void) strcat (body, "\"}");
  memset (body + strlen (body), ' ', HTTP_BODY_DEFAULT - strlen (body));
  assert_int_equal (HTTP_BODY_DEFAULT, strlen (body));
  assert_int_equal (200, tiny_ask (server, tiny_post ("/echo", "", "application/json", body))->status);
  (void) strcat (body, " ");
  assert_int_equal (413, tiny_ask (server, tiny_post ("/echo", "", "application/json", body))->status);
  assert_int_equal (200, tiny_ask (server, tiny_post ("/roster", "", "application/json", body))->status);
}

static void
a_client_that_asks_first_is_told_to_go_on (void **state)
{
  const int fd = tiny_connect (server);
  struct tiny_reply *reply;

  (void) state;
  tiny_say (fd, "POST /echo HTTP/1.1\r\n" HOST "Origin: " TINY_ORIGIN "\r\nContent-Type: application/json\r\n"
                "Expect: 100-continue\r\nContent-Length: 14\r\n\r\n");
  assert_int_equal (100, tiny_read (fd, false)->status);
  tiny_say (fd, "{\"name\":\"Ada\"}");
  reply = tiny_read (fd, false);
  assert_int_equal (200, reply->status);
  (void) close (fd);
}

static void
a_handler_hears_once_that_its_reply_has_left (void **state)
{
  (void) state;
  atomic_store (&tiny_delivered, 0);
  assert_int_equal (200, tiny_ask (server, "GET /first HTTP/1.1\r\n" HOST "\r\n")->status);
  tiny_wait_for (&tiny_delivered, 1);
  {
    const int fd = tiny_connect (server);
    tiny_say (fd, "HEAD /first HTTP/1.1\r\n" HOST "\r\n");
    assert_int_equal (200, tiny_read (fd, true)->status);
    tiny_say (fd, GET_HOME);
    assert_int_equal (200, tiny_read (fd, false)->status);
    (void) close (fd);
  }
  assert_int_equal (1, atomic_load (&tiny_delivered));
}

static int64_t
ms_until_closed (int fd, const char *drip)
{
  const int64_t began_us = clock_boot_us ();
  char rest[4096];

  while (true)
    {
      struct pollfd ready = { .fd = fd, .events = POLLIN };
      if ('\0' != *drip && ! tiny_send (fd, drip++, 1))
        break;
      if (1 == poll (&ready, 1, '\0' == *drip ? TINY_WAIT_MS : 20) && recv (fd, rest, sizeof rest, 0) <= 0)
        break;
      assert_true (clock_boot_us () - began_us < INT64_C (1000) * TINY_WAIT_MS);
    }
  return (clock_boot_us () - began_us) / 1000;
}

static void
a_dripping_client_is_cut_however_regular_its_drops (void **state)
{
  static char drops[4096];
  static const char *const heads[] = {
    "",                                /* nothing at all: the idle bound */
    "GET ",                            /* no request line yet */
    "GET / HTTP/1.1\r\nHost: ",
    "POST /echo HTTP/1.1\r\n" HOST "Origin: " TINY_ORIGIN "\r\nContent-Type: application/json\r\nContent-Length: 9000\r\n\r\n" };
  struct http_server *own = tiny_start (&hasty);

  (void) state;
  memset (drops, 'a', sizeof drops - 1);
  for (size_t i = 0; i < BM_COUNT (heads); i++)
    {
      const int fd = tiny_connect (own);
      int64_t ms;
      tiny_say (fd, heads[i]);
      ms = ms_until_closed (fd, 0 == i ? "" : drops);
      assert_in_range (ms, 200, 3000);
      (void) close (fd);
    }
  http_server_stop (own);
}

static void
an_idle_connection_is_closed_but_one_in_use_is_not (void **state)
{
  struct http_server *own = tiny_start (&hasty);
  const int fd = tiny_connect (own);

  (void) state;
  for (int i = 0; i < 8; i++)
    {
      tiny_say (fd, GET_HOME);
      assert_int_equal (200, tiny_read (fd, false)->status);
      (void) usleep (100000);
    }
  assert_in_range (ms_until_closed (fd, ""), 100, 3000);
  (void) close (fd);
  http_server_stop (own);
}

static void
a_request_that_waits_too_long_for_its_worker_gets_503 (void **state)
{
  struct http_server *own = tiny_start (&hasty);
  const int fd = tiny_connect (own);
  struct tiny_reply *reply;

  (void) state;
  tiny_say (fd, "GET /wait HTTP/1.1\r\n" HOST "\r\n");
  reply = tiny_read (fd, false);
  assert_int_equal (503, reply->status);
  assert_non_null (strstr (reply->head, "Retry-After: 5"));
  assert_int_equal (200, tiny_ask (own, GET_HOME)->status);
  assert_int_equal (0, sem_post (&tiny_hold));
  (void) close (fd);
  http_server_stop (own);
}

#define HASH_CLIENTS 6

/* One in the worker's hands, two in the queue: the others are told at once, and nobody else waits for them. */
static void
a_full_hash_lane_answers_503_and_nothing_else_waits (void **state)
{
  struct http_bounds bounds = hasty;
  struct http_server *own;
  int fds[HASH_CLIENTS];
  int refused = 0;

  (void) state;
  bounds.working_us = INT64_C (30000000);
  bounds.replying_us = bounds.idle_us = INT64_C (30000000);
  own = tiny_start (&bounds);
  for (int i = 0; i < HASH_CLIENTS; i++)
    {
      fds[i] = tiny_connect (own);
      tiny_say (fds[i], tiny_post ("/hash", "", "application/json", "{}"));
    }
  for (int i = 0; i < HASH_CLIENTS; i++)
    {
      struct pollfd ready = { .fd = fds[i], .events = POLLIN };
      if (1 != poll (&ready, 1, i < 3 ? 200 : 2000))
        continue;
      refused++;
      assert_int_equal (503, tiny_read (fds[i], false)->status);
      (void) close (fds[i]);
      fds[i] = -1;
    }
  assert_in_range (refused, HASH_CLIENTS - 3, HASH_CLIENTS - 2);
  assert_int_equal (200, tiny_ask (own, GET_HOME)->status);
  for (int i = 0; i < HASH_CLIENTS; i++)
    assert_int_equal (0, sem_post (&tiny_hold));
  for (int i = 0; i < HASH_CLIENTS; i++)
    if (fds[i] >= 0)
      {
        assert_int_equal (200, tiny_read (fds[i], false)->status);
        (void) close (fds[i]);
      }
  http_server_stop (own);
}

static void *
stop_server (void *of)
{
  http_server_stop (of);
  return NULL;
}

static void
a_stop_answers_what_is_under_way_and_refuses_the_rest (void **state)
{
  struct http_server *own = tiny_start (&http_bounds_default);
  const uint16_t port = http_server_port (own);
  const int waiting[] = { tiny_connect (own), tiny_connect (own) };
  struct sockaddr_in to = { .sin_family = AF_INET, .sin_port = htons (port) };
  pthread_t stopper;

  (void) state;
  atomic_store (&tiny_waiting, 0);
  for (size_t i = 0; i < BM_COUNT (waiting); i++)
    tiny_say (waiting[i], "GET /wait HTTP/1.1\r\n" HOST "\r\n");
  tiny_wait_for (&tiny_waiting, 2);
  assert_int_equal (0, pthread_create (&stopper, NULL, stop_server, own));
  (void) usleep (50000);
  for (size_t i = 0; i < BM_COUNT (waiting); i++)
    assert_int_equal (0, sem_post (&tiny_hold));
  for (size_t i = 0; i < BM_COUNT (waiting); i++)
    {
      assert_int_equal (200, tiny_read (waiting[i], false)->status);
      (void) close (waiting[i]);
    }
  assert_int_equal (0, pthread_join (stopper, NULL));
  {
    const int fd = socket (AF_INET, SOCK_STREAM, 0);
    to.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
    assert_int_equal (-1, connect (fd, (struct sockaddr *) &to, sizeof to));
    (void) close (fd);
  }
}

static int
open_server (void **state)
{
  (void) state;
  log_open ("test");
  tiny_share_make ();
  server = tiny_start (&http_bounds_default);
  return 0;
}

static int
close_server (void **state)
{
  (void) state;
  http_server_stop (server);
  assert_int_equal (0, atomic_load (&tiny_workers));
  arena_free (tiny_arena);
  tiny_share_drop ();
  return 0;
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (one_connection_serves_many_requests),
    cmocka_unit_test (requests_sent_ahead_are_answered_in_order),
    cmocka_unit_test (as_many_ready_connections_as_epoll_returns_at_once_do_not_stall),
    cmocka_unit_test (clients_that_leave_in_the_middle_leave_nothing_behind),
    cmocka_unit_test (a_body_that_is_far_too_long_is_refused_before_it_is_read),
    cmocka_unit_test (a_client_that_asks_first_is_refused_at_once),
    cmocka_unit_test (who_sends_too_much_reads_the_refusal_after_the_last_byte),
    cmocka_unit_test (a_body_of_exactly_the_limit_passes_and_a_row_may_allow_more),
    cmocka_unit_test (a_client_that_asks_first_is_told_to_go_on),
    cmocka_unit_test (a_handler_hears_once_that_its_reply_has_left),
    cmocka_unit_test (a_dripping_client_is_cut_however_regular_its_drops),
    cmocka_unit_test (an_idle_connection_is_closed_but_one_in_use_is_not),
    cmocka_unit_test (a_request_that_waits_too_long_for_its_worker_gets_503),
    cmocka_unit_test (a_full_hash_lane_answers_503_and_nothing_else_waits),
    cmocka_unit_test (a_stop_answers_what_is_under_way_and_refuses_the_rest),
  };
  return cmocka_run_group_tests (tests, open_server, close_server);
}
