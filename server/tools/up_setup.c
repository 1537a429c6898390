/* Users, and what `blindmark init` makes, on our own cluster. */
#include "up.h"

#include "init.h"
#include "tool_file.h"

#include <pwd.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define USERADD_US (60 * INT64_C (1000000))

const char *
up_user (const struct up *up, const char *process)
{
  return up->root ? arena_printf (up->arena, "blindmark-%s", process) : NULL;
}

static const char *
make_user (struct up *up, const char *name)
{
  struct child useradd = { .name = "useradd", .log = up_path (up, "log/useradd.log"), .stop_signal = SIGTERM,
                           .args = { "/usr/sbin/useradd", "--system", "--user-group", "--no-create-home", "--home-dir",
                                     "/nonexistent", "--shell", "/usr/sbin/nologin", name, NULL } };
  const char *problem;

  if (NULL != getpwnam (name))
    return NULL;
  problem = child_run (&useradd, USERADD_US, up->arena);
  /* Somebody else may have made it in the meantime. */
  return NULL == getpwnam (name) ? problem : NULL;
}

const char *
up_make_users (struct up *up)
{
  const char *problem = NULL;

  if (! up->root)
    return NULL;
  problem = make_user (up, up_user (up, "db"));
  for (size_t i = 0; NULL == problem && i < PROCESS_COUNT; i++)
    problem = make_user (up, up_user (up, processes[i].name));
  return problem;
}

/* This machine's zone, for dates on pages; an association can have another. */
static const char *
zone_here (struct arena *arena)
{
  static const char *const mark = "/zoneinfo/";
  struct text file;
  char link[256] = "";
  const char *name;

  if (NULL == tool_read ("/etc/timezone", arena, &file) && text_trim (file).length > 0)
    return arena_string (arena, text_trim (file));
  if (readlink ("/etc/localtime", link, sizeof link - 1) <= 0)
    return "UTC";
  name = strstr (link, mark);
  return NULL == name ? "UTC" : arena_string (arena, text_of (name + strlen (mark)));
}

/* New secrets and configurations at every start: the port, the socket and the folder itself may be others than last time,
   and a secret that leaked from an old copy opens nothing. */
const char *
up_set_up (struct up *up)
{
  struct init_request request = { .conninfo = up->conninfo,
                                  .share = up->share,
                                  .keys = up_path (up, "keys"),
                                  .etc = up_path (up, "etc"),
                                  .purpose = up->empty ? "production" : "demo",
                                  .code = up->first.code,
                                  .name = up->first.name,
                                  .zone = NULL == up->first.zone ? zone_here (up->arena) : up->first.zone,
                                  .coordinator_name = up->first.coordinator_name,
                                  .coordinator_email = up->first.coordinator_email,
                                  .language = "en",
                                  .address = "127.0.0.1",
                                  .port = up->port,
                                  .fresh_secrets = true };
  FILE *quiet = fopen ("/dev/null", "we");
  struct init_result result;
  const char *problem;

  if (NULL == quiet)
    return "/dev/null cannot be opened.";
  for (size_t i = 0; i < PROCESS_DESKS; i++)
    {
      up->urls[i] = arena_printf (up->arena, "http://127.0.0.1:%lld", (long long) up->port + (long long) i);
      request.urls[i] = up->urls[i];
    }
  problem = init_installation (&request, quiet, up->arena, &result);
  (void) fclose (quiet);
  up->created = result.created;
  memcpy (up->code, result.code, sizeof up->code);
  return problem;
}
