#include "inside.h"

#include "log.h"

#include <errno.h>
#include <netdb.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

/* Parked: less than the 60 s after which a proxy in front gives up. */
#define SECOND INT64_C (1000000)

const struct http_bounds http_bounds_default = { .idle_us = 75 * SECOND, .reading_us = 15 * SECOND,
                                                 .working_us = 60 * SECOND, .parked_us = 50 * SECOND,
                                                 .replying_us = 75 * SECOND, .work_queue = 4096, .hash_queue = 200,
                                                 .batch_queue = 20000,
                                                 .parked_most = HTTP_PARKED_MOST,
                                                 .parked_most_of_topic = HTTP_PARKED_MOST_OF_TOPIC };

static struct http_server *
new_server (const struct http_bounds *bounds, struct arena *arena)
{
  struct http_server *server = calloc (1, sizeof *server);

  if (NULL == server)
    log_fatal ("no_memory", "in=server");
  server->arena = arena;
  server->bounds = *bounds;
  server->listener = -1;
  server->done.wake = eventfd (0, EFD_NONBLOCK | EFD_CLOEXEC);
  server->epoll = epoll_create1 (EPOLL_CLOEXEC);
  server->nobody = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  server->conns.bound_us[HTTP_WAIT_IDLE] = bounds->idle_us;
  server->conns.bound_us[HTTP_WAIT_READING] = bounds->reading_us;
  server->conns.bound_us[HTTP_WAIT_WORKING] = bounds->working_us;
  server->conns.bound_us[HTTP_WAIT_REPLYING] = bounds->replying_us;
  http_parking_open (&server->parking, bounds->parked_most, bounds->parked_most_of_topic);
  http_track_init (&server->work, bounds->work_queue);
  http_track_init (&server->hash, bounds->hash_queue);
  http_track_init (&server->batch, bounds->batch_queue);
  (void) pthread_mutex_init (&server->done.lock, NULL);
  (void) pthread_mutex_init (&server->start_lock, NULL);
  (void) pthread_cond_init (&server->start_said, NULL);
  atomic_init (&server->stopping, false);
  return server;
}

