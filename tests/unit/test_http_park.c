/* layers: http render base */
#include "http_tiny.h"

#define HOST "Host: tiny.example\r\n"
#define SIGNED_IN HOST "Cookie: bm_tiny=good\r\n"
#define GET_HOME "GET / HTTP/1.1\r\n" HOST "\r\n"
#define TOPICS 8
#define MANY 500

/* --- a desk whose pages wait for a version --- */

static atomic_int versions[TOPICS];
static atomic_int runs[TOPICS];
static atomic_llong changed_us[TOPICS];   /* when change () woke them */
static atomic_int faults;                /* runs that came before they were woken, or with a login from before */
static atomic_llong park_most_us;
static atomic_bool hold_before_parking;
static atomic_bool hold_when_woken;
static atomic_int held;
static atomic_bool signed_out;

static struct uid
topic_of (int number)
{
  return (struct uid) { { 0x70, [15] = (uint8_t) number } };
}

static void
hold (void)
{
  atomic_fetch_add (&held, 1);
  while (0 != sem_wait (&tiny_hold))
    continue;
}

static struct http_reply
version_or_park (struct http_request *rq, struct uid topic, int64_t since)
{
  const int number = topic.bytes[15] % TOPICS;
  const int version = atomic_load (&versions[number]);

  atomic_fetch_add (&runs[number], 1);
  if (rq->woken)
    {
      atomic_fetch_add (&faults, rq->arrived_boot_us < atomic_load (&changed_us[number]));
      if (atomic_load (&hold_when_woken))
        hold ();
    }
  if (version <= since && ! rq->park_over)
    {
      if (atomic_load (&hold_before_parking))
        hold ();
      return http_reply_park (rq, topic, atomic_load (&park_most_us));
    }
  return http_reply_ok (rq, json_pack ("{s:i, s:b, s:b}", "version", version, "woken", rq->woken, "over", rq->park_over));
}

static struct http_reply
get_clock (struct http_request *rq, void *worker)
{
  struct uid topic;
  int64_t since = -1;
  const struct http_field spec[] = { HTTP_PATH_UID ("topic", &topic), HTTP_QUERY_I64 ("since", 0, 1000, &since),
                                     HTTP_FIELD_END };

  (void) worker;
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  return version_or_park (rq, topic, since);
}

static struct http_reply
post_clock (struct http_request *rq, void *worker)
{
  struct uid topic;
  int64_t since = -1;
  struct text name;
  const struct http_field spec[] = { HTTP_BODY_UID ("topic", &topic), HTTP_BODY_I64 ("since", 0, 1000, &since),
                                     HTTP_BODY_TEXT ("name", 1, 40, &name), HTTP_FIELD_END };

  (void) worker;
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  if (! rq->park_over && ! rq->woken)
    return http_reply_park (rq, topic, atomic_load (&park_most_us));
  return http_reply_ok (rq, json_pack ("{s:s%}", "name", name.at, name.length));
}

static struct http_reply
get_stubborn (struct http_request *rq, void *worker)
{
  (void) worker;
  return http_reply_park (rq, topic_of (0), atomic_load (&park_most_us));
}

#define LARGE ((size_t) 8 << 20)

/* More than the kernel takes at once. */
static struct http_reply
get_large (struct http_request *rq, void *worker)
{
  uint8_t *bytes;

  (void) worker;
  if (! rq->woken)
    return http_reply_park (rq, topic_of (1), atomic_load (&park_most_us));
  bytes = arena_take (rq->arena, LARGE);
  memset (bytes, 'x', LARGE);
  return http_reply_file (rq, "text/plain", NULL, bytes_of (bytes, LARGE));
}

static const struct http_route routes[] = {
  { HTTP_GET, "/", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, tiny_home, "home", "home", NULL, 0 },
  { HTTP_GET, "/clocks/{topic:uid}", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, get_clock, "home", "home", NULL, 0 },
  { HTTP_POST, "/clocks", HTTP_ANYONE, 0, 0, HTTP_LANE_HASH, post_clock, "home", NULL, NULL, 0 },
  { HTTP_GET, "/mine/{topic:uid}", HTTP_SIGNED_IN, 0, 0, HTTP_LANE_WORK, get_clock, "home", NULL, NULL, 0 },
  { HTTP_GET, "/large", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, get_large, "file", NULL, NULL, 0 },
  { HTTP_GET, "/stubborn", HTTP_ANYONE, 0, 0, HTTP_LANE_WORK, get_stubborn, "home", NULL, NULL, 0 },
};

