/* The document at /openapi.json: one operation a row, its reply schema in line. */
#include "site.h"

#include "files.h"

#include <string.h>

#define SCHEMA_MOST ((size_t) 256 * 1024)

static json_t *
read_schema (struct http_site *site, const char *name, const char **problem)
{
  const char *path = arena_printf (site->arena, "%s/replies/%s/%s.schema.json", site->share, site->desk->name, name);
  struct bytes content;
  json_error_t error;
  json_t *schema;

  if (! http_file_read (site->arena, path, SCHEMA_MOST, &content))
    {
      *problem = arena_printf (site->arena, "The reply schema %s cannot be read.", path);
      return NULL;
    }
  schema = json_loadb ((const char *) content.at, content.length, JSON_REJECT_DUPLICATES, &error);
  if (NULL == schema || ! json_is_object (schema))
    {
      *problem = arena_printf (site->arena, "The reply schema %s is not a JSON object.", path);
      json_decref (schema);
      return NULL;
    }
  return schema;
}

/* "/parts/{part:int}" becomes "/parts/{part}". */
static char *
plain_path (struct arena *arena, const char *path)
{
  char *plain = arena_take (arena, strlen (path) + 1);
  size_t length = 0;
  bool skip = false;

  for (; '\0' != *path; path++)
    {
      skip = (skip || ':' == *path) && '}' != *path;
      if (! skip)
        plain[length++] = *path;
    }
  return plain;
}

static json_t *
path_parameters (struct arena *arena, const char *path)
{
  json_t *list = json_array ();

  for (const char *open = strchr (path, '{'); NULL != open; open = strchr (open + 1, '{'))
    {
      const char *colon = strchr (open, ':');
      const char *name = arena_string (arena, text_from (open + 1, (size_t) (colon - open - 1)));
      const bool number = 0 == strncmp (colon, ":int}", 5);
      (void) json_array_append_new (list, json_pack ("{s:s, s:s, s:b, s:{s:s}}", "name", name, "in", "path", "required", 1,
                                                     "schema", "type", number ? "integer" : "string"));
    }
  return list;
}

static json_t *
success (struct http_site *site, const struct http_route *route, const char **problem)
{
  json_t *schema;

  if (0 == strcmp (route->reply_schema, "redirect"))
    return json_pack ("{s:{s:s}}", "303", "description", "Elsewhere");
  if (0 == strcmp (route->reply_schema, "file"))
    return json_pack ("{s:{s:s}}", "200", "description", "A file");
  schema = read_schema (site, route->reply_schema, problem);
  if (NULL == schema)
    return NULL;
  return json_pack ("{s:{s:s, s:{s:{s:o}}}}", "200", "description", "Done", "content", "application/json", "schema",
                    schema);
}

static json_t *
operation (struct http_site *site, const struct http_route *route, const char **problem)
{
  json_t *responses = success (site, route, problem);

  if (NULL == responses)
    return NULL;
  (void) json_object_set_new (responses, "default",
                              json_pack ("{s:s, s:{s:{s:{s:s}}}}", "description", "A problem (RFC 9457)", "content",
                                         "application/problem+json", "schema", "type", "object"));
  return json_pack ("{s:o, s:o}", "parameters", path_parameters (site->arena, route->path), "responses", responses);
}

static bool
add_row (struct http_site *site, json_t *paths, const struct http_route *route, const char **problem)
{
  const char *path = plain_path (site->arena, route->path);
  json_t *entry = json_object_get (paths, path);
  json_t *made = operation (site, route, problem);

  if (NULL == made)
    return false;
  if (NULL == entry)
    {
      entry = json_object ();
      (void) json_object_set_new (paths, path, entry);
    }
  return 0 == json_object_set_new (entry, HTTP_GET == route->method ? "get" : "post", made);
}

bool
http_openapi_compose (struct http_site *site, const char **problem)
{
  json_t *paths = json_object ();
  json_t *document;

  *problem = "The API document cannot be composed.";
  for (size_t i = 0; i < site->desk->route_count; i++)
    if (! add_row (site, paths, &site->desk->routes[i], problem))
      {
        json_decref (paths);
        return false;
      }
  document = json_pack ("{s:s, s:{s:s, s:s}, s:o}", "openapi", "3.1.0", "info", "title", site->desk->name, "version", "1",
                        "paths", paths);
  site->openapi = NULL == document ? NULL : json_dumps (document, JSON_COMPACT);
  json_decref (document);
  if (NULL == site->openapi)
    return false;
  site->openapi_length = strlen (site->openapi);
  return true;
}