static bool
listen_on (struct http_server *server, const struct http_config *config, const char **problem)
{
  const struct addrinfo wanted = { .ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE, .ai_socktype = SOCK_STREAM };
  struct addrinfo *found = NULL;
  struct sockaddr_storage bound;
  socklen_t length = sizeof bound;
  const int one = 1;
  char service[8];
  char chosen[NI_MAXSERV];
  bool good;

  (void) snprintf (service, sizeof service, "%u", (unsigned) config->port);
  if (0 != getaddrinfo (config->address, service, &wanted, &found))
    {
      *problem = arena_printf (server->arena, "The address %s is not an IP address.", config->address);
      return false;
    }
  server->listener = socket (found->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  good = server->listener >= 0 && 0 == setsockopt (server->listener, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one)
         && (! config->share_port || 0 == setsockopt (server->listener, SOL_SOCKET, SO_REUSEPORT, &one, sizeof one))
         && 0 == bind (server->listener, found->ai_addr, found->ai_addrlen) && 0 == listen (server->listener, SOMAXCONN);
  if (! good)
    *problem = arena_printf (server->arena, "Port %u of %s cannot be used: %s.", (unsigned) config->port, config->address,
                             EADDRINUSE == errno ? "another program listens there" : strerror (errno));
  freeaddrinfo (found);
  if (! good)
    return false;
  (void) getsockname (server->listener, (struct sockaddr *) &bound, &length);
  (void) getnameinfo ((struct sockaddr *) &bound, length, NULL, 0, chosen, sizeof chosen, NI_NUMERICSERV);
  server->port = (uint16_t) strtoul (chosen, NULL, 10);
  return true;
}

static void
prepare_shared (struct http_server *server)
{
  static const char healthy[] = "{\"status\":\"ok\"}";
  const struct http_site *site = &server->site;

  for (const struct http_static *file = site->statics.first; NULL != file; file = file->next)
    server->shared_count++;
  server->shared = arena_take (server->arena, (server->shared_count + 1) * sizeof server->shared[0]);
  server->shared_count = 0;
  for (const struct http_static *file = site->statics.first; NULL != file; file = file->next)
    {
      struct http_shared *shared = &server->shared[server->shared_count++];
      shared->file = file;
      shared->whole = http_send_prepare (site, file->type, file->content, HTTP_KEPT_CHECKED, file->etag);
      shared->lasting = http_send_prepare (site, file->type, file->content, HTTP_KEPT_LASTING, file->etag);
      shared->unchanged = http_send_prepare (site, file->type, bytes_of (NULL, 0), HTTP_KEPT_CHECKED, file->etag);
      if (file->worker)
        (void) MHD_add_response_header (shared->whole, "Service-Worker-Allowed", "/");
    }
  server->health = http_send_prepare (site, "application/json", bytes_of (healthy, sizeof healthy - 1), HTTP_KEPT_NEVER, NULL);
  server->openapi = http_send_prepare (site, "application/json", bytes_of (site->openapi, site->openapi_length), HTTP_KEPT_NEVER,
                                       NULL);
}

static void
free_shared (struct http_server *server)
{
  for (size_t i = 0; i < server->shared_count; i++)
    {
      MHD_destroy_response (server->shared[i].whole);
      MHD_destroy_response (server->shared[i].lasting);
      MHD_destroy_response (server->shared[i].unchanged);
    }
  if (NULL != server->health)
    MHD_destroy_response (server->health);
  if (NULL != server->openapi)
    MHD_destroy_response (server->openapi);
}

/* Signals are for the process's main thread. */
static bool
start_thread (pthread_t *thread, void *(*body) (void *), void *of)
{
  sigset_t all;
  sigset_t before;
  bool started;

  (void) sigfillset (&all);
  (void) pthread_sigmask (SIG_SETMASK, &all, &before);
  started = 0 == pthread_create (thread, NULL, body, of);
  (void) pthread_sigmask (SIG_SETMASK, &before, NULL);
  return started;
}

static bool
start_workers (struct http_server *server, const struct http_config *config)
{
  const size_t single = (size_t) config->workers + config->hash_workers;
  const size_t wanted = single + (0 == server->batch_most ? 0 : config->batch_threads);
  bool good = true;

  for (size_t i = 0; good && i < wanted; i++)
    {
      struct http_worker *worker = &server->workers[i];
      worker->server = server;
      worker->lane = i < config->workers ? &server->work : i < single ? &server->hash : &server->batch;
      good = start_thread (&worker->thread, http_worker_run, worker);
      server->worker_count += good;
    }
  (void) pthread_mutex_lock (&server->start_lock);
  while (server->opened < server->worker_count)
    (void) pthread_cond_wait (&server->start_said, &server->start_lock);
  good = good && 0 == server->failed;
  (void) pthread_mutex_unlock (&server->start_lock);
  return good;
}

static bool
watch (struct http_server *server, int fd)
{
  struct epoll_event event = { .events = EPOLLIN, .data.ptr = NULL };

  return 0 == epoll_ctl (server->epoll, EPOLL_CTL_ADD, fd, &event);
}

static bool
start_daemon (struct http_server *server)
{
  const struct http_daemon_calls calls = { http_on_request, http_on_uri, http_on_completed, http_on_connection, server,
                                           server->listener };
  const union MHD_DaemonInfo *info;

  server->daemon = http_daemon_start (&calls);
  if (NULL == server->daemon)
    return false;
  server->listener = -1;
  info = MHD_get_daemon_info (server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
  server->loop_runs = NULL != info && watch (server, info->epoll_fd) && watch (server, server->done.wake)
                      && start_thread (&server->loop, http_loop_run, server);
  return server->loop_runs;
}

static bool
bring_up (struct http_server *server, const struct http_config *config, const char **problem)
{
  const char *fault;

  if (config->workers < 1 || config->workers > HTTP_WORKERS_MOST || config->hash_workers < 1
      || config->hash_workers > HTTP_HASH_WORKERS_MOST)
    {
      *problem = "The number of workers must be 1 to 64, that of hash workers 1 to 8.";
      return false;
    }
  if (config->batch_most > HTTP_BATCH_MOST || config->batch_threads < 1 || config->batch_threads > HTTP_BATCH_THREADS_MOST)
    {
      *problem = "A batch may hold 0 to 1000 requests, and 1 or 2 threads write batches.";
      return false;
    }
  if (! http_site_open (&server->site, config, server->arena, problem))
    return false;
  if (! http_gate_prove (&fault))
    {
      *problem = arena_printf (server->arena, "This libmicrohttpd (%s) does not show its framing: %s.", MHD_get_version (),
                               fault);
      return false;
    }
  if (http_table_has_lane (server->site.table, HTTP_LANE_BATCH))
    server->batch_most = config->batch_most;
  if (server->batch_most < server->batch.crowd)
    server->batch.crowd = server->batch_most;
  prepare_shared (server);
  if (! listen_on (server, config, problem))
    return false;
  *problem = "A worker cannot start.";
  if (! start_workers (server, config))
    return false;
  *problem = "The server cannot start its loop.";
  return start_daemon (server);
}

struct http_server *
http_server_start_bounded (const struct http_config *config, const struct http_bounds *bounds, struct arena *arena,
                           const char **problem)
{
  struct http_server *server = new_server (bounds, arena);

  json_object_seed (0);
  (void) signal (SIGPIPE, SIG_IGN);
  if (bring_up (server, config, problem))
    return server;
  http_server_stop (server);
  return NULL;
}

struct http_server *
http_server_start (const struct http_config *config, struct arena *arena, const char **problem)
{
  return http_server_start_bounded (config, &http_bounds_default, arena, problem);
}

uint16_t
http_server_port (const struct http_server *server)
{
  return server->port;
}

void
http_server_stop (struct http_server *server)
{
  if (NULL == server)
    return;
  atomic_store (&server->stopping, true);
  http_done_wake (&server->done);
  if (server->loop_runs)
    (void) pthread_join (server->loop, NULL);
  else if (NULL != server->daemon)
    MHD_stop_daemon (server->daemon);
  http_track_end (&server->work);
  http_track_end (&server->hash);
  http_track_end (&server->batch);
  for (size_t i = 0; i < server->worker_count; i++)
    (void) pthread_join (server->workers[i].thread, NULL);
  if (server->listener >= 0)
    (void) close (server->listener);
  (void) close (server->done.wake);
  (void) close (server->epoll);
  (void) close (server->nobody);
  free_shared (server);
  http_site_close (&server->site);
  http_track_destroy (&server->work);
  http_track_destroy (&server->hash);
  http_track_destroy (&server->batch);
  http_spares_free (&server->spares);
  http_parking_close (&server->parking);
  (void) pthread_mutex_destroy (&server->done.lock);
  (void) pthread_mutex_destroy (&server->start_lock);
  (void) pthread_cond_destroy (&server->start_said);
  free (server);
}
