/* The data folder: made or recognised, and ours alone for as long as we run. */
#include "up.h"

#include "tool_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define FAMILY "blindmark data "
#define VERSION FAMILY "1\n"

/* An empty cluster and its first log take about 60 MB; what follows must not stop half way. */
#define SPACE_NEW ((uint64_t) 400 * 1024 * 1024)
#define SPACE_OLD ((uint64_t) 100 * 1024 * 1024)

const char *
up_path (const struct up *up, const char *name)
{
  return arena_printf (up->arena, "%s/%s", up->data, name);
}

static int
remove_one (const char *path, const struct stat *about, int kind, struct FTW *where)
{
  (void) about;
  (void) kind;
  (void) where;
  return remove (path);
}

static const char *
remove_tree (const char *path, struct arena *arena)
{
  if (! tool_exists (path) || 0 == nftw (path, remove_one, 16, FTW_DEPTH | FTW_PHYS))
    return NULL;
  return arena_printf (arena, "%s cannot be removed: %s.", path, strerror (errno));
}

/* All that a run makes; app/ is made by ./run, and lock is in our hand. */
static const char *const made[] = { "db", "db.new", "socket", "keys", "etc", "log", "demo.json", "demo.begun", "superuser",
                                    "version" };

static const char *
forget (struct up *up)
{
  const char *problem = NULL;

  for (size_t i = 0; NULL == problem && i < BM_COUNT (made); i++)
    problem = remove_tree (up_path (up, made[i]), up->arena);
  return problem;
}

/* What may lie in a folder without making it a data folder. */
static bool
is_harmless (const char *name)
{
  static const char *const names[] = { ".", "..", "lock", "app", "app.new", "app.old" };

  for (size_t i = 0; i < BM_COUNT (names); i++)
    if (0 == strcmp (name, names[i]))
      return true;
  return false;
}

static const char *
stranger (struct up *up)
{
  DIR *folder = opendir (up->data);
  const struct dirent *entry;
  const char *found = NULL;

  while (NULL != folder && NULL == found && NULL != (entry = readdir (folder)))
    if (! is_harmless (entry->d_name))
      found = arena_string (up->arena, text_of (entry->d_name));
  if (NULL != folder)
    (void) closedir (folder);
  return found;
}

static const char *
check_version (struct up *up)
{
  const char *path = up_path (up, "version");
  const char *found;
  struct text version;

  if (! tool_exists (path))
    {
      found = stranger (up);
      return NULL == found ? NULL
                           : arena_printf (up->arena, "%s holds %s but no version file: it is not a data folder of Blindmark"
                                           ", or it is damaged.", up->data, found);
    }
  if (NULL == tool_read (path, up->arena, &version) && text_starts (version, up->reset ? FAMILY : VERSION))
    return NULL;
  return arena_printf (up->arena, "%s belongs to another version of Blindmark, or its version file is damaged.", up->data);
}

static const char *
check_space (struct up *up)
{
  struct statvfs about;
  uint64_t wanted = up->folder_is_new ? SPACE_NEW : SPACE_OLD;

  if (0 != statvfs (up->data, &about) || (uint64_t) about.f_bavail * about.f_frsize >= wanted)
    return NULL;
  return arena_printf (up->arena, "There is too little space for %s: %llu MB are free, %llu MB are needed.", up->data,
                       (unsigned long long) ((uint64_t) about.f_bavail * about.f_frsize >> 20),
                       (unsigned long long) (wanted >> 20));
}

static const char *
take_lock (struct up *up)
{
  const char *path = up_path (up, "lock");

  up->lock = open (path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
  if (up->lock < 0)
    return arena_printf (up->arena, "%s cannot be written: %s.", path, strerror (errno));
  if (0 == flock (up->lock, LOCK_EX | LOCK_NB))
    return NULL;
  (void) close (up->lock);
  up->lock = -1;
  return arena_printf (up->arena, "Another Blindmark is running on %s.", up->data);
}

static const char *
make_parents (const char *path, struct arena *arena)
{
  char *part = arena_string (arena, text_of (path));

  for (char *slash = strchr (part + 1, '/'); NULL != slash; slash = strchr (slash + 1, '/'))
    {
      *slash = '\0';
      if (0 != mkdir (part, 0755) && EEXIST != errno)
        return arena_printf (arena, "The folder %s cannot be made: %s.", part, strerror (errno));
      *slash = '/';
    }
  return NULL;
}

/* Whether the content can be gone on with; nothing is written before all of it has been judged. */
static const char *
judge (struct up *up)
{
  const char *problem = check_version (up);

  up->folder_is_new = up->reset || ! tool_exists (up_path (up, "db"));
  if (NULL != problem)
    return problem;
  if (! up->folder_is_new && ! tool_exists (up_path (up, "superuser")))
    return arena_printf (up->arena, "%s is damaged: the file superuser is missing.", up->data);
  if (! up->folder_is_new && tool_exists (up_path (up, "demo.begun")))
    return arena_printf (up->arena, "The demo in %s was not finished when Blindmark was last stopped; start with --reset.",
                         up->data);
  return check_space (up);
}

/* Whether we may make things in the folder, or else in the nearest one above it that is there. */
static const char *
check_place (struct up *up)
{
  char *path = arena_string (up->arena, text_of (up->data));
  struct stat about;
  char *slash;

  while (0 != stat (path, &about) && ENOENT == errno && NULL != (slash = strrchr (path, '/')) && slash != path)
    *slash = '\0';
  if (0 != stat (path, &about) || (! S_ISDIR (about.st_mode) && (errno = ENOTDIR)) || 0 != access (path, W_OK | X_OK))
    return arena_printf (up->arena, "%s cannot be used: %s.", path, strerror (errno));
  return NULL;
}

const char *
up_check_folder (struct up *up)
{
  const char *lock = up_path (up, "lock");
  const char *problem = check_place (up);

  if (NULL == problem && tool_exists (lock))
    problem = take_lock (up);
  if (NULL == problem && tool_exists (up->data))
    problem = judge (up);
  return problem;
}

const char *
up_open_folder (struct up *up)
{
  const struct tool_owner ourselves = { (uid_t) -1, (gid_t) -1 };
  const mode_t mode = up->root ? 0711 : 0700;
  const char *problem = make_parents (up->data, up->arena);

  if (NULL == problem)
    problem = tool_folder (up->data, mode, up->arena);
  if (NULL == problem)
    problem = take_lock (up);
  if (NULL == problem)
    problem = judge (up);
  if (NULL == problem && up->reset)
    problem = forget (up);
  /* Of a start that was cut off while it made the cluster. */
  if (NULL == problem)
    problem = remove_tree (up_path (up, "db.new"), up->arena);
  if (NULL == problem && 0 != chmod (up->data, mode))
    problem = arena_printf (up->arena, "%s is not ours: %s.", up->data, strerror (errno));
  if (NULL == problem && up->folder_is_new)
    problem = tool_write (up_path (up, "version"), text_of (VERSION), 0644, ourselves, up->arena);
  if (NULL == problem)
    problem = tool_folder (up_path (up, "log"), 0700, up->arena);
  return problem;
}

void
up_undo (struct up *up)
{
  if (up->lock < 0)
    return;
  if (up->folder_is_new && ! tool_exists (up_path (up, "db")))
    {
      const char *found;
      (void) ! forget (up);
      found = stranger (up);
      if (NULL == found && ! tool_exists (up_path (up, "app")))
        {
          (void) unlink (up_path (up, "lock"));
          (void) rmdir (up->data);
        }
    }
  (void) close (up->lock);
  up->lock = -1;
}
