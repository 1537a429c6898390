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
                                .hash_workers = (unsigned) config->hash_workers };
}

static int
serve (const struct daemon *daemon, const struct daemon_kind *kind, const struct http_desk *desk)
{
  const struct http_config config = http_config_of (&daemon->config, desk);
  const char *problem = "public_url is missing in the configuration.";
  struct http_server *server = NULL;

  if ('\0' != config.public_url[0])
    server = http_server_start (&config, daemon->arena, &problem);
  if (NULL == server)
    {
      daemon_complain (kind->name, problem);
      return 1;
    }
  log_event (LOG_LEVEL_INFO, "started", "address=%s port=%u url=%s", config.address, (unsigned) config.port,
             config.public_url);
  daemon_wait ();
  http_server_stop (server);
  return 0;
}

int
desk_main (int argc, char **argv, struct daemon_kind kind, struct http_desk desk)
{
  struct daemon daemon;
  enum daemon_begun begun = daemon_begin (&daemon, &kind, argc, argv);
  int status;

  if (DAEMON_READY != begun)
    return DAEMON_ANSWERED == begun ? 0 : 1;
  desk.app = &daemon.setup;
  status = serve (&daemon, &kind, &desk);
  daemon_end (&daemon);
  return status;
}
