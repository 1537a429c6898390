/* layers: http render base */
#include "http_tiny.h"

#define HOST "Host: tiny.example\r\n"
#define GET_HOME "GET / HTTP/1.1\r\n" HOST "\r\n"
#define SIGNED_IN "Cookie: bm_tiny=good\r\n"
#define JSON "application/json"
#define BATCH_MOST 8
#define CALLS_MOST 256
#define MANY 1024

/* --- a desk with two rows in the batch lane --- */

struct call
{
  const struct http_route *route;
  size_t count;
};

static struct call calls[CALLS_MOST];    /* of batch handlers, in order */
static atomic_int call_count;
static atomic_int batched;               /* requests that a batch handler answered */
static atomic_int singly;                /* requests that the ordinary handler got */
static atomic_int held;
static atomic_bool hold_batches;
static atomic_llong park_most_us;
static atomic_llong seen_us;             /* arrival, as the batch handler saw it */
static atomic_int faults;                /* an arrival that changed, a login where there must be none or none where one must be */

static struct http_reply
say (struct http_request *rq, struct text name, const char *how)
{
  const char *text = arena_printf (rq->arena, "{\"name\":\"%.*s\",\"how\":\"%s\"}", (int) name.length, name.at, how);

  return http_reply_text (rq, bytes_of (text, strlen (text)));
}

static bool
read_name (struct http_request *rq, struct text *name)
{
  const struct http_field spec[] = { HTTP_BODY_TEXT ("name", 1, 60000, name), HTTP_FIELD_END };

  return http_fields_read (rq, spec);
}

static struct http_reply
one_save (struct http_request *rq, void *worker)
{
  struct text name;

  (void) worker;
  atomic_fetch_add (&singly, 1);
  atomic_fetch_add (&faults, ! rq->login.signed_in);
  if (! read_name (rq, &name))
    return http_reply_invalid (rq);
  if (text_is (name, "park apart"))
    atomic_fetch_add (&faults, ! rq->woken || rq->park_over);
  if (text_is (name, "apart"))
    atomic_fetch_add (&faults, 0 != atomic_load (&seen_us) && rq->arrived_boot_us != atomic_load (&seen_us));
  return say (rq, name, rq->woken ? "woken" : "alone");
}

/* Woken it parks once more, with another text. */
static struct http_reply
park_with (struct http_request *rq, struct text name)
{
  const struct http_reply said = say (rq, name, rq->woken ? "over again" : "over");

  return http_reply_park_with (rq, (struct uid) { { 1 } }, atomic_load (&park_most_us), said.text);
}

static struct http_reply
save_of_batch (struct http_request *rq)
{
  struct text name;

  atomic_fetch_add (&faults, rq->login.signed_in || 7 != rq->login.token_hash[0] || NULL != rq->login.about);
  if (! read_name (rq, &name))
    return http_reply_invalid (rq);
  if (text_is (name, "apart"))
    {
      atomic_store (&seen_us, rq->arrived_boot_us);
      return http_reply_apart ();
    }
  if (text_is (name, "park") && ! rq->woken)
    return http_reply_park (rq, (struct uid) { { 1 } }, INT64_C (30000000));
  if (text_is (name, "park apart"))
    return rq->woken ? http_reply_apart () : http_reply_park (rq, (struct uid) { { 1 } }, INT64_C (30000000));
  if (text_is (name, "park with"))
    return park_with (rq, name);
  if (text_is (name, "forgotten"))
    return (struct http_reply) { .status = 0 };
  return say (rq, name, "batch");
}

