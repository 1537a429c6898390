/* The files that init makes: keys and configuration. */
#include "init.h"

#include "pg_conn.h"
#include "pg_tools.h"
#include "tool_file.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define FILE_ROOM 16384

/* Folders may be entered by the processes' users, who own the files; nobody may list them. */
#define FOLDER_MODE 0711
#define FILE_MODE 0400

static const char *
write_keys (const char *path, const struct keyring *ring, const enum key_kind *kinds, size_t count,
            struct tool_owner owner, struct arena *arena)
{
  struct buf file BM_CLEANUP (buf_free) = buf_new (FILE_ROOM);

  keyring_write (ring, kinds, count, &file);
  if (file.overflow)
    return "The key file is too long.";
  return tool_write (path, buf_view (&file), FILE_MODE, owner, arena);
}

/* The one file that a backup must hold: all others are made from it. */
static const char *
open_master (const struct init_request *request, FILE *progress, struct arena *arena, struct keyring **ring)
{
  const char *path = arena_printf (arena, "%s/all.keys", request->keys);
  const struct process_facts *all = &processes[PROCESS_COUNT - 1];
  const char *problem = NULL;

  if (tool_exists (path))
    {
      *ring = keyring_load (path, &problem);
      return NULL == *ring ? arena_printf (arena, "%s: %s", path, problem) : NULL;
    }
  for (size_t i = 0; i < PROCESS_COUNT; i++)
    if (tool_exists (arena_printf (arena, "%s/%s.keys", request->keys, processes[i].name)))
      return arena_printf (arena, "%s is missing beside %s.keys: put it back from your backup; new keys would not open what"
                           " is sealed.", path, processes[i].name);
  *ring = keyring_generate ();
  problem = write_keys (path, *ring, all->kinds, all->kind_count, (struct tool_owner) { (uid_t) -1, (gid_t) -1 }, arena);
  if (NULL == problem)
    fprintf (progress, "new keys in %s: keep a copy of all.keys in a safe place\n", request->keys);
  return problem;
}

/* An existing file stays as it is, but a folder that came from another machine may name users that are others here. */
static const char *
keep_owner (const char *path, struct tool_owner owner, struct arena *arena)
{
  if ((uid_t) -1 == owner.user || 0 == lchown (path, owner.user, owner.group))
    return NULL;
  return arena_printf (arena, "%s cannot be given to its user: %s.", path, strerror (errno));
}

const char *
init_keys (const struct init_request *request, FILE *progress, struct arena *arena, struct keyring **ring)
{
  const char *problem = tool_folder (request->keys, FOLDER_MODE, arena);

  *ring = NULL;
  if (NULL == problem)
    problem = open_master (request, progress, arena, ring);
  for (size_t i = 0; NULL == problem && i < PROCESS_COUNT; i++)
    {
      const char *path = arena_printf (arena, "%s/%s.keys", request->keys, processes[i].name);
      const struct tool_owner owner = tool_owner_of (processes[i].name);
      problem = tool_exists (path)
                  ? keep_owner (path, owner, arena)
                  : write_keys (path, *ring, processes[i].kinds, processes[i].kind_count, owner, arena);
    }
  return problem;
}

/* NULL: the value cannot stand in a configuration file. */
static const char *
config_text (const struct init_request *request, size_t process, const char *conninfo, struct arena *arena)
{
  struct buf file BM_CLEANUP (buf_free) = buf_new (FILE_ROOM);

  buf_printf (&file, "# Blindmark, the %s process. Holds its database secret: for its own user only.\n", processes[process].name);
  buf_printf (&file, "conninfo = %s\n", conninfo);
  buf_printf (&file, "keys = %s/%s.keys\nshare = %s\nlanguage = %s\n", request->keys, processes[process].name,
              request->share, request->language);
  if (process < PROCESS_DESKS)
    buf_printf (&file, "public_url = %s\naddress = %s\nport = %lld\n", request->urls[process], request->address,
                (long long) (request->port + (int64_t) process));
  if (0 == strcmp (processes[process].name, "coordination"))
    buf_printf (&file, "candidate_url = %s\nreview_url = %s\n", request->urls[0], request->urls[1]);
  return file.overflow ? NULL : arena_string (arena, buf_view (&file));
}

/* Secret first, file after: killed in between, the file is still missing and the next run gives a new secret. */
static const char *
make_config (const struct init_request *request, size_t process, struct pg_conn *conn, struct arena *arena)
{
  char secret[TOKEN_ROOM];
  const char *problem = NULL;
  const char *conninfo;
  const char *text;

  token_new (secret);
  conninfo = pg_conninfo_as (request->conninfo, processes[process].role, secret, arena, &problem);
  if (NULL == conninfo)
    return problem;
  text = config_text (request, process, conninfo, arena);
  if (NULL == text)
    return "The configuration file would be too long.";
  problem = pg_set_password (conn, processes[process].role, secret, arena);
  if (NULL != problem)
    return problem;
  return tool_write (arena_printf (arena, "%s/%s.conf", request->etc, processes[process].name), text_of (text), FILE_MODE,
                     tool_owner_of (processes[process].name), arena);
}

const char *
init_configs (const struct init_request *request, struct pg_conn *conn, FILE *progress, struct arena *arena)
{
  const char *problem = tool_folder (request->etc, FOLDER_MODE, arena);

  for (size_t i = 0; NULL == problem && i < PROCESS_COUNT; i++)
    {
      const char *path = arena_printf (arena, "%s/%s.conf", request->etc, processes[i].name);
      if (! request->fresh_secrets && tool_exists (path))
        continue;
      problem = make_config (request, i, conn, arena);
      if (NULL == problem && ! request->fresh_secrets)
        fprintf (progress, "%s written, with a new database secret\n", path);
    }
  return problem;
}