static bool
login (struct http_request *rq, void *worker, struct text token)
{
  atomic_fetch_add (&faults, rq->login.signed_in || NULL != rq->login.about);
  if (! tiny_login (rq, worker, token))
    return false;
  if (atomic_load (&signed_out))
    rq->login.signed_in = false;
  return true;
}

static const struct http_desk desk = { .name = "tiny", .cookie = "bm_tiny", .routes = routes,
                                       .route_count = BM_COUNT (routes), .worker_open = tiny_worker_open,
                                       .worker_close = tiny_worker_close, .login = login, .app = NULL };

/* --- its server, anew for each test --- */

static struct http_server *server;

static void
restart (const struct http_bounds *bounds)
{
  if (NULL != server)
    http_server_stop (server);
  server = tiny_start_desk (&desk, bounds);
}

static int
begin (void **state)
{
  (void) state;
  for (int i = 0; i < TOPICS; i++)
    {
      atomic_store (&versions[i], 1);
      atomic_store (&runs[i], 0);
      atomic_store (&changed_us[i], 0);
    }
  atomic_store (&faults, 0);
  atomic_store (&park_most_us, INT64_C (3600000000));
  atomic_store (&hold_before_parking, false);
  atomic_store (&hold_when_woken, false);
  atomic_store (&held, 0);
  atomic_store (&signed_out, false);
  restart (&http_bounds_default);
  return 0;
}

static int
end (void **state)
{
  (void) state;
  http_server_stop (server);
  server = NULL;
  return atomic_load (&faults);
}

/* Parked or ready. */
static void
wait_until_parked (size_t wanted)
{
  const int64_t until_us = clock_boot_us () + INT64_C (1000) * TINY_WAIT_MS;

  while (http_parking_count (&server->parking) != wanted && clock_boot_us () < until_us)
    (void) usleep (1000);
  assert_int_equal (wanted, http_parking_count (&server->parking));
}

static void
say_clock (int fd, const char *method, const char *path, int number, const char *headers)
{
  char id[UID_TEXT_ROOM];
  char request[512];

  uid_print (topic_of (number), id);
  (void) snprintf (request, sizeof request, "%s %s/%s?since=1 HTTP/1.1\r\n%s\r\n", method, path, id, headers);
  tiny_say (fd, request);
}

/* A page of a browser that waits for the next version of this topic. */
static int
open_page (int number)
{
  const int fd = tiny_connect (server);

  say_clock (fd, "GET", "/clocks", number, HOST);
  return fd;
}

static void
change (int number)
{
  const struct uid topic = topic_of (number);

  atomic_fetch_add (&versions[number], 1);
  atomic_store (&changed_us[number], clock_boot_us ());
  http_server_wake (server, &topic, 1);
}

static void
assert_reply (int fd, const char *body)
{
  const struct tiny_reply *reply = tiny_read (fd, false);

  assert_int_equal (200, reply->status);
  assert_string_equal (body, reply->body);
  (void) close (fd);
}

#define CHANGED "{\"version\":2,\"woken\":true,\"over\":false}"
_Static_assert (39 == sizeof CHANGED - 1, "what a HEAD is told");
#define UNCHANGED "{\"version\":1,\"woken\":true,\"over\":true}"

static void
a_change_is_told_to_those_who_wait_for_it_and_nobody_else (void **state)
{
  const int pages[] = { open_page (1), open_page (2), open_page (1) };
  struct uid parked[TOPICS];

  (void) state;
  wait_until_parked (3);
  assert_int_equal (2, http_server_parked (server, parked, TOPICS));
  change (1);
  assert_reply (pages[0], CHANGED);
  assert_reply (pages[2], CHANGED);
  assert_int_equal (1, http_server_parked (server, parked, TOPICS));
  assert_true (uid_equal (topic_of (2), parked[0]));
  assert_int_equal (1, atomic_load (&runs[2]));
  change (2);
  assert_reply (pages[1], CHANGED);
  assert_int_equal (0, http_server_parked (server, parked, TOPICS));
}