static void
batch_saves (struct http_request *const *rqs, size_t count, struct http_reply *replies, void *worker)
{
  const int number = atomic_load (&call_count);

  if (NULL != worker)
    atomic_fetch_add ((atomic_int *) worker, (int) count);
  if (number < CALLS_MOST)
    calls[number] = (struct call) { rqs[0]->route, count };
  atomic_store (&call_count, number + 1);
  if (atomic_load (&hold_batches))
    {
      atomic_fetch_add (&held, 1);
      while (0 != sem_wait (&tiny_hold))
        continue;
    }
  for (size_t i = 0; i < count; i++)
    {
      atomic_fetch_add (&faults, rqs[i]->route != rqs[0]->route);
      replies[i] = save_of_batch (rqs[i]);
    }
  atomic_fetch_add (&batched, (int) count);
}

static const struct http_route routes[] = {
  { .method = HTTP_GET, .path = "/", .who = HTTP_ANYONE, .handler = tiny_home, .reply_schema = "home", .page = "home" },
  { .method = HTTP_GET, .path = "/wait", .who = HTTP_ANYONE, .handler = tiny_wait, .reply_schema = "home" },
  { .method = HTTP_POST, .path = "/saves", .who = HTTP_SIGNED_IN, .lane = HTTP_LANE_BATCH, .handler = one_save,
    .batch = batch_saves, .reply_schema = "home" },
  { .method = HTTP_POST, .path = "/pulses/{part:int}", .who = HTTP_SIGNED_IN, .lane = HTTP_LANE_BATCH, .handler = one_save,
    .batch = batch_saves, .reply_schema = "home" },
  { .method = HTTP_POST, .path = "/hints", .who = HTTP_SIGNED_IN, .lane = HTTP_LANE_BATCH, .handler = one_save,
    .batch = batch_saves, .linger_ms = 1000, .reply_schema = "home" },
};

static bool
token (struct http_request *rq, struct text text)
{
  rq->login.token_hash[0] = text_is (text, "good") ? 7 : 0;
  return text_is (text, "good");
}

static const struct http_desk desk = { .name = "tiny", .cookie = "bm_tiny", .routes = routes,
                                       .route_count = BM_COUNT (routes), .worker_open = tiny_worker_open,
                                       .worker_close = tiny_worker_close, .login = tiny_login, .token = token };

/* --- its server, anew for each test --- */

static struct http_server *server;

static struct http_server *
start_desk (const struct http_desk *served, unsigned batch_most, uint16_t shared_port, const struct http_bounds *bounds)
{
  struct http_config config = tiny_config ();
  const char *problem = "";
  struct http_server *started;

  config.desk = served;
  config.batch_most = batch_most;
  config.share_port = served != &desk;
  config.port = shared_port;
  started = http_server_start_bounded (&config, bounds, tiny_arena, &problem);
  if (NULL == started)
    fail_msg ("%s", problem);
  return started;
}

static struct http_server *
start (unsigned batch_most, const struct http_bounds *bounds)
{
  return start_desk (&desk, batch_most, 0, bounds);
}

static void
restart (unsigned batch_most, const struct http_bounds *bounds)
{
  if (NULL != server)
    http_server_stop (server);
  server = start (batch_most, bounds);
}

