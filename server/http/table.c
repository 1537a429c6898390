#include "table.h"

#include <string.h>

#define SEGMENTS_MOST 12
#define BODY_CEILING ((size_t) 8 * 1024 * 1024)
#define LINGER_MOST_MS 1000

enum type { TYPE_LITERAL, TYPE_INT, TYPE_UID, TYPE_WORD, TYPE_CODE };

struct segment
{
  enum type type;
  struct text text;  /* the literal, or the parameter's name */
};

struct row
{
  const struct http_route *route;
  size_t count;
  struct segment segments[SEGMENTS_MOST];
};

struct http_table
{
  size_t count;
  struct row rows[];
};

/* Cuts the next segment off path, which begins with '/'. */
static struct text
next_segment (struct text *path)
{
  const char *slash = memchr (path->at + 1, '/', path->length - 1);
  const size_t length = NULL == slash ? path->length - 1 : (size_t) (slash - path->at - 1);
  const struct text segment = text_from (path->at + 1, length);

  *path = text_from (path->at + 1 + length, path->length - 1 - length);
  return segment;
}

static bool
is_made_of (struct text text, size_t least, size_t most, const char *allowed)
{
  if (text.length < least || text.length > most)
    return false;
  for (size_t i = 0; i < text.length; i++)
    if ('\0' == text.at[i] || NULL == strchr (allowed, text.at[i]))
      return false;
  return true;
}

#define DIGITS "0123456789"

static bool
is_uid (struct text text)
{
  static const size_t hyphens[] = { 8, 13, 18, 23 };

  for (size_t i = 0; i < BM_COUNT (hyphens); i++)
    if (36 != text.length || '-' != text.at[hyphens[i]])
      return false;
  return is_made_of (text, 36, 36, DIGITS "abcdef-");
}

static bool
fits (const struct segment *segment, struct text text)
{
  switch (segment->type)
    {
    case TYPE_LITERAL:
      return text_equal (segment->text, text);
    case TYPE_INT:
      return is_made_of (text, 1, 18, DIGITS) && ('0' != text.at[0] || 1 == text.length);
    case TYPE_UID:
      return is_uid (text);
    case TYPE_WORD:
      return is_made_of (text, 1, 40, DIGITS "abcdefghijklmnopqrstuvwxyz-");
    case TYPE_CODE:
      return is_made_of (text, 4, 40, DIGITS "ABCDEFGHIJKLMNOPQRSTUVWXYZ-");
    }
  return false;
}

/* Calls itself a literal only where it cannot be mistaken for a pattern. */
static bool
parse_segment (struct text text, struct segment *segment)
{
  static const struct { const char *word; enum type type; } types[] = {
    { "int", TYPE_INT }, { "uid", TYPE_UID }, { "word", TYPE_WORD }, { "code", TYPE_CODE } };
  const char *colon;

  if (0 == text.length)
    return false;
  if ('{' != text.at[0])
    {
      *segment = (struct segment) { TYPE_LITERAL, text };
      return is_made_of (text, 1, 64, DIGITS "abcdefghijklmnopqrstuvwxyz-_.");
    }
  colon = memchr (text.at, ':', text.length);
  if (NULL == colon || '}' != text.at[text.length - 1])
    return false;
  segment->text = text_from (text.at + 1, (size_t) (colon - text.at - 1));
  for (size_t i = 0; i < BM_COUNT (types); i++)
    if (text_is (text_from (colon + 1, (size_t) (text.at + text.length - 2 - colon)), types[i].word))
      {
        segment->type = types[i].type;
        return is_made_of (segment->text, 1, 40, DIGITS "abcdefghijklmnopqrstuvwxyz_");
      }
  return false;
}

static bool
parse_path (const char *path, struct row *row)
{
  struct text rest = text_of (path);
  size_t params = 0;

  if ('/' != path[0])
    return false;
  while (rest.length > 1 || (1 == rest.length && 0 != row->count))
    {
      if (SEGMENTS_MOST == row->count || ! parse_segment (next_segment (&rest), &row->segments[row->count]))
        return false;
      params += TYPE_LITERAL != row->segments[row->count].type;
      row->count++;
    }
  return params <= HTTP_PARAMS_MOST;
}

/* Same method, and literals and parameters at the same places: a request could not tell them apart. */
static bool
is_same_shape (const struct row *a, const struct row *b)
{
  if (a->route->method != b->route->method || a->count != b->count)
    return false;
  for (size_t i = 0; i < a->count; i++)
    {
      const bool literal = TYPE_LITERAL == a->segments[i].type;
      if (literal != (TYPE_LITERAL == b->segments[i].type)
          || (literal && ! text_equal (a->segments[i].text, b->segments[i].text)))
        return false;
    }
  return true;
}

static bool
is_reserved (const struct row *row)
{
  static const char *const names[] = { "static", "healthz", "openapi.json" };

  for (size_t i = 0; i < BM_COUNT (names); i++)
    if (0 != row->count && TYPE_LITERAL == row->segments[0].type && text_is (row->segments[0].text, names[i]))
      return true;
  return false;
}