static void
who_need_not_wait_is_answered_at_once (void **state)
{
  (void) state;
  atomic_store (&versions[1], 2);
  assert_reply (open_page (1), "{\"version\":2,\"woken\":false,\"over\":false}");
}

/* The server has two workers. */
static void
the_parked_occupy_no_worker (void **state)
{
  int pages[50];

  (void) state;
  for (size_t i = 0; i < BM_COUNT (pages); i++)
    pages[i] = open_page (1);
  wait_until_parked (BM_COUNT (pages));
  assert_int_equal (200, tiny_ask (server, GET_HOME)->status);
  change (1);
  for (size_t i = 0; i < BM_COUNT (pages); i++)
    assert_reply (pages[i], CHANGED);
}

static void
who_has_waited_long_enough_is_told_that_nothing_changed (void **state)
{
  struct http_bounds bounds = http_bounds_default;

  (void) state;
  atomic_store (&park_most_us, INT64_C (100000));
  assert_reply (open_page (1), UNCHANGED);
  assert_int_equal (2, atomic_load (&runs[1]));
  atomic_store (&park_most_us, INT64_MAX);
  bounds.parked_us = INT64_C (100000);
  restart (&bounds);
  assert_reply (open_page (1), UNCHANGED);
}

/* Woken for nothing it parks again, but the time goes on from the first parking. */
static void
being_woken_often_does_not_prolong_the_wait (void **state)
{
  const struct uid topic = topic_of (1);
  struct pollfd page = { .events = POLLIN };

  (void) state;
  atomic_store (&park_most_us, INT64_C (400000));
  page.fd = open_page (1);
  for (int i = 0; 0 == poll (&page, 1, 10); i++)
    {
      assert_true (i < TINY_WAIT_MS / 10);
      http_server_wake (server, &topic, 1);
    }
  assert_reply (page.fd, UNCHANGED);
  assert_true (atomic_load (&runs[1]) > 2);
}

static void
a_wake_between_the_look_and_the_parking_is_not_lost (void **state)
{
  int pages[2];

  (void) state;
  atomic_store (&hold_before_parking, true);
  for (int i = 0; i < 2; i++)
    pages[i] = open_page (i + 1);
  tiny_wait_for (&held, 2);
  atomic_store (&hold_before_parking, false);
  change (1);
  for (int i = 0; i < 2; i++)
    assert_int_equal (0, sem_post (&tiny_hold));
  assert_reply (pages[0], CHANGED);
  wait_until_parked (1);
  assert_int_equal (1, atomic_load (&runs[2]));
  (void) close (pages[1]);
}

static void
a_stop_answers_all_that_are_parked (void **state)
{
  int pages[20];

  (void) state;
  for (size_t i = 0; i < BM_COUNT (pages); i++)
    pages[i] = open_page ((int) (i % TOPICS));
  wait_until_parked (BM_COUNT (pages));
  http_server_stop (server);
  for (size_t i = 0; i < BM_COUNT (pages); i++)
    assert_reply (pages[i], UNCHANGED);
  server = tiny_start_desk (&desk, &http_bounds_default);
}

static void *
stop_server (void *of)
{
  http_server_stop (of);
  return NULL;
}

/* Its handler has just looked when the server stops. */
static void
who_parks_while_the_server_stops_is_answered (void **state)
{
  struct http_server *stopping = server;
  int page;
  pthread_t stopper;

  (void) state;
  atomic_store (&hold_before_parking, true);
  page = open_page (1);
  tiny_wait_for (&held, 1);
  assert_int_equal (0, pthread_create (&stopper, NULL, stop_server, stopping));
  while (! atomic_load (&stopping->stopping))
    (void) usleep (1000);
  assert_int_equal (0, sem_post (&tiny_hold));
  assert_reply (page, UNCHANGED);
  assert_int_equal (0, pthread_join (stopper, NULL));
  server = tiny_start_desk (&desk, &http_bounds_default);
}

static void
close_hard (int fd)
{
  const struct linger now = { .l_onoff = 1, .l_linger = 0 };

  assert_int_equal (0, setsockopt (fd, SOL_SOCKET, SO_LINGER, &now, sizeof now));
  (void) close (fd);
}