static int
begin (void **state)
{
  (void) state;
  atomic_store (&call_count, 0);
  atomic_store (&batched, 0);
  atomic_store (&singly, 0);
  atomic_store (&held, 0);
  atomic_store (&hold_batches, false);
  atomic_store (&park_most_us, INT64_C (200000));
  atomic_store (&seen_us, 0);
  atomic_store (&faults, 0);
  assert_int_equal (0, sem_init (&tiny_hold, 0, 0));
  restart (BATCH_MOST, &http_bounds_default);
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

static void
say_save (int fd, const char *path, const char *name)
{
  char body[64];

  (void) snprintf (body, sizeof body, "{\"name\":\"%s\"}", name);
  tiny_say (fd, tiny_post (path, SIGNED_IN, JSON, body));
}

static int
open_save (const char *path, const char *name)
{
  const int fd = tiny_connect (server);

  say_save (fd, path, name);
  return fd;
}

static void
assert_reply (int fd, const char *name, const char *how)
{
  const struct tiny_reply *reply = tiny_read (fd, false);
  char body[96];

  (void) snprintf (body, sizeof body, "{\"name\":\"%s\",\"how\":\"%s\"}", name, how);
  assert_int_equal (200, reply->status);
  assert_string_equal (body, reply->body);
  (void) close (fd);
}

/* The lane's thread is in a batch of one and will not go on before release (); what is sent now waits. */
static int
occupy (void)
{
  int fd;

  atomic_store (&hold_batches, true);
  fd = open_save ("/saves", "first");
  tiny_wait_for (&held, 1);
  return fd;
}

static void
release (void)
{
  atomic_store (&hold_batches, false);
  assert_int_equal (0, sem_post (&tiny_hold));
}

static void
wait_until_queued (size_t wanted)
{
  const int64_t until_us = clock_boot_us () + INT64_C (1000) * TINY_WAIT_MS;
  size_t count = 0;

  while (count != wanted && clock_boot_us () < until_us)
    {
      (void) usleep (1000);
      (void) pthread_mutex_lock (&server->batch.lock);
      count = server->batch.queue.count;
      (void) pthread_mutex_unlock (&server->batch.lock);
    }
  assert_int_equal (wanted, count);
}

/* --- what it does --- */

static void
one_request_is_a_batch_of_one_and_its_text_is_sent_as_it_is (void **state)
{
  const struct tiny_reply *reply;
  const int fd = open_save ("/saves", "Ada");

  (void) state;
  reply = tiny_read (fd, false);
  assert_int_equal (200, reply->status);
  assert_string_equal ("{\"name\":\"Ada\",\"how\":\"batch\"}", reply->body);
  assert_non_null (strstr (reply->head, "Content-Type: application/json\r\n"));
  assert_non_null (strstr (reply->head, "Cache-Control: no-store\r\n"));
  assert_non_null (strstr (reply->head, "X-Content-Type-Options: nosniff\r\n"));
  assert_non_null (strstr (reply->head, "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"));
  assert_non_null (strstr (reply->head, "Cross-Origin-Resource-Policy: same-origin\r\n"));
  (void) close (fd);
  assert_int_equal (1, atomic_load (&call_count));
  assert_int_equal (0, atomic_load (&singly));
}

/* Twelve wait, at most eight at a time: five saves and three pulses of the first eight, then the rest, each row by itself. */
static void
those_who_wait_go_together_row_by_row_and_no_more_than_may (void **state)
{
  static const size_t sizes[] = { 1, 5, 3, 1, 3 };
  const int first = occupy ();
  int fds[12];

  (void) state;
  for (size_t i = 0; i < BM_COUNT (fds); i++)
    {
      fds[i] = open_save (0 == i % 3 || i > 9 || 4 == i || 7 == i ? "/saves" : "/pulses/1", "Ada");
      wait_until_queued (i + 1);
    }
  release ();
  assert_reply (first, "first", "batch");
  for (size_t i = 0; i < BM_COUNT (fds); i++)
    assert_reply (fds[i], "Ada", "batch");
  assert_int_equal (BM_COUNT (sizes), atomic_load (&call_count));
  for (size_t i = 0; i < BM_COUNT (sizes); i++)
    {
      assert_int_equal (sizes[i], calls[i].count);
      assert_ptr_equal (&routes[2 == i || 3 == i ? 3 : 2], calls[i].route);
    }
}

static void
one_set_apart_is_decided_alone_with_its_first_arrival (void **state)
{
  const int first = occupy ();
  const int fds[] = { open_save ("/saves", "Ada"), open_save ("/saves", "apart"), open_save ("/saves", "Bea") };

  (void) state;
  wait_until_queued (3);
  (void) usleep (20000);          /* a later arrival would differ by this much */
  release ();
  assert_reply (first, "first", "batch");
  assert_reply (fds[0], "Ada", "batch");
  assert_reply (fds[1], "apart", "alone");
  assert_reply (fds[2], "Bea", "batch");
  assert_int_equal (1, atomic_load (&singly));
  assert_true (0 != atomic_load (&seen_us));
}

static void
wait_until_parked (size_t wanted)
{
  const int64_t until_us = clock_boot_us () + INT64_C (1000) * TINY_WAIT_MS;

  while (wanted != http_parking_count (&server->parking) && clock_boot_us () < until_us)
    (void) usleep (1000);
  assert_int_equal (wanted, http_parking_count (&server->parking));
}

static void
wake (void)
{
  const struct uid topic = { { 1 } };

  http_server_wake (server, &topic, 1);
}

static void
those_that_park_in_a_batch_are_woken_together_for_its_handler (void **state)
{
  int fds[] = { open_save ("/saves", "park"), open_save ("/saves", "park apart"), open_save ("/saves", "park") };

  (void) state;
  wait_until_parked (3);
  wake ();
  assert_reply (fds[0], "park", "batch");
  assert_reply (fds[1], "park apart", "woken");
  assert_reply (fds[2], "park", "batch");
  assert_int_equal (1, atomic_load (&singly));
}

static void
who_waited_in_vain_is_told_what_was_known_and_no_handler_runs (void **state)
{
  int fd = open_save ("/saves", "park with");

  (void) state;
  assert_reply (fd, "park with", "over");
  assert_int_equal (1, atomic_load (&batched));
  assert_int_equal (0, atomic_load (&singly));
  atomic_store (&park_most_us, INT64_C (1000000));
  fd = open_save ("/saves", "park with");
  wait_until_parked (1);
  wake ();
  assert_reply (fd, "park with", "over again");
  assert_int_equal (3, atomic_load (&batched));
}

static void
a_stop_tells_who_waits_what_was_known (void **state)
{
  const int fd = open_save ("/saves", "park with");

  (void) state;
  wait_until_parked (1);
  http_server_stop (server);
  server = NULL;
  assert_reply (fd, "park with", "over");
  assert_int_equal (1, atomic_load (&batched));
}

/* Whoever is in a hurry does not wait for those who are not. */
static void
those_that_linger_go_together_after_one_that_does_not (void **state)
{
  const int fds[] = { open_save ("/hints", "Ada"), open_save ("/hints", "Bea"), open_save ("/hints", "apart") };

  (void) state;
  assert_reply (open_save ("/saves", "Cy"), "Cy", "batch");
  assert_int_equal (1, atomic_load (&call_count));
  assert_reply (fds[0], "Ada", "batch");
  assert_reply (fds[1], "Bea", "batch");
  assert_reply (fds[2], "apart", "alone");
  assert_int_equal (2, atomic_load (&call_count));
  assert_int_equal (3, calls[1].count);
}

static void
one_that_is_woken_does_not_linger_again (void **state)
{
  const int parked = open_save ("/hints", "park");
  int fresh;

  (void) state;
  wait_until_parked (1);
  fresh = open_save ("/hints", "Ada");
  (void) usleep (20000);          /* it is there, and lingers */
  wake ();
  assert_reply (parked, "park", "batch");
  assert_int_equal (2, atomic_load (&call_count));
  assert_reply (fresh, "Ada", "batch");
  assert_int_equal (3, atomic_load (&call_count));
}

static void
a_stop_answers_those_that_linger (void **state)
{
  const int fds[] = { open_save ("/hints", "Ada"), open_save ("/hints", "Bea") };

  (void) state;
  assert_reply (open_save ("/saves", "Cy"), "Cy", "batch");
  http_server_stop (server);
  server = NULL;
  assert_reply (fds[0], "Ada", "batch");
  assert_reply (fds[1], "Bea", "batch");
}

static void
strangers_never_reach_a_batch (void **state)
{
  const char *body = "{\"name\":\"Ada\"}";

  (void) state;
  assert_int_equal (401, tiny_ask (server, tiny_post ("/saves", "", JSON, body))->status);
  assert_int_equal (401, tiny_ask (server, tiny_post ("/saves", "Cookie: bm_tiny=ill\r\n", JSON, body))->status);
  assert_int_equal (303, tiny_ask (server, tiny_post ("/saves", "Accept: text/html\r\n", JSON, body))->status);
  assert_int_equal (0, atomic_load (&call_count));
}

static void
a_bad_field_and_a_forgotten_reply_hurt_nobody_else (void **state)
{
  const int first = occupy ();
  const int good = open_save ("/saves", "Ada");
  const int bad = tiny_connect (server);
  const int forgotten = open_save ("/saves", "forgotten");

  (void) state;
  tiny_say (bad, tiny_post ("/saves", SIGNED_IN, JSON, "{\"nome\":\"Ada\"}"));
  wait_until_queued (3);
  release ();
  assert_reply (first, "first", "batch");
  assert_reply (good, "Ada", "batch");
  assert_int_equal (422, tiny_read (bad, false)->status);
  assert_int_equal (500, tiny_read (forgotten, false)->status);
  (void) close (bad);
  (void) close (forgotten);
  assert_int_equal (2, atomic_load (&call_count));
}

static void
without_batches_each_goes_to_a_worker (void **state)
{
  (void) state;
  restart (0, &http_bounds_default);
  for (int i = 0; i < 20; i++)
    assert_reply (open_save (0 == i % 2 ? "/saves" : "/pulses/1", "Ada"), "Ada", "alone");
  assert_int_equal (0, atomic_load (&call_count));
  assert_int_equal (20, atomic_load (&singly));
}

static void
who_leaves_while_waiting_leaves_nothing_behind (void **state)
{
  const int first = occupy ();
  int fds[6];

  (void) state;
  for (size_t i = 0; i < BM_COUNT (fds); i++)
    fds[i] = open_save ("/saves", 2 == i ? "apart" : "Ada");
  wait_until_queued (BM_COUNT (fds));
  for (size_t i = 0; i < BM_COUNT (fds) - 1; i++)
    (void) close (fds[i]);
  release ();
  assert_reply (first, "first", "batch");
  assert_reply (fds[5], "Ada", "batch");
  assert_int_equal (200, tiny_ask (server, GET_HOME)->status);
}

static void
who_waits_too_long_is_told_and_the_lane_goes_on (void **state)
{
  struct http_bounds bounds = http_bounds_default;
  int first;
  int late;
  const struct tiny_reply *reply;

  (void) state;
  bounds.working_us = INT64_C (300000);
  restart (BATCH_MOST, &bounds);
  first = occupy ();
  late = open_save ("/saves", "Ada");
  reply = tiny_read (late, false);
  assert_int_equal (503, reply->status);
  assert_non_null (strstr (reply->head, "Retry-After: "));
  assert_int_equal (503, tiny_read (first, false)->status);
  (void) close (first);
  (void) close (late);
  release ();
  assert_reply (open_save ("/saves", "Bea"), "Bea", "batch");
}

static void
beyond_the_lane_s_room_there_is_a_503_at_once (void **state)
{
  struct http_bounds bounds = http_bounds_default;
  int fds[4];
  int first;
  const struct tiny_reply *reply;

  (void) state;
  bounds.batch_queue = BM_COUNT (fds);
  restart (BATCH_MOST, &bounds);
  first = occupy ();
  for (size_t i = 0; i < BM_COUNT (fds); i++)
    fds[i] = open_save ("/saves", "Ada");
  wait_until_queued (BM_COUNT (fds));
  reply = tiny_ask (server, tiny_post ("/saves", SIGNED_IN, JSON, "{\"name\":\"Ada\"}"));
  assert_int_equal (503, reply->status);
  assert_non_null (strstr (reply->head, "Retry-After: "));
  release ();
  assert_reply (first, "first", "batch");
  for (size_t i = 0; i < BM_COUNT (fds); i++)
    assert_reply (fds[i], "Ada", "batch");
}

/* The workers are busy and their queue is full when the batch sets one apart. */
static void
one_set_apart_for_whom_there_is_no_room_is_told_so (void **state)
{
  struct http_bounds bounds = http_bounds_default;
  int waiting[3];
  int apart;

  (void) state;
  bounds.work_queue = 1;
  restart (BATCH_MOST, &bounds);
  atomic_store (&tiny_waiting, 0);
  for (size_t i = 0; i < BM_COUNT (waiting); i++)
    {
      waiting[i] = tiny_connect (server);
      tiny_say (waiting[i], "GET /wait HTTP/1.1\r\n" HOST "\r\n");
      if (i < 2)
        tiny_wait_for (&tiny_waiting, (int) i + 1);
    }
  while (http_track_has_room (&server->work, 0))
    (void) usleep (1000);
  apart = open_save ("/saves", "apart");
  assert_int_equal (503, tiny_read (apart, false)->status);
  (void) close (apart);
  for (size_t i = 0; i < BM_COUNT (waiting); i++)
    assert_int_equal (0, sem_post (&tiny_hold));
  for (size_t i = 0; i < BM_COUNT (waiting); i++)
    {
      assert_int_equal (200, tiny_read (waiting[i], false)->status);
      (void) close (waiting[i]);
    }
}

static void *
stop_server (void *of)
{
  http_server_stop (of);
  return NULL;
}

static void
a_stop_answers_all_that_wait_in_the_lane (void **state)
{
  struct http_server *stopping = server;
  const int first = occupy ();
  int fds[30];
  pthread_t stopper;

  (void) state;
  for (size_t i = 0; i < BM_COUNT (fds); i++)
    fds[i] = open_save ("/saves", 5 == i % 10 ? "apart" : "Ada");
  wait_until_queued (BM_COUNT (fds));
  assert_int_equal (0, pthread_create (&stopper, NULL, stop_server, stopping));
  while (! atomic_load (&stopping->stopping))
    (void) usleep (1000);
  atomic_store (&seen_us, 0);
  release ();
  assert_reply (first, "first", "batch");
  for (size_t i = 0; i < BM_COUNT (fds); i++)
    {
      const struct tiny_reply *reply = tiny_read (fds[i], false);
      assert_int_equal (200, reply->status);
      (void) close (fds[i]);
    }
  assert_int_equal (0, pthread_join (stopper, NULL));
  assert_int_equal (3, atomic_load (&singly));
  atomic_store (&faults, 0);      /* three set apart share one place for their arrival */
  server = start (BATCH_MOST, &http_bounds_default);
}

/* Each connection asks again as soon as it is answered, its replies are counted, and nobody is left without one. */
static void
as_many_closed_loops_as_epoll_returns_at_once_are_all_served (void **state)
{
  static const int counts[] = { 127, 128, 129, 256, MANY };
  static int fds[MANY];
  int asked = 0;

  (void) state;
  restart (500, &http_bounds_default);
  for (size_t i = 0; i < BM_COUNT (counts); i++)
    {
      for (int c = 0; c < counts[i]; c++)
        fds[c] = tiny_connect (server);
      for (int round = 0; round < 6; round++)
        {
          for (int c = 0; c < counts[i]; c++)
            say_save (fds[c], "/saves", "Ada");
          for (int c = 0; c < counts[i]; c++)
            assert_int_equal (200, tiny_read (fds[c], false)->status);
          asked += counts[i];
        }
      for (int c = 0; c < counts[i]; c++)
        (void) close (fds[c]);
    }
  assert_int_equal (asked, atomic_load (&batched));
  assert_true (atomic_load (&call_count) < asked);
  assert_int_equal (0, atomic_load (&singly));
}

/* Two processes of one desk; each counts what its batches answered. */
static atomic_int counts[2];
static const struct http_desk shared[] = {
  { .name = "tiny", .cookie = "bm_tiny", .routes = routes, .route_count = BM_COUNT (routes), .worker_open = tiny_worker_open,
    .worker_close = tiny_worker_close, .login = tiny_login, .token = token, .app = &counts[0] },
  { .name = "tiny", .cookie = "bm_tiny", .routes = routes, .route_count = BM_COUNT (routes), .worker_open = tiny_worker_open,
    .worker_close = tiny_worker_close, .login = tiny_login, .token = token, .app = &counts[1] } };

/* The system spreads connections by their ports, so enough of them reach both. */
static void
two_servers_on_one_port_both_answer (void **state)
{
  struct http_server *one = start_desk (&shared[0], BATCH_MOST, 0, &http_bounds_default);
  struct http_server *two = start_desk (&shared[1], BATCH_MOST, http_server_port (one), &http_bounds_default);

  (void) state;
  assert_int_equal (http_server_port (one), http_server_port (two));
  for (int i = 0; i < 64; i++)
    assert_int_equal (200, tiny_ask (two, tiny_post ("/saves", SIGNED_IN, JSON, "{\"name\":\"Ada\"}"))->status);
  assert_int_equal (64, atomic_load (&counts[0]) + atomic_load (&counts[1]));
  assert_true (0 != atomic_load (&counts[0]) && 0 != atomic_load (&counts[1]));
  http_server_stop (one);
  for (int i = 0; i < 16; i++)
    assert_int_equal (200, tiny_ask (two, GET_HOME)->status);
  http_server_stop (two);
}

static void
a_port_is_shared_only_by_those_who_say_so (void **state)
{
  struct http_server *one = start_desk (&shared[0], BATCH_MOST, 0, &http_bounds_default);
  struct http_config config = tiny_config ();
  const char *problem = "";

  (void) state;
  config.desk = &desk;
  config.port = http_server_port (one);
  assert_null (http_server_start (&config, tiny_arena, &problem));
  assert_non_null (strstr (problem, "another program listens there"));
  http_server_stop (one);
}

static void
a_batch_of_more_than_a_thousand_is_refused (void **state)
{
  struct http_config config = tiny_config ();
  const char *problem = "";

  (void) state;
  config.desk = &desk;
  config.batch_most = 1001;
  assert_null (http_server_start (&config, tiny_arena, &problem));
  assert_non_null (strstr (problem, "0 to 1000"));
}

static int
open_house (void **state)
{
  (void) state;
  log_open ("test");
  tiny_share_make ();
  tiny_arena = arena_new ((size_t) 64 << 20);
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
    TEST (one_request_is_a_batch_of_one_and_its_text_is_sent_as_it_is),
    TEST (those_who_wait_go_together_row_by_row_and_no_more_than_may),
    TEST (one_set_apart_is_decided_alone_with_its_first_arrival),
    TEST (those_that_park_in_a_batch_are_woken_together_for_its_handler),
    TEST (who_waited_in_vain_is_told_what_was_known_and_no_handler_runs),
    TEST (a_stop_tells_who_waits_what_was_known),
    TEST (those_that_linger_go_together_after_one_that_does_not),
    TEST (one_that_is_woken_does_not_linger_again),
    TEST (a_stop_answers_those_that_linger),
    TEST (strangers_never_reach_a_batch),
    TEST (a_bad_field_and_a_forgotten_reply_hurt_nobody_else),
    TEST (without_batches_each_goes_to_a_worker),
    TEST (who_leaves_while_waiting_leaves_nothing_behind),
    TEST (who_waits_too_long_is_told_and_the_lane_goes_on),
    TEST (beyond_the_lane_s_room_there_is_a_503_at_once),
    TEST (one_set_apart_for_whom_there_is_no_room_is_told_so),
    TEST (a_stop_answers_all_that_wait_in_the_lane),
    TEST (as_many_closed_loops_as_epoll_returns_at_once_are_all_served),
    TEST (two_servers_on_one_port_both_answer),
    TEST (a_port_is_shared_only_by_those_who_say_so),
    TEST (a_batch_of_more_than_a_thousand_is_refused),
  };
  return cmocka_run_group_tests (tests, open_house, close_house);
}
