/* Preloaded into blindmark: its file systems do not tell what an entry of a folder is, as some do not. */
#include <dirent.h>
#include <dlfcn.h>
#include <stddef.h>

struct dirent *
readdir (DIR *folder)
{
  struct dirent *(*next) (DIR *);
  struct dirent *entry;

  *(void **) &next = dlsym (RTLD_NEXT, "readdir");
  entry = next (folder);
  if (NULL != entry)
    entry->d_type = DT_UNKNOWN;
  return entry;
}
