#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <ini.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FILE_MOST 65536

/* inih cuts a longer line in two without a word (INI_MAX_LINE 200 in Debian's build). */
#define LINE_MOST 190

enum kind { KIND_TEXT, KIND_SECRET, KIND_URL, KIND_NUMBER, KIND_YES };

struct row
{
  const char *key;
  enum kind kind;
  size_t at;             /* in struct config */
  const char *otherwise; /* NULL: must be given */
  int64_t least, most;   /* of a number */
  const char *help;
};

/* In the order of --show-config. */
static const struct row rows[] = {
  { "conninfo", KIND_SECRET, offsetof (struct config, conninfo), NULL, 0, 0, "libpq connection string of this process" },
  { "keys", KIND_TEXT, offsetof (struct config, keys), NULL, 0, 0, "file with the data keys of this process" },
  { "share", KIND_TEXT, offsetof (struct config, share), NULL, 0, 0, "folder with client/, schema/, question-bank/" },
  { "public_url", KIND_URL, offsetof (struct config, public_url), "", 0, 0, "address that browsers use, without path" },
  { "address", KIND_TEXT, offsetof (struct config, address), "127.0.0.1", 0, 0, "address to listen on" },
  { "port", KIND_NUMBER, offsetof (struct config, port), "8080", 1, 65535, "port to listen on" },
  { "workers", KIND_NUMBER, offsetof (struct config, workers), "8", 1, 64, "threads that handle requests" },
  { "hash_workers", KIND_NUMBER, offsetof (struct config, hash_workers), "2", 1, 8, "threads that hash passwords" },
  { "batch_most", KIND_NUMBER, offsetof (struct config, batch_most), "500", 0, 1000,
    "saves that are stored in one transaction; 0: each in its own" },
  { "share_port", KIND_YES, offsetof (struct config, share_port), "no", 0, 0,
    "yes: several processes of this desk listen on this port" },
  { "candidate_url", KIND_URL, offsetof (struct config, candidate_url), "", 0, 0, "address of the candidate desk, for slips" },
  { "review_url", KIND_URL, offsetof (struct config, review_url), "", 0, 0, "address of the review desk, for one-time codes" },
  { "language", KIND_TEXT, offsetof (struct config, language), "en", 0, 0, "language of pages and texts" },
};

struct reading
{
  struct config *config;
  struct arena *arena;
  const char *problem;               /* the first; NULL: none */
  bool given[BM_COUNT (rows)];
  size_t last;                       /* row of the line before; BM_COUNT (rows): none */
};

static const char **
text_field (struct config *config, const struct row *row)
{
  return (const char **) (void *) ((char *) config + row->at);
}

static int64_t *
number_field (struct config *config, const struct row *row)
{
  return (int64_t *) (void *) ((char *) config + row->at);
}

static bool *
yes_field (struct config *config, const struct row *row)
{
  return (bool *) (void *) ((char *) config + row->at);
}

static bool
is_origin (const char *value)
{
  size_t scheme = 0 == strncmp (value, "https://", 8) ? 8 : 0 == strncmp (value, "http://", 7) ? 7 : 0;

  return '\0' == value[0] || (scheme > 0 && '\0' != value[scheme] && NULL == strpbrk (value + scheme, "/?#@ \\"));
}

/* NULL, or what is wrong with the value. */
static const char *
set_value (const struct row *row, struct config *config, struct arena *arena, const char *value)
{
  switch (row->kind)
    {
    case KIND_NUMBER:
      if (! text_to_i64 (text_of (value), row->least, row->most, number_field (config, row)))
        return arena_printf (arena, "%s must be a number from %lld to %lld", row->key, (long long) row->least,
                             (long long) row->most);
      return NULL;
    case KIND_URL:
      if (! is_origin (value))
        return arena_printf (arena, "%s must be http:// or https:// with a host, and nothing after it", row->key);
      break;
    case KIND_YES:
      if (0 != strcmp (value, "yes") && 0 != strcmp (value, "no"))
        return arena_printf (arena, "%s must be yes or no", row->key);
      *yes_field (config, row) = 0 == strcmp (value, "yes");
      return NULL;
    case KIND_SECRET:
    case KIND_TEXT:
      break;
    }
  *text_field (config, row) = arena_string (arena, text_of (value));
  return NULL;
}

static size_t
find_row (const char *key)
{
  size_t i = 0;

  while (i < BM_COUNT (rows) && 0 != strcmp (rows[i].key, key))
    i++;
  return i;
}