static void
a_client_that_goes_away_is_forgotten (void **state)
{
  const int pages[] = { open_page (1), open_page (1), open_page (1), open_page (1), open_page (1) };
  struct uid parked[TOPICS];

  (void) state;
  wait_until_parked (5);
  tiny_say (pages[4], GET_HOME GET_HOME);    /* sent ahead, unread when it goes */
  (void) close (pages[4]);
  wait_until_parked (4);
  (void) close (pages[0]);
  wait_until_parked (3);
  close_hard (pages[1]);
  wait_until_parked (2);
  assert_int_equal (0, shutdown (pages[2], SHUT_WR));
  assert_true (tiny_is_closed (pages[2]));
  (void) close (pages[2]);
  wait_until_parked (1);
  assert_int_equal (5, atomic_load (&runs[1]));
  assert_int_equal (1, http_server_parked (server, parked, TOPICS));
  change (1);
  assert_reply (pages[3], CHANGED);
  assert_int_equal (6, atomic_load (&runs[1]));
}

static void
one_too_many_is_told_to_answer_at_once (void **state)
{
  struct http_bounds bounds = http_bounds_default;
  int pages[3];

  (void) state;
  bounds.parked_most = BM_COUNT (pages);
  restart (&bounds);
  for (size_t i = 0; i < BM_COUNT (pages); i++)
    pages[i] = open_page (1);
  wait_until_parked (BM_COUNT (pages));
  assert_reply (open_page (1), UNCHANGED);
  (void) close (pages[0]);
  wait_until_parked (BM_COUNT (pages) - 1);
  pages[0] = open_page (1);
  wait_until_parked (BM_COUNT (pages));
  change (1);
  for (size_t i = 0; i < BM_COUNT (pages); i++)
    assert_reply (pages[i], CHANGED);
}

static void
change_all (void)
{
  struct uid topics[TOPICS];

  for (int i = 0; i < TOPICS; i++)
    {
      topics[i] = topic_of (i);
      atomic_store (&versions[i], 2);
    }
  http_server_wake (server, topics, TOPICS);
}

static void
five_hundred_are_woken_at_once (void **state)
{
  static int pages[MANY];
  struct uid topics[TOPICS];

  (void) state;
  for (int i = 0; i < MANY; i++)
    pages[i] = open_page (i % TOPICS);
  wait_until_parked (MANY);
  assert_int_equal (TOPICS, http_server_parked (server, topics, TOPICS));
  change_all ();
  for (int i = 0; i < MANY; i++)
    assert_reply (pages[i], CHANGED);
  assert_int_equal (0, http_parking_count (&server->parking));
}

/* What is not parked does not wait behind all of them. */
static void
the_woken_come_to_the_workers_a_few_at_a_time (void **state)
{
  static int pages[MANY];

  (void) state;
  for (int i = 0; i < MANY; i++)
    pages[i] = open_page (i % TOPICS);
  wait_until_parked (MANY);
  atomic_store (&hold_when_woken, true);
  change_all ();
  wait_until_parked (MANY - 128);
  tiny_wait_for (&held, 2);
  atomic_store (&hold_when_woken, false);
  for (int i = 0; i < 2; i++)
    assert_int_equal (0, sem_post (&tiny_hold));
  for (int i = 0; i < MANY; i++)
    assert_reply (pages[i], CHANGED);
}

static void
who_has_signed_out_meanwhile_is_not_told (void **state)
{
  const int pages[] = { tiny_connect (server), tiny_connect (server) };

  (void) state;
  for (int i = 0; i < 2; i++)
    say_clock (pages[i], "GET", "/mine", i, SIGNED_IN);
  wait_until_parked (2);
  change (0);
  assert_reply (pages[0], CHANGED);
  atomic_store (&signed_out, true);
  change (1);
  assert_int_equal (401, tiny_read (pages[1], false)->status);
  assert_int_equal (1, atomic_load (&runs[1]));
  (void) close (pages[1]);
}

