/* The files that init makes: keys and configuration. */
#include "init.h"

#include "pg_conn.h"
#include "pg_tools.h"
#include "receipt_key.h"
#include "review_key.h"
#include "tool_file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_ROOM 16384

/* Folders may be entered by the processes' users, who own the files; nobody may list them. */
#define FOLDER_MODE 0711
#define FILE_MODE 0400
#define PUBLIC_MODE 0444

static const enum key_kind every_kind[KEY_KIND_COUNT] = {
#define X(name, word) name,
  KEY_KINDS (X)
#undef X
};

/* What one key file is to hold, and whose it is. */
struct key_file
{
  const char *path;
  const enum key_kind *kinds;
  size_t count;
  struct tool_owner owner;
};

static const char *
write_keys (const struct key_file *file, const struct keyring *ring, struct arena *arena)
{
  struct buf text BM_CLEANUP (buf_free) = buf_new (FILE_ROOM);

  keyring_write (ring, file->kinds, file->count, &text);
  if (text.overflow)
    return "The key file is too long.";
  return tool_write (file->path, buf_view (&text), FILE_MODE, file->owner, arena);
}

/* Every line that is there stays, comments too: it may be the only copy of a key. The new lines follow. */
static const char *
append_keys (const struct key_file *file, const struct keyring *ring, const enum key_kind *missing, size_t count,
             struct arena *arena)
{
  struct buf text BM_CLEANUP (buf_free) = buf_new (FILE_ROOM);
  struct tool_owner owner = file->owner;
  struct text old;
  struct stat about;
  const char *problem = tool_read (file->path, arena, &old);

  if (NULL != problem)
    return problem;
  if (0 != stat (file->path, &about))
    return arena_printf (arena, "%s cannot be read: %s.", file->path, strerror (errno));
  if ((uid_t) -1 == owner.user && 0 == geteuid ())
    owner = (struct tool_owner) { about.st_uid, about.st_gid };
  buf_text (&text, old);
  if (old.length > 0 && '\n' != old.at[old.length - 1])
    buf_byte (&text, '\n');
  keyring_write (ring, missing, count, &text);
  if (text.overflow)
    return arena_printf (arena, "%s would be too long.", file->path);
  return tool_write (file->path, buf_view (&text), about.st_mode & (S_IRUSR | S_IWUSR), owner, arena);
}

/* Gives a file of an older installation the kinds that came later. held: what it holds now. */
static const char *
complete_keys (const struct key_file *file, const struct keyring *held, const struct keyring *ring, FILE *progress,
               struct arena *arena)
{
  enum key_kind missing[KEY_KIND_COUNT];
  struct buf words BM_CLEANUP (buf_free) = buf_new (FILE_ROOM);
  size_t count = 0;
  const char *problem;

  for (size_t i = 0; i < file->count; i++)
    if (! keyring_holds (held, file->kinds[i]))
      {
        buf_printf (&words, "%s%s", 0 == count ? "" : ", ", key_kind_word (file->kinds[i]));
        missing[count++] = file->kinds[i];
      }
  if (0 == count)
    return NULL;
  problem = append_keys (file, ring, missing, count, arena);
  if (NULL == problem)
    fprintf (progress, "%s has new keys (%s); its older ones are as they were\n", file->path, words.at);
  return problem;
}

static const char *
open_older_master (const struct key_file *file, FILE *progress, struct arena *arena, struct keyring **ring)
{
  const char *problem = NULL;
  struct keyring *older = keyring_load (file->path, &problem);

  if (NULL == older)
    return arena_printf (arena, "%s: %s", file->path, problem);
  *ring = keyring_complete (older);
  problem = NULL == *ring ? arena_printf (arena, "%s has a public half without its secret: put the file back from your backup.",
                                          file->path)
                          : complete_keys (file, older, *ring, progress, arena);
  keyring_free (older);
  return problem;
}

