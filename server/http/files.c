#include "files.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool
read_whole (int fd, uint8_t *at, size_t length)
{
  size_t have = 0;

  while (have < length)
    {
      const ssize_t got = read (fd, at + have, length - have);
      if (got <= 0)
        return false;
      have += (size_t) got;
    }
  return true;
}

bool
http_file_read (struct arena *arena, const char *path, size_t most, struct bytes *content)
{
  struct stat about;
  uint8_t *at;
  const int fd = open (path, O_RDONLY | O_CLOEXEC);
  bool whole = false;

  if (fd < 0)
    return false;
  if (0 == fstat (fd, &about) && S_ISREG (about.st_mode) && (size_t) about.st_size <= most)
    {
      at = arena_take (arena, (size_t) about.st_size + 1);
      whole = read_whole (fd, at, (size_t) about.st_size);
      *content = bytes_of (at, (size_t) about.st_size);
    }
  (void) close (fd);
  return whole;
}

bool
http_files_each (const char *folder, bool (*each) (void *to, const char *name), void *to)
{
  DIR *dir = opendir (folder);
  bool good = true;

  if (NULL == dir)
    return true;
  for (struct dirent *entry = readdir (dir); good && NULL != entry; entry = readdir (dir))
    if ('.' != entry->d_name[0])
      good = each (to, entry->d_name);
  (void) closedir (dir);
  return good;
}
