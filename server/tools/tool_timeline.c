#include "tool_timeline.h"

#include "config.h"
#include "pg_guard.h"
#include "timeline.h"
#include "tool_options.h"

#define ARENA_MOST ((size_t) 256 * 1024 * 1024)

struct timeline_options
{
  const char *config;          /* the registrar's file: its database and its keys */
  const char *association;     /* code */
  const char *administration;  /* id; NULL: all */
};

static enum tool_exit
judge (enum timeline_told told, const struct timeline_options *options)
{
  switch (told)
    {
    case TIMELINE_ADDS_UP:
      return TOOL_DONE;
    case TIMELINE_DOES_NOT:
      tool_complain ("a ledger does not add up; it is marked in the list");
      return TOOL_FAILED;
    case TIMELINE_UNKNOWN:
      tool_complain ("there is no association %s", options->association);
      return TOOL_FAILED;
    case TIMELINE_AWAY:
      tool_complain ("the database did not answer; the list is not whole");
      return TOOL_FAILED;
    case TIMELINE_DAMAGED:
      tool_complain ("a name or a ledger in the database cannot be read; the list is not whole");
      return TOOL_FAILED;
    }
  return TOOL_FAILED;
}

static enum tool_exit
print (const struct timeline_options *options, const struct config *config, const struct uid *administration, struct arena *arena)
{
  const struct pg_guard guard = { "blindmark_registrar", "registrar_api" };
  const char *problem = NULL;
  enum tool_exit status = TOOL_FAILED;
  struct keyring *ring = keyring_load (config->keys, &problem);
  struct pg_conn *conn = NULL;

  if (NULL == ring || ! keyring_holds (ring, KEY_IDENTITY))
    problem = arena_printf (arena, "%s: %s", config->keys, NULL == ring ? problem : "does not hold the kind identity");
  else
    conn = pg_connect (config->conninfo, timeline_statements, arena, &problem);
  if (NULL != conn)
    problem = pg_guard_check (conn, guard, arena);
  if (NULL != problem)
    tool_complain ("%s", problem);
  else
    status = judge (timeline_print (conn, ring, text_of (options->association), administration, stdout, arena), options);
  pg_close (conn);
  keyring_free (ring);
  return status;
}

enum tool_exit
tool_timeline (int argc, char **argv)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (ARENA_MOST);
  struct timeline_options options = { NULL };
  const struct tool_option known[] = { { "--config", &options.config },
                                       { "--association", &options.association },
                                       { "--administration", &options.administration } };
  struct config config;
  struct uid administration;
  const char *problem = "libsodium does not start";

  if (! tool_options_read (argc, argv, known, BM_COUNT (known)) || NULL == options.config || NULL == options.association
      || (NULL != options.administration && ! uid_parse (text_of (options.administration), &administration)))
    {
      tool_complain ("usage: blindmark timeline --config REGISTRAR.conf --association CODE [--administration ID]");
      return TOOL_MISUSED;
    }
  if (! crypto_start () || ! config_load (options.config, &config, arena, &problem))
    {
      tool_complain ("%s", problem);
      return TOOL_FAILED;
    }
  return print (&options, &config, NULL == options.administration ? NULL : &administration, arena);
}
