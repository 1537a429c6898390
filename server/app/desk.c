#include "desk.h"

#include "log.h"

static struct http_config
http_config_of (const struct config *config, const struct http_desk *desk)
{
  return (struct http_config) { .desk = desk,
                                .share = config->share,
                                .language = config->language,
                                .public_url = config->public_url,
                                .address = config->address,
                                .port = (uint16_t) config->port,
                                .workers = (unsigned) config->workers,
                                .hash_workers = (unsigned) config->hash_workers,
                                .batch_most = (unsigned) config->batch_most,
                                .batch_threads = 2,
                                .share_port = config->share_port };
}

struct beside
{
  desk_background *run;
  const struct desk_setup *setup;
  struct http_server *server;
  struct stop stop;
  pthread_t thread;
};

static void *
run_beside (void *of)
{
  struct beside *beside = of;

  beside->run (beside->setup, beside->server, &beside->stop);
  return NULL;
}

/* Until the process is told to stop. Signals are for the main thread: daemon_begin has blocked them in all. */
static bool
wait_with (struct beside *beside)
{
  bool started = true;

  stop_open (&beside->stop);
  if (NULL != beside->run)
    started = 0 == pthread_create (&beside->thread, NULL, run_beside, beside);
  if (started)
    daemon_wait ();
  stop_say (&beside->stop);
  if (started && NULL != beside->run)
    (void) pthread_join (beside->thread, NULL);
  stop_close (&beside->stop);
  return started;
}

static int
serve (const struct daemon *daemon, const struct daemon_kind *kind, const struct http_desk *desk, desk_background *background)
{
  const struct http_config config = http_config_of (&daemon->config, desk);
  const char *problem = "public_url is missing in the configuration.";
  struct http_server *server = NULL;
  struct beside beside = { .run = background, .setup = &daemon->setup };
  bool waited;

  if ('\0' != config.public_url[0])
    server = http_server_start (&config, daemon->arena, &problem);
  if (NULL == server)
    {
      daemon_complain (kind->name, problem);
      return 1;
    }
  log_event (LOG_LEVEL_INFO, "started", "address=%s port=%u url=%s", config.address, (unsigned) config.port,
             config.public_url);
  beside.server = server;
  waited = wait_with (&beside);
  http_server_stop (server);
  if (! waited)
    daemon_complain (kind->name, "A thread cannot start.");
  return waited ? 0 : 1;
}

int
desk_main (int argc, char **argv, struct daemon_kind kind, struct http_desk desk, desk_background *background)
{
  struct daemon daemon;
  enum daemon_begun begun = daemon_begin (&daemon, &kind, argc, argv);
  int status;

  if (DAEMON_READY != begun)
    return DAEMON_ANSWERED == begun ? 0 : 1;
  desk.app = &daemon.setup;
  status = serve (&daemon, &kind, &desk, background);
  daemon_end (&daemon);
  return status;
}