static void
the_connection_serves_on_after_a_parked_reply (void **state)
{
  const int fd = tiny_connect (server);

  (void) state;
  for (int round = 0; round < 3; round++)
    {
      atomic_store (&versions[1], 1);
      say_clock (fd, "GET", "/clocks", 1, HOST);
      tiny_say (fd, GET_HOME);             /* sent ahead */
      wait_until_parked (1);
      change (1);
      assert_string_equal (CHANGED, tiny_read (fd, false)->body);
      assert_string_equal ("{\"hello\":\"<world>\"}", tiny_read (fd, false)->body);
    }
  (void) close (fd);
}

static void
a_browser_s_page_and_a_head_wait_as_well (void **state)
{
  const int pages[] = { tiny_connect (server), tiny_connect (server) };
  const struct tiny_reply *reply;

  (void) state;
  say_clock (pages[0], "HEAD", "/clocks", 1, HOST);
  say_clock (pages[1], "GET", "/clocks", 1, SIGNED_IN "Accept: text/html\r\n");
  wait_until_parked (2);
  change (1);
  reply = tiny_read (pages[0], true);
  assert_int_equal (200, reply->status);
  assert_non_null (strstr (reply->head, "Content-Length: 39\r\n"));
  tiny_say (pages[0], GET_HOME);
  assert_int_equal (200, tiny_read (pages[0], false)->status);
  assert_non_null (strstr (tiny_read (pages[1], false)->body, "<b>Ada</b>"));
  for (int i = 0; i < 2; i++)
    (void) close (pages[i]);
}

static void
a_body_is_read_again_when_its_request_is_woken (void **state)
{
  char id[UID_TEXT_ROOM];
  char bodies[2][200];
  int pages[2];

  (void) state;
  uid_print (topic_of (1), id);
  (void) snprintf (bodies[0], sizeof bodies[0], "topic=%s&since=1&name=Ada", id);
  (void) snprintf (bodies[1], sizeof bodies[1], "{\"topic\":\"%s\",\"since\":1,\"name\":\"Ada\"}", id);
  for (int i = 0; i < 2; i++)
    {
      pages[i] = tiny_connect (server);
      tiny_say (pages[i], tiny_post ("/clocks", "", i ? "application/json" : "application/x-www-form-urlencoded", bodies[i]));
    }
  wait_until_parked (2);
  change (1);
  for (int i = 0; i < 2; i++)
    assert_reply (pages[i], "{\"name\":\"Ada\"}");
}

static void
who_parks_although_it_must_answer_is_a_defect (void **state)
{
  (void) state;
  atomic_store (&park_most_us, 1);
  assert_int_equal (500, tiny_ask (server, "GET /stubborn HTTP/1.1\r\n" HOST "\r\n")->status);
}

/* The client has its 503 when the handler decides to park. */
static void
who_parks_too_late_parks_nothing (void **state)
{
  struct http_bounds bounds = http_bounds_default;
  int page;

  (void) state;
  bounds.working_us = INT64_C (100000);
  restart (&bounds);
  atomic_store (&hold_before_parking, true);
  page = tiny_connect (server);
  say_clock (page, "GET", "/clocks", 1, SIGNED_IN "Accept: text/html\r\n");
  assert_int_equal (503, tiny_read (page, false)->status);
  (void) close (page);
  atomic_store (&hold_before_parking, false);
  assert_int_equal (0, sem_post (&tiny_hold));
  assert_int_equal (200, tiny_ask (server, GET_HOME)->status);
}

/* How many of the parked are out of libmicrohttpd. */
static size_t
count_aside (void)
{
  struct http_parking *parking = &server->parking;
  size_t count = 0;

  (void) pthread_mutex_lock (&parking->lock);
  for (size_t i = 0; i < parking->dues.count; i++)
    count += parking->dues.heap[i]->exchange->aside;
  (void) pthread_mutex_unlock (&parking->lock);
  return count;
}

