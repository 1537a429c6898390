#include "tool_seals.h"

#include "seals.h"
#include "tool_file.h"
#include "tool_options.h"

#define ARENA_MOST ((size_t) 256 * 1024 * 1024)

struct seals_options
{
  const char *conninfo;  /* of whoever may read everything: the operator */
  const char *key;       /* review.pub */
  const char *keys;      /* a file that holds the kind review; NULL: reviews are not opened */
};

/* Where ./run and `blindmark up` keep it: beside the folder of the programs. Elsewhere --key tells. */
static const char *
usual_key (struct arena *arena)
{
  const char *path = arena_printf (arena, "%s/../../keys/review.pub", tool_share (arena));
  return tool_exists (path) ? path : NULL;
}

static const char *
read_key (const char *path, struct arena *arena, struct review_key *key)
{
  struct text text;
  const char *problem = tool_read (path, arena, &text);

  if (NULL == problem && ! review_key_read (text, key))
    problem = arena_printf (arena, "%s does not hold the public key of reviews: one line of 64 hexadecimal digits.", path);
  return problem;
}

static enum tool_exit
judge (const struct seals_options *options, const struct review_key *key, const struct keyring *ring, struct arena *arena)
{
  const char *problem = NULL;
  struct pg_conn *conn = pg_connect (options->conninfo, seals_statements, arena, &problem);
  size_t findings = 0;
  bool answered;

  if (NULL == conn)
    {
      tool_complain ("%s", problem);
      return TOOL_FAILED;
    }
  answered = seals_check (conn, key, ring, stdout, &findings);
  pg_close (conn);
  if (! answered)
    tool_complain ("the database did not answer; nothing is judged");
  return answered && 0 == findings && 0 == fflush (stdout) ? TOOL_DONE : TOOL_FAILED;
}

static enum tool_exit
check (const struct seals_options *options, struct arena *arena)
{
  struct keyring *ring = NULL;
  struct review_key key;
  enum tool_exit status = TOOL_FAILED;
  const char *problem = crypto_start () ? read_key (options->key, arena, &key) : "libsodium does not start";

  if (NULL == problem && NULL != options->keys)
    {
      ring = keyring_load (options->keys, &problem);
      if (NULL != ring && ! keyring_holds (ring, KEY_REVIEW))
        problem = arena_printf (arena, "%s does not hold the kind review.", options->keys);
    }
  if (NULL != problem)
    tool_complain ("%s", problem);
  else
    status = judge (options, &key, ring, arena);
  keyring_free (ring);
  return status;
}

enum tool_exit
tool_seals (int argc, char **argv)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (ARENA_MOST);
  struct seals_options options = { NULL };
  const struct tool_option known[]
    = { { "--conninfo", &options.conninfo }, { "--key", &options.key }, { "--keys", &options.keys } };

  if (! tool_options_read (argc, argv, known, BM_COUNT (known)) || NULL == options.conninfo)
    {
      tool_complain ("usage: blindmark verify seals --conninfo C [--key review.pub] [--keys FILE]");
      return TOOL_MISUSED;
    }
  if (NULL == options.key)
    options.key = usual_key (arena);
  if (NULL == options.key)
    {
      tool_complain ("no review.pub lies where this program was installed: say with --key which one to check with");
      return TOOL_MISUSED;
    }
  return check (&options, arena);
}
