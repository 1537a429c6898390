#include "tool_render.h"

#include "arena.h"
#include "buf.h"
#include "mustache.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define FILE_MOST ((size_t) 1024 * 1024)
#define DATA_MOST ((size_t) 8 * 1024 * 1024)
#define RESULT_MOST ((size_t) 16 * 1024 * 1024)
#define ARENA_MOST ((size_t) 64 * 1024 * 1024)

struct partial
{
  struct text name;
  struct text source;
  const struct partial *next;
};

/* The template's folder: where partials are found, and memory for those that were read. */
struct folder
{
  const char *path;    /* with the last '/', or "" */
  const char *ending;  /* ".html", or "" */
  struct arena *arena;
  const struct partial *read;
  const char *wrong;   /* the first partial that could not be read although it is there; NULL */
};

/* NULL: *in is read to its end. Else why not. */
static const char *
read_all (int in, struct buf *content)
{
  char piece[16384];
  ssize_t length;

  while ((length = read (in, piece, sizeof piece)) != 0)
    {
      if (length < 0 && EINTR == errno)
        continue;
      if (length < 0)
        return strerror (errno);
      buf_add (content, piece, (size_t) length);
      if (content->overflow)
        return "is too large";
    }
  return NULL;
}

static const char *
read_file (const char *path, struct arena *arena, struct text *text)
{
  struct buf content BM_CLEANUP (buf_free) = buf_new (FILE_MOST);
  int in = open (path, O_RDONLY | O_CLOEXEC);
  const char *wrong = in < 0 ? strerror (errno) : read_all (in, &content);

  if (in >= 0)
    close (in);
  if (NULL == wrong && ! text_is_utf8 (buf_view (&content)))
    wrong = "is not UTF-8 text";
  if (NULL == wrong)
    *text = text_from (arena_string (arena, buf_view (&content)), content.length);
  return wrong;
}

static bool
is_plain_name (struct text name)
{
  static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

  for (size_t i = 0; i < name.length; i++)
    if (NULL == memchr (plain, name.at[i], sizeof plain - 1))
      return false;
  return name.length > 0;
}

static bool
read_partial (struct folder *folder, struct text name, struct text *source)
{
  char *path = arena_printf (folder->arena, "%s%.*s%s", folder->path, (int) name.length, name.at, folder->ending);
  struct partial *partial;
  const char *wrong;

  if (0 != access (path, F_OK))
    return false;
  wrong = read_file (path, folder->arena, source);
  if (NULL != wrong)
    {
      folder->wrong = arena_printf (folder->arena, "%s: %s", path, wrong);
      return false;
    }
  partial = arena_take (folder->arena, sizeof *partial);
  partial->name = text_of (arena_string (folder->arena, name));
  partial->source = *source;
  partial->next = folder->read;
  folder->read = partial;
  return true;
}

/* A name with a slash or a dot could lead out of the folder: there is no such partial. */
static bool
find_partial (void *from, struct text name, struct text *source)
{
  struct folder *folder = from;

  for (const struct partial *partial = folder->read; NULL != partial; partial = partial->next)
    if (text_equal (partial->name, name))
      {
        *source = partial->source;
        return true;
      }
  return NULL == folder->wrong && is_plain_name (name) && read_partial (folder, name, source);
}

static json_t *
read_data (void)
{
  struct buf content BM_CLEANUP (buf_free) = buf_new (DATA_MOST);
  const char *wrong = read_all (STDIN_FILENO, &content);
  json_error_t error;
  json_t *data;

  if (NULL != wrong)
    {
      tool_complain ("standard input: %s", wrong);
      return NULL;
    }
  data = json_loadb (content.at, content.length, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, &error);
  if (NULL == data)
    tool_complain ("standard input:%d: %s", error.line, error.text);
  else if (! json_is_object (data))
    {
      tool_complain ("standard input:1: the data must be one JSON object");
      json_decref (data);
      data = NULL;
    }
  return data;
}

static enum tool_exit
render (const char *path, json_t *data, struct folder *folder)
{
  struct buf out BM_CLEANUP (buf_free) = buf_new (RESULT_MOST);
  struct mustache_partials partials = { find_partial, folder };
  struct mustache_problem problem;
  struct text source;
  const char *wrong = read_file (path, folder->arena, &source);
  bool good;

  if (NULL != wrong)
    {
      tool_complain ("%s: %s", path, wrong);
      return TOOL_FAILED;
    }
  good = mustache_render (source, data, &partials, &out, &problem);
  if (NULL != folder->wrong)
    tool_complain ("%s", folder->wrong);
  else if (! good && '\0' != problem.where[0])
    tool_complain ("%s%s%s:%zu: %s", folder->path, problem.where, folder->ending, problem.line, problem.what);
  else if (! good)
    tool_complain ("%s:%zu: %s", path, problem.line, problem.what);
  if (! good || NULL != folder->wrong)
    return TOOL_FAILED;
  if (fwrite (out.at, 1, out.length, stdout) == out.length && 0 == fflush (stdout))
    return TOOL_DONE;
  tool_complain ("standard output: %s", strerror (errno));
  return TOOL_FAILED;
}

enum tool_exit
tool_render (int argc, char **argv)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (ARENA_MOST);
  struct folder folder = { .arena = arena };
  const char *slash;
  const char *dot;
  json_t *data;
  enum tool_exit status;

  if (2 != argc || '-' == argv[1][0])
    {
      tool_complain ("usage: blindmark render TEMPLATE, with JSON data on standard input");
      return TOOL_MISUSED;
    }
  slash = strrchr (argv[1], '/');
  dot = strrchr (NULL == slash ? argv[1] : slash, '.');
  folder.path = NULL == slash ? "" : arena_string (arena, text_from (argv[1], (size_t) (slash + 1 - argv[1])));
  folder.ending = NULL == dot ? "" : dot;
  data = read_data ();
  if (NULL == data)
    return TOOL_FAILED;
  status = render (argv[1], data, &folder);
  json_decref (data);
  return status;
}