static void
who_waits_is_out_of_the_library_unless_that_would_lose_something (void **state)
{
  static const char *const stays[] = {
    "GET /stubborn HTTP/1.0\r\n" HOST "\r\n", "GET /stubborn HTTP/1.1\r\n" HOST "Connection: close\r\n\r\n",
    "GET /stubborn HTTP/1.1\r\n" HOST "\r\nGET / HT", "GET /stubborn HTTP/1.1\r\n" HOST "\r\n" GET_HOME };
  int fds[2 + BM_COUNT (stays)];

  (void) state;
  fds[0] = open_page (1);
  fds[1] = tiny_connect (server);
  for (int i = 0; i < 3; i++)
    {
      tiny_say (fds[1], GET_HOME);
      assert_int_equal (200, tiny_read (fds[1], false)->status);
    }
  say_clock (fds[1], "GET", "/clocks", 2, HOST);
  wait_until_parked (2);
  assert_int_equal (2, count_aside ());
  for (size_t i = 0; i < BM_COUNT (stays); i++)
    {
      fds[2 + i] = tiny_connect (server);
      tiny_say (fds[2 + i], stays[i]);
    }
  wait_until_parked (BM_COUNT (fds));
  assert_int_equal (2, count_aside ());
  change (1);
  change (2);
  assert_reply (fds[0], CHANGED);
  assert_reply (fds[1], CHANGED);
  for (size_t i = 0; i < BM_COUNT (stays); i++)
    (void) close (fds[2 + i]);
}

/* Reads a reply of LARGE bytes, slowly at first. */
static void
read_large (int fd)
{
  static char piece[65536];
  size_t length = 0;
  const char *end;
  size_t body;

  (void) usleep (50000);
  do
    length += tiny_receive (fd, piece + length, 1);
  while (length < 4 || 0 != memcmp (piece + length - 4, "\r\n\r\n", 4));
  end = strstr (piece, "Content-Length: 8388608\r\n");
  assert_non_null (end);
  for (body = 0; body < LARGE;)
    {
      const size_t got = tiny_receive (fd, piece, LARGE - body < sizeof piece ? LARGE - body : sizeof piece);
      assert_true (got > 0);
      for (size_t i = 0; i < got; i++)
        assert_true ('x' == piece[i]);
      body += got;
    }
}

static void
a_reply_that_the_client_takes_piece_by_piece_arrives_whole (void **state)
{
  const int fd = tiny_connect (server);

  (void) state;
  for (int round = 0; round < 2; round++)
    {
      tiny_say (fd, "GET /large HTTP/1.1\r\n" HOST "\r\n");
      wait_until_parked (1);
      change (1);
      read_large (fd);
      tiny_say (fd, GET_HOME);
      assert_string_equal ("{\"hello\":\"<world>\"}", tiny_read (fd, false)->body);
    }
  (void) close (fd);
}

static void
who_does_not_take_its_reply_is_cut (void **state)
{
  struct http_bounds bounds = http_bounds_default;
  static char piece[65536];
  size_t length = 0;
  int fd;

  (void) state;
  bounds.replying_us = INT64_C (200000);
  restart (&bounds);
  fd = tiny_connect (server);
  tiny_say (fd, "GET /large HTTP/1.1\r\n" HOST "\r\n");
  wait_until_parked (1);
  change (1);
  (void) usleep (1500000);
  for (size_t got = tiny_receive (fd, piece, sizeof piece); 0 != got; got = tiny_receive (fd, piece, sizeof piece))
    length += got;
  assert_in_range (length, 1, LARGE);
  (void) close (fd);
  assert_int_equal (200, tiny_ask (server, GET_HOME)->status);
}

static void
who_leaves_with_half_a_reply_is_forgotten (void **state)
{
  (void) state;
  for (int round = 0; round < 5; round++)
    {
      const int fd = tiny_connect (server);
      char piece[4096];
      tiny_say (fd, "GET /large HTTP/1.1\r\n" HOST "\r\n");
      wait_until_parked (1);
      change (1);
      assert_true (0 != tiny_receive (fd, piece, sizeof piece));
      (void) close (fd);
    }
  assert_int_equal (200, tiny_ask (server, GET_HOME)->status);
}