static const char *
find_fault (const struct http_route *route)
{
  const bool get = HTTP_GET == route->method;
  const bool signed_in = HTTP_SIGNED_IN == route->who;
  const bool batch = HTTP_LANE_BATCH == route->lane;
  const struct { bool broken; const char *fault; } rules[] = {
    { NULL == route->path, "has no path" },
    { ! get && HTTP_POST != route->method, "has no method" },
    { ! signed_in && HTTP_ANYONE != route->who, "does not say who may call it" },
    { signed_in && text_is (text_of (route->path), "/"), "is where strangers are sent, so anyone must be able to call it" },
    { ! signed_in && 0 != route->rights, "asks for rights but not for a login" },
    { HTTP_LANE_WORK != route->lane && HTTP_LANE_HASH != route->lane && ! batch, "names no lane" },
    { batch && NULL == route->batch, "has no batch handler" },
    { ! batch && NULL != route->batch, "has a batch handler but is not in the batch lane" },
    { batch && 0 != route->rights, "asks for rights, but no login is looked up in the batch lane" },
    { ! batch && 0 != route->linger_ms, "lingers but is not in the batch lane" },
    { route->linger_ms > LINGER_MOST_MS, "lingers for more than a second" },
    { NULL == route->handler, "has no handler" },
    { NULL == route->reply_schema, "has no reply schema" },
    { get && 0 != route->body_most, "is a GET with a body" },
    { route->body_most > BODY_CEILING, "allows a body over 8 MiB" },
  };

  for (size_t i = 0; i < BM_COUNT (rules); i++)
    if (rules[i].broken)
      return rules[i].fault;
  return NULL;
}

struct http_table *
http_table_new (struct arena *arena, const struct http_route *routes, size_t count, const char **problem)
{
  struct http_table *table = arena_take (arena, sizeof *table + count * sizeof table->rows[0]);

  for (; table->count < count; table->count++)
    {
      struct row *row = &table->rows[table->count];
      const char *fault = find_fault (&routes[table->count]);

      row->route = &routes[table->count];
      if (NULL == fault && ! parse_path (row->route->path, row))
        fault = "has a path that cannot be read";
      if (NULL == fault && is_reserved (row))
        fault = "takes a path that the server keeps for itself";
      for (size_t i = 0; NULL == fault && i < table->count; i++)
        if (is_same_shape (row, &table->rows[i]))
          fault = "stands twice";
      if (NULL != fault)
        {
          *problem = arena_printf (arena, "The route %s (row %zu) %s.", NULL == row->route->path ? "-" : row->route->path,
                                   table->count + 1, fault);
          return NULL;
        }
    }
  return table;
}

static bool
row_matches (const struct row *row, struct text path)
{
  for (size_t i = 0; i < row->count; i++)
    if (0 == path.length || ! fits (&row->segments[i], next_segment (&path)))
      return false;
  return 0 == path.length || (0 == row->count && 1 == path.length);
}

/* Of two rows that both match, the one with a literal at the first place where they differ. */
static bool
is_more_literal (const struct row *a, const struct row *b)
{
  for (size_t i = 0; i < a->count && i < b->count; i++)
    {
      const bool literal = TYPE_LITERAL == a->segments[i].type;
      if (literal != (TYPE_LITERAL == b->segments[i].type))
        return literal;
    }
  return false;
}

static void
take_params (const struct row *row, struct text path, struct http_params *params)
{
  params->count = 0;
  for (size_t i = 0; i < row->count; i++)
    {
      const struct text value = next_segment (&path);
      if (TYPE_LITERAL != row->segments[i].type)
        params->at[params->count++] = (struct http_param) { row->segments[i].text, value };
    }
}

enum http_match
http_table_match (const struct http_table *table, struct text path, bool post, const struct http_route **route,
                  struct http_params *params)
{
  const struct row *best = NULL;
  const struct row *other = NULL;

  for (size_t i = 0; i < table->count; i++)
    {
      const struct row *row = &table->rows[i];
      if (! row_matches (row, path))
        continue;
      if (post != (HTTP_POST == row->route->method))
        other = row;
      else if (NULL == best || is_more_literal (row, best))
        best = row;
    }
  if (NULL == best && NULL == other)
    return HTTP_MATCH_NONE;
  *route = NULL == best ? other->route : best->route;
  if (NULL == best)
    return HTTP_MATCH_METHOD;
  take_params (best, path, params);
  return HTTP_MATCH_FOUND;
}

bool
http_table_has_lane (const struct http_table *table, enum http_lane lane)
{
  for (size_t i = 0; i < table->count; i++)
    if (lane == table->rows[i].route->lane)
      return true;
  return false;
}

size_t
http_route_body_most (const struct http_route *route)
{
  if (HTTP_GET == route->method)
    return 0;
  return 0 == route->body_most ? HTTP_BODY_DEFAULT : route->body_most;
}
