#include "tool_file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MOST ((off_t) 16 * 1024 * 1024)
#define NAMES_MOST 4096

static int
by_bytes (const void *a, const void *b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static bool
fits (const struct dirent *entry, const char *ending)
{
  size_t length = strlen (entry->d_name);
  size_t tail = strlen (ending);

  if ('.' == entry->d_name[0])
    return false;
  if (0 == tail)
    return DT_DIR == entry->d_type;
  return length > tail && 0 == strcmp (entry->d_name + length - tail, ending);
}

const char *
tool_list (const char *folder, const char *ending, struct arena *arena, struct tool_names *names)
{
  DIR *open_folder = opendir (folder);
  const struct dirent *entry;

  *names = (struct tool_names) { arena_take (arena, sizeof (char *) * NAMES_MOST), 0 };
  if (NULL == open_folder)
    return arena_printf (arena, "The folder %s cannot be read: %s.", folder, strerror (errno));
  while (NULL != (entry = readdir (open_folder)))
    if (names->count < NAMES_MOST && fits (entry, ending))
      names->at[names->count++] = arena_string (arena, text_of (entry->d_name));
  (void) closedir (open_folder);
  qsort (names->at, names->count, sizeof *names->at, by_bytes);
  return NULL;
}

const char *
tool_read (const char *path, struct arena *arena, struct text *content)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  struct stat about;
  const char *problem = NULL;
  size_t length = 0;
  char *at = NULL;

  if (fd < 0)
    return arena_printf (arena, "%s cannot be read: %s.", path, strerror (errno));
  if (0 != fstat (fd, &about) || ! S_ISREG (about.st_mode) || about.st_size > FILE_MOST)
    problem = arena_printf (arena, "%s is not a file of a sensible size.", path);
  else
    at = arena_take (arena, (size_t) about.st_size + 1);
  while (NULL == problem && length < (size_t) about.st_size)
    {
      ssize_t got = read (fd, at + length, (size_t) about.st_size - length);
      if (got <= 0)
        problem = arena_printf (arena, "%s cannot be read: %s.", path, got < 0 ? strerror (errno) : "it became shorter");
      else
        length += (size_t) got;
    }
  (void) close (fd);
  *content = text_from (NULL == at ? "" : at, length);
  return problem;
}

static bool
write_all (int fd, struct text content)
{
  size_t done = 0;

  while (done < content.length)
    {
      ssize_t wrote = write (fd, content.at + done, content.length - done);
      if (wrote <= 0)
        return false;
      done += (size_t) wrote;
    }
  return true;
}

/* A rename lasts only once the folder is on the disk. */
static bool
sync_folder_of (const char *path, struct arena *arena)
{
  const char *slash = strrchr (path, '/');
  const char *folder = NULL == slash ? "." : arena_string (arena, text_from (path, (size_t) (slash - path) + 1));
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  bool good = fd >= 0 && 0 == fsync (fd);

  if (fd >= 0)
    (void) close (fd);
  return good;
}

const char *
tool_write (const char *path, struct text content, mode_t mode, struct tool_owner owner, struct arena *arena)
{
  const char *fresh = arena_printf (arena, "%s.new", path);
  int fd;
  bool good;

  (void) unlink (fresh);
  fd = open (fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode);
  if (fd < 0)
    return arena_printf (arena, "%s cannot be written: %s.", path, strerror (errno));
  good = write_all (fd, content) && 0 == fchmod (fd, mode)
         && ((uid_t) -1 == owner.user || 0 == fchown (fd, owner.user, owner.group)) && 0 == fsync (fd);
  if (0 != close (fd) || ! good || 0 != rename (fresh, path) || ! sync_folder_of (path, arena))
    {
      const char *problem = arena_printf (arena, "%s cannot be written: %s.", path, strerror (errno));
      (void) unlink (fresh);
      return problem;
    }
  return NULL;
}

bool
tool_exists (const char *path)
{
  struct stat about;
  return 0 == lstat (path, &about);
}

const char *
tool_folder (const char *path, mode_t mode, struct arena *arena)
{
  struct stat about;

  if (0 == mkdir (path, mode))
    {
      if (0 != chmod (path, mode))
        return arena_printf (arena, "The folder %s cannot be made: %s.", path, strerror (errno));
      return NULL;
    }
  if (EEXIST == errno && 0 == stat (path, &about) && S_ISDIR (about.st_mode))
    return NULL;
  return arena_printf (arena, "The folder %s cannot be made: %s.", path, strerror (errno));
}

struct tool_owner
tool_owner_of (const char *name)
{
  struct tool_owner owner = { (uid_t) -1, (gid_t) -1 };
  char user[64];
  const struct passwd *entry;

  if (0 != geteuid ())
    return owner;
  (void) snprintf (user, sizeof user, "blindmark-%s", name);
  entry = getpwnam (user);
  if (NULL != entry)
    owner = (struct tool_owner) { entry->pw_uid, entry->pw_gid };
  return owner;
}

const char *
tool_share (struct arena *arena)
{
  char path[PATH_MAX];
  ssize_t length = readlink ("/proc/self/exe", path, sizeof path - 1);
  char *slash;

  if (length <= 0)
    return "share";
  path[length] = '\0';
  slash = strrchr (path, '/');
  if (NULL != slash)
    *slash = '\0';
  slash = strrchr (path, '/');
  if (NULL != slash)
    *slash = '\0';
  return arena_printf (arena, "%s/share", path);
}