/* It was woken, but no worker answers it. */
static void
who_was_woken_waits_for_its_worker_only_so_long (void **state)
{
  struct http_bounds bounds = http_bounds_default;
  const struct tiny_reply *reply;
  int page;

  (void) state;
  bounds.working_us = INT64_C (200000);
  restart (&bounds);
  page = open_page (1);
  wait_until_parked (1);
  atomic_store (&hold_when_woken, true);
  change (1);
  reply = tiny_read (page, false);
  assert_int_equal (503, reply->status);
  assert_non_null (strstr (reply->head, "Retry-After: "));
  assert_true (tiny_is_closed (page));
  (void) close (page);
  atomic_store (&hold_when_woken, false);
  assert_int_equal (0, sem_post (&tiny_hold));
  assert_int_equal (200, tiny_ask (server, GET_HOME)->status);
}

#define WAKERS 3

static atomic_bool wakers_end;

static void *
wake_all_the_time (void *of)
{
  struct uid topics[TOPICS];

  (void) of;
  while (! atomic_load (&wakers_end))
    http_server_wake (server, topics, http_server_parked (server, topics, TOPICS));
  return NULL;
}

/* Pages come and go while several threads wake them; at the end each that stayed hears of the change. */
static void
wakes_from_everywhere_lose_nobody (void **state)
{
  static int pages[100];
  pthread_t wakers[WAKERS];

  (void) state;
  atomic_store (&wakers_end, false);
  for (int i = 0; i < WAKERS; i++)
    assert_int_equal (0, pthread_create (&wakers[i], NULL, wake_all_the_time, NULL));
  for (int round = 0; round < 5; round++)
    for (int i = 0; i < (int) BM_COUNT (pages); i++)
      {
        if (round > 0)
          (void) close (pages[i]);
        pages[i] = open_page (i % TOPICS);
      }
  atomic_store (&wakers_end, true);
  for (int i = 0; i < WAKERS; i++)
    assert_int_equal (0, pthread_join (wakers[i], NULL));
  wait_until_parked (BM_COUNT (pages));
  for (int i = 0; i < TOPICS; i++)
    {
      const struct uid topic = topic_of (i);
      atomic_store (&versions[i], 2);
      http_server_wake (server, &topic, 1);
    }
  for (int i = 0; i < (int) BM_COUNT (pages); i++)
    {
      assert_non_null (strstr (tiny_read (pages[i], false)->body, "\"version\":2,"));
      (void) close (pages[i]);
    }
  wait_until_parked (0);
}

static int
open_house (void **state)
{
  (void) state;
  log_open ("test");
  tiny_share_make ();
  return 0;
}

static int
close_house (void **state)
{
  (void) state;
  assert_int_equal (0, atomic_load (&tiny_workers));
  arena_free (tiny_arena);
  tiny_share_drop ();
  return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown (name, begin, end)

int
main (void)
{
  const struct CMUnitTest tests[] = {
    TEST (a_change_is_told_to_those_who_wait_for_it_and_nobody_else),
    TEST (who_need_not_wait_is_answered_at_once),
    TEST (the_parked_occupy_no_worker),
    TEST (who_has_waited_long_enough_is_told_that_nothing_changed),
    TEST (being_woken_often_does_not_prolong_the_wait),
    TEST (a_wake_between_the_look_and_the_parking_is_not_lost),
    TEST (a_stop_answers_all_that_are_parked),
    TEST (who_parks_while_the_server_stops_is_answered),
    TEST (a_client_that_goes_away_is_forgotten),
    TEST (one_too_many_is_told_to_answer_at_once),
    TEST (five_hundred_are_woken_at_once),
    TEST (the_woken_come_to_the_workers_a_few_at_a_time),
    TEST (who_has_signed_out_meanwhile_is_not_told),
    TEST (the_connection_serves_on_after_a_parked_reply),
    TEST (a_browser_s_page_and_a_head_wait_as_well),
    TEST (a_body_is_read_again_when_its_request_is_woken),
    TEST (who_parks_although_it_must_answer_is_a_defect),
    TEST (who_parks_too_late_parks_nothing),
    TEST (wakes_from_everywhere_lose_nobody),
    TEST (who_waits_is_out_of_the_library_unless_that_would_lose_something),
    TEST (a_reply_that_the_client_takes_piece_by_piece_arrives_whole),
    TEST (who_does_not_take_its_reply_is_cut),
    TEST (who_leaves_with_half_a_reply_is_forgotten),
    TEST (who_was_woken_waits_for_its_worker_only_so_long),
  };
  return cmocka_run_group_tests (tests, open_house, close_house);
}
