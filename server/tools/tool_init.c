/* The command line of `blindmark init`. */
#include "init.h"

#include "tool_file.h"

#include <getopt.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

enum option_id
{
  OPTION_CONNINFO = 1, OPTION_SHARE, OPTION_KEYS, OPTION_CODE, OPTION_NAME, OPTION_ZONE, OPTION_COORDINATOR, OPTION_EMAIL,
  OPTION_CANDIDATE_URL, OPTION_REVIEW_URL, OPTION_COORDINATION_URL, OPTION_PORT, OPTION_ADDRESS, OPTION_LANGUAGE,
  OPTION_CONFIDENTIALITY, OPTION_PURPOSE, OPTION_NEW_CODE
};

static const struct option options[] = {
  { "conninfo", required_argument, NULL, OPTION_CONNINFO },
  { "share", required_argument, NULL, OPTION_SHARE },
  { "keys", required_argument, NULL, OPTION_KEYS },
  { "association-code", required_argument, NULL, OPTION_CODE },
  { "association-name", required_argument, NULL, OPTION_NAME },
  { "zone", required_argument, NULL, OPTION_ZONE },
  { "coordinator-name", required_argument, NULL, OPTION_COORDINATOR },
  { "coordinator-email", required_argument, NULL, OPTION_EMAIL },
  { "candidate-url", required_argument, NULL, OPTION_CANDIDATE_URL },
  { "review-url", required_argument, NULL, OPTION_REVIEW_URL },
  { "coordination-url", required_argument, NULL, OPTION_COORDINATION_URL },
  { "port", required_argument, NULL, OPTION_PORT },
  { "address", required_argument, NULL, OPTION_ADDRESS },
  { "language", required_argument, NULL, OPTION_LANGUAGE },
  { "confidentiality", required_argument, NULL, OPTION_CONFIDENTIALITY },
  { "purpose", required_argument, NULL, OPTION_PURPOSE },
  { "new-code", no_argument, NULL, OPTION_NEW_CODE },
  { NULL, 0, NULL, 0 },
};

/* Where the value of an option goes; NULL for the two that are no text. */
static const char **
place_of (struct init_request *r, int option)
{
  switch (option)
    {
    case OPTION_CONNINFO: return &r->conninfo;
    case OPTION_SHARE: return &r->share;
    case OPTION_KEYS: return &r->keys;
    case OPTION_CODE: return &r->code;
    case OPTION_NAME: return &r->name;
    case OPTION_ZONE: return &r->zone;
    case OPTION_COORDINATOR: return &r->coordinator_name;
    case OPTION_EMAIL: return &r->coordinator_email;
    case OPTION_CANDIDATE_URL: return &r->urls[0];
    case OPTION_REVIEW_URL: return &r->urls[1];
    case OPTION_COORDINATION_URL: return &r->urls[2];
    case OPTION_ADDRESS: return &r->address;
    case OPTION_LANGUAGE: return &r->language;
    case OPTION_CONFIDENTIALITY: return &r->confidentiality;
    case OPTION_PURPOSE: return &r->purpose;
    }
  return NULL;
}

static bool
read_options (int argc, char **argv, struct init_request *request)
{
  int option;

  while (-1 != (option = getopt_long (argc, argv, "", options, NULL)))
    {
      const char **place = place_of (request, option);
      if (NULL != place)
        *place = optarg;
      else if (OPTION_NEW_CODE == option)
        request->new_code = true;
      else if (OPTION_PORT != option || ! text_to_i64 (text_of (optarg), 1, 65535, &request->port))
        return false;
    }
  return optind == argc && NULL != request->conninfo && NULL != request->keys && NULL != request->code
         && NULL != request->name && NULL != request->zone && NULL != request->coordinator_name
         && NULL != request->coordinator_email;
}

/* Configuration files are read from anywhere, so the folders in them must not depend on where we stand. */
static const char *
absolute (const char *path, struct arena *arena)
{
  char here[PATH_MAX];

  if ('/' == path[0] || NULL == getcwd (here, sizeof here))
    return path;
  return arena_printf (arena, "%s/%s", here, path);
}

static void
complete (struct init_request *r, struct arena *arena)
{
  const char *slash;

  r->keys = absolute (r->keys, arena);
  r->share = absolute (r->share, arena);
  slash = strrchr (r->keys, '/');
  r->etc = arena_printf (arena, "%.*s/etc", (int) (slash - r->keys), r->keys);
  for (size_t i = 0; i < PROCESS_DESKS; i++)
    if (NULL == r->urls[i])
      r->urls[i] = arena_printf (arena, "http://%s:%lld", r->address, (long long) r->port + (long long) i);
}

static void
tell (const struct init_request *request, const struct init_result *result)
{
  if (! result->created && '\0' == result->code[0])
    {
      printf ("The association %s is there already; nothing was changed.\n", request->code);
      return;
    }
  if (result->created)
    printf ("The association %s is ready.\n", request->code);
  printf ("%s signs in at %s with the address %s and this code, shown only now:\n\n    %s\n\n", request->coordinator_name,
          request->urls[2], request->coordinator_email, result->code);
}

enum tool_exit
tool_init (int argc, char **argv)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new ((size_t) 128 * 1024 * 1024);
  struct init_request request = { .share = tool_share (arena),
                                  .purpose = "production",
                                  .language = "en",
                                  .address = "127.0.0.1",
                                  .port = 8080 };
  struct init_result result;
  const char *problem;

  if (! read_options (argc, argv, &request))
    {
      tool_complain ("init needs --conninfo, --keys DIR, --association-code, --association-name, --zone, --coordinator-name"
                     " and --coordinator-email; server/OPERATING.md tells the rest");
      return TOOL_MISUSED;
    }
  complete (&request, arena);
  if (! crypto_start ())
    {
      tool_complain ("the cryptographic library does not start");
      return TOOL_FAILED;
    }
  problem = init_installation (&request, stdout, arena, &result);
  if (NULL != problem)
    {
      tool_complain ("%s", problem);
      return TOOL_FAILED;
    }
  tell (&request, &result);
  return 0 == fflush (stdout) ? TOOL_DONE : TOOL_FAILED;
}
