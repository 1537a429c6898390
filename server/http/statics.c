#include "statics.h"

#include "files.h"

#include <string.h>

#define STATIC_MOST ((size_t) 4 * 1024 * 1024)

struct loading
{
  struct arena *arena;
  const char *folder;
  const char *broken;
  const struct http_static *first;
  uint64_t mark;   /* of all files, in whatever order the folder tells them */
};

static const char *
type_of (const char *name)
{
  static const struct { const char *ending, *type; } types[] = {
    { ".css", "text/css; charset=utf-8" }, { ".js", "text/javascript; charset=utf-8" }, { ".svg", "image/svg+xml" },
    { ".png", "image/png" }, { ".woff2", "font/woff2" }, { ".json", "application/json" } };
  const char *dot = strrchr (name, '.');

  for (size_t i = 0; NULL != dot && i < BM_COUNT (types); i++)
    if (0 == strcmp (dot, types[i].ending))
      return types[i].type;
  return NULL;
}

static bool
is_flat (const char *name)
{
  for (; '\0' != *name; name++)
    if (! (*name >= 'a' && *name <= 'z') && ! (*name >= '0' && *name <= '9') && '.' != *name && '-' != *name)
      return false;
  return true;
}

/* 64 bits of FNV-1a over name and content: tells one version of a file from the next, nothing more. */
static uint64_t
mark_of (struct text name, struct bytes content)
{
  uint64_t mark = UINT64_C (14695981039346656037);

  for (size_t i = 0; i < name.length; i++)
    mark = (mark ^ (unsigned char) name.at[i]) * UINT64_C (1099511628211);
  for (size_t i = 0; i < content.length; i++)
    mark = (mark ^ content.at[i]) * UINT64_C (1099511628211);
  return mark;
}

static bool
load_static (void *to, const char *name)
{
  struct loading *loading = to;
  struct http_static *file;
  uint64_t mark;

  if (NULL == type_of (name) || ! is_flat (name))
    return true;
  file = arena_take (loading->arena, sizeof *file);
  loading->broken = arena_printf (loading->arena, "%s/%s", loading->folder, name);
  if (! http_file_read (loading->arena, loading->broken, STATIC_MOST, &file->content))
    return false;
  file->name = text_of (arena_string (loading->arena, text_of (name)));
  file->type = type_of (name);
  mark = mark_of (file->name, file->content);
  loading->mark += mark;
  file->etag = arena_printf (loading->arena, "\"%016llx\"", (unsigned long long) mark);
  file->worker = 0 == strcmp (name, "service-worker.js");
  file->next = loading->first;
  loading->first = file;
  return true;
}

bool
http_statics_load (struct arena *arena, const char *share, const char *desk, const char *with, struct http_statics *statics,
                   const char **problem)
{
  struct loading loading = { arena, NULL, NULL, NULL, mark_of (text_of (with), bytes_of (NULL, 0)) };

  for (int own = 0; own < 2; own++)
    {
      loading.folder = arena_printf (arena, "%s/client/%s", share, own ? desk : "shared");
      if (! http_files_each (loading.folder, load_static, &loading))
        {
          *problem = arena_printf (arena, "The file %s cannot be read.", loading.broken);
          return false;
        }
    }
  statics->first = loading.first;
  statics->path = arena_printf (arena, "/static/%016llx/", (unsigned long long) loading.mark);
  return true;
}

struct text
http_statics_name (const struct http_statics *statics, struct text path, bool *lasting)
{
  const size_t before = strlen ("/static/");
  const size_t marked = before + HTTP_STATICS_MARK_LENGTH + 1;

  *lasting = text_starts (path, statics->path);
  if (path.length > marked && '/' == path.at[marked - 1])
    return text_from (path.at + marked, path.length - marked);
  return text_from (path.at + before, path.length - before);
}