/* The one file that a backup must hold: all others are made from it. */
static const char *
open_master (const struct init_request *request, FILE *progress, struct arena *arena, struct keyring **ring)
{
  const struct key_file file = { .path = arena_printf (arena, "%s/all.keys", request->keys), .kinds = every_kind,
                                 .count = KEY_KIND_COUNT, .owner = { (uid_t) -1, (gid_t) -1 } };
  const char *problem = NULL;

  if (tool_exists (file.path))
    return open_older_master (&file, progress, arena, ring);
  for (size_t i = 0; i < PROCESS_COUNT; i++)
    if (tool_exists (arena_printf (arena, "%s/%s.keys", request->keys, processes[i].name)))
      return arena_printf (arena, "%s is missing beside %s.keys: put it back from your backup; new keys would not open what"
                           " is sealed.", file.path, processes[i].name);
  *ring = keyring_generate ();
  problem = write_keys (&file, *ring, arena);
  if (NULL == problem)
    fprintf (progress, "new keys in %s: keep a copy of all.keys in a safe place\n", request->keys);
  return problem;
}

/* What is there stays, but a folder that came from another machine may name users that are others here. */
static const char *
keep_keys (const struct key_file *file, const struct keyring *ring, FILE *progress, struct arena *arena)
{
  const char *problem = NULL;
  struct keyring *held;

  if ((uid_t) -1 != file->owner.user && 0 != lchown (file->path, file->owner.user, file->owner.group))
    return arena_printf (arena, "%s cannot be given to its user: %s.", file->path, strerror (errno));
  held = keyring_load (file->path, &problem);
  if (NULL == held)
    return arena_printf (arena, "%s: %s", file->path, problem);
  problem = complete_keys (file, held, ring, progress, arena);
  keyring_free (held);
  return problem;
}

/* For everybody. One that is there and belongs to other keys is not replaced: what people hold may need it. same: of the text of
   the file that is there. */
static const char *
publish_key (const struct init_request *request, const char *name, struct text file,
             bool (*same) (struct text, const struct keyring *), const struct keyring *ring, struct arena *arena)
{
  const char *path = arena_printf (arena, "%s/%s", request->keys, name);
  struct text text;
  const char *problem;

  if (! tool_exists (path))
    return tool_write (path, file, PUBLIC_MODE, (struct tool_owner) { (uid_t) -1, (gid_t) -1 }, arena);
  problem = tool_read (path, arena, &text);
  if (NULL == problem && ! same (text, ring))
    problem = arena_printf (arena, "%s does not belong to the keys in all.keys: put the right one of the two back, or move"
                            " %s away, and run this again.", path, name);
  return problem;
}

static bool
is_receipt_key (struct text text, const struct keyring *ring)
{
  const struct receipt_key key = receipt_key_of (ring);
  struct receipt_key there;

  return receipt_key_read (text, &there) && 0 == memcmp (&there, &key, sizeof key);
}

static bool
is_review_key (struct text text, const struct keyring *ring)
{
  const struct review_key key = review_key_of (ring);
  struct review_key there;

  return review_key_read (text, &there) && 0 == memcmp (&there, &key, sizeof key);
}

static const char *
publish_keys (const struct init_request *request, const struct keyring *ring, struct arena *arena)
{
  const struct receipt_key receipts = receipt_key_of (ring);
  const struct review_key reviews = review_key_of (ring);
  struct buf receipt_file BM_CLEANUP (buf_free) = buf_new (FILE_ROOM);
  struct buf review_file BM_CLEANUP (buf_free) = buf_new (FILE_ROOM);
  const char *problem;

  receipt_key_write (&receipts, &receipt_file);
  review_key_write (&reviews, &review_file);
  problem = publish_key (request, "receipt.pub", buf_view (&receipt_file), is_receipt_key, ring, arena);
  return NULL == problem ? publish_key (request, "review.pub", buf_view (&review_file), is_review_key, ring, arena) : problem;
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
      const struct key_file file = { .path = arena_printf (arena, "%s/%s.keys", request->keys, processes[i].name),
                                     .kinds = processes[i].kinds,
                                     .count = processes[i].kind_count,
                                     .owner = tool_owner_of (processes[i].name) };
      problem = tool_exists (file.path) ? keep_keys (&file, *ring, progress, arena) : write_keys (&file, *ring, arena);
    }
  return NULL == problem ? publish_keys (request, *ring, arena) : problem;
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