/* inih gives a continuation line as the same key again; only conninfo may have one. */
static bool
continues (const struct reading *reading, size_t row)
{
  return row == reading->last && KIND_SECRET == rows[row].kind;
}

static int
on_value (void *of_reading, const char *section, const char *key, const char *value)
{
  struct reading *reading = of_reading;
  size_t row = find_row (key);

  if (NULL != reading->problem)
    return 0;
  if ('\0' != section[0])
    reading->problem = "there are no sections in this file";
  else if (row == BM_COUNT (rows))
    reading->problem = arena_printf (reading->arena, "there is no key '%s'", key);
  else if (reading->given[row] && ! continues (reading, row))
    reading->problem = arena_printf (reading->arena, "%s is given twice", key);
  else if (reading->given[row])
    {
      const char **field = text_field (reading->config, &rows[row]);
      *field = arena_printf (reading->arena, "%s %s", *field, value);
    }
  else
    {
      reading->given[row] = true;
      reading->problem = set_value (&rows[row], reading->config, reading->arena, value);
    }
  reading->last = row;
  return NULL == reading->problem;
}

static const char *
read_all (int fd, const char *path, struct arena *arena, const char **problem)
{
  struct stat about;
  char *content;
  size_t length = 0;

  if (0 != fstat (fd, &about) || ! S_ISREG (about.st_mode) || about.st_size > FILE_MOST)
    {
      *problem = arena_printf (arena, "%s is not a configuration file.", path);
      return NULL;
    }
  if (0 != (about.st_mode & 077))
    {
      *problem = arena_printf (arena, "%s holds a secret, but others than its owner may read or write it.", path);
      return NULL;
    }
  content = arena_take (arena, (size_t) about.st_size + 1);
  while (length < (size_t) about.st_size)
    {
      ssize_t got = read (fd, content + length, (size_t) about.st_size - length);
      if (got <= 0)
        break;
      length += (size_t) got;
    }
  content[length] = '\0';
  return content;
}

/* 0, or the number of the first line that inih would cut. */
static int
long_line (const char *content)
{
  int line = 1;

  for (const char *at = content; '\0' != *at; line++)
    {
      size_t length = strcspn (at, "\n");
      if (length > LINE_MOST)
        return line;
      at += length + ('\n' == at[length]);
    }
  return 0;
}

static const char *
parse (const char *path, const char *content, struct reading *reading)
{
  int line = long_line (content);

  if (0 != line)
    return arena_printf (reading->arena, "%s:%d: the line is longer than %d bytes.", path, line, LINE_MOST);
  line = ini_parse_string (content, on_value, reading);
  if (0 != line)
    return arena_printf (reading->arena, "%s:%d: %s.", path, line,
                         NULL == reading->problem ? "this is not 'key = value'" : reading->problem);
  for (size_t i = 0; i < BM_COUNT (rows); i++)
    {
      if (reading->given[i])
        continue;
      if (NULL == rows[i].otherwise)
        return arena_printf (reading->arena, "%s: %s is missing.", path, rows[i].key);
      (void) set_value (&rows[i], reading->config, reading->arena, rows[i].otherwise);
    }
  return NULL;
}

bool
config_load (const char *path, struct config *config, struct arena *arena, const char **problem)
{
  struct reading reading = { .config = config, .arena = arena, .last = BM_COUNT (rows) };
  int fd = open (path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
  const char *content;

  if (fd < 0)
    {
      *problem = arena_printf (arena, "%s cannot be opened: %s.", path, strerror (errno));
      return false;
    }
  content = read_all (fd, path, arena, problem);
  (void) close (fd);
  if (NULL == content)
    return false;
  *config = (struct config) { 0 };
  *problem = parse (path, content, &reading);
  return NULL == *problem;
}

void
config_show (const struct config *config, FILE *to)
{
  for (size_t i = 0; i < BM_COUNT (rows); i++)
    {
      const char *at = (const char *) config + rows[i].at;
      fprintf (to, "# %s\n", rows[i].help);
      switch (rows[i].kind)
        {
        case KIND_NUMBER:
          fprintf (to, "%s = %lld\n", rows[i].key, (long long) *(const int64_t *) (const void *) at);
          break;
        case KIND_YES:
          fprintf (to, "%s = %s\n", rows[i].key, *(const bool *) (const void *) at ? "yes" : "no");
          break;
        case KIND_SECRET:
          fprintf (to, "%s = (not shown)\n", rows[i].key);
          break;
        case KIND_URL:
        case KIND_TEXT:
          fprintf (to, "%s = %s\n", rows[i].key, *(const char *const *) (const void *) at);
          break;
        }
    }
}
