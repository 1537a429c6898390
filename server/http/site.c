#include "site.h"

#include "files.h"

#include <stdlib.h>
#include <string.h>

#define TEXTS_MOST ((size_t) 256 * 1024)

#define CONTENT_SECURITY                                                                                              \
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; font-src 'self'; "     \
  "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "              \
  "require-trusted-types-for 'script'; trusted-types "

static bool
read_texts (struct http_site *site, const char **problem)
{
  const char *path = arena_printf (site->arena, "%s/client/shared/%s/errors.json", site->share, site->language);
  const char *missing = "titles";
  struct bytes content;
  json_error_t error;

  if (! http_file_read (site->arena, path, TEXTS_MOST, &content))
    {
      *problem = arena_printf (site->arena, "The file %s cannot be read.", path);
      return false;
    }
  site->texts = json_loadb ((const char *) content.at, content.length, JSON_REJECT_DUPLICATES, &error);
  if (NULL == site->texts)
    {
      *problem = arena_printf (site->arena, "The file %s, line %d: %s.", path, error.line, error.text);
      return false;
    }
  if (! http_problem_texts_whole (site->texts, &missing))
    {
      *problem = arena_printf (site->arena, "The file %s has no sentence for %s.", path, missing);
      return false;
    }
  return true;
}

static bool
check_pages (const struct http_site *site, const char **problem)
{
  for (size_t i = 0; i < site->desk->route_count; i++)
    {
      const char *page = site->desk->routes[i].page;
      if (NULL == page)
        continue;
      if (! http_pages_have (site->pages, page) || ! http_pages_have (site->pages, "problem"))
        {
          *problem = arena_printf (site->arena, "The page %s of the route %s has no template under %s/client/%s/%s.",
                                   http_pages_have (site->pages, page) ? "problem" : page, site->desk->routes[i].path,
                                   site->share, site->desk->name, site->language);
          return false;
        }
    }
  return true;
}

static bool
check_batch_rows (const struct http_site *site, const char **problem)
{
  for (size_t i = 0; NULL == site->desk->token && i < site->desk->route_count; i++)
    if (HTTP_LANE_BATCH == site->desk->routes[i].lane && HTTP_SIGNED_IN == site->desk->routes[i].who)
      {
        *problem = arena_printf (site->arena, "The route %s asks for a login in the batch lane, but the desk reads no tokens.",
                                 site->desk->routes[i].path);
        return false;
      }
  return true;
}

/* scheme://host[:port], nothing behind it: Origin is compared byte by byte. */
static bool
is_origin (const char *url)
{
  const char *host = strstr (url, "://");

  return NULL != host && '\0' != host[3] && NULL == strchr (host + 3, '/')
         && (0 == strncmp (url, "https://", 8) || 0 == strncmp (url, "http://", 7));
}

bool
http_site_open (struct http_site *site, const struct http_config *config, struct arena *arena, const char **problem)
{
  *site = (struct http_site) { .arena = arena, .desk = config->desk, .share = config->share,
                               .language = config->language, .public_url = config->public_url };
  if (! is_origin (config->public_url))
    {
      *problem = arena_printf (arena, "The public URL %s is not of the form https://host or http://host:port.",
                               config->public_url);
      return false;
    }
  site->content_security
    = arena_printf (arena, "%s%s", CONTENT_SECURITY, NULL == config->desk->trusted_types ? "'none'" : config->desk->trusted_types);
  site->https = 0 == strncmp (config->public_url, "https://", 8);
  site->cookie_name = arena_printf (arena, "%s%s", site->https ? "__Host-" : "", config->desk->cookie);
  site->table = http_table_new (arena, config->desk->routes, config->desk->route_count, problem);
  if (NULL == site->table || ! check_batch_rows (site, problem) || ! read_texts (site, problem))
    return false;
  site->pages = http_pages_load (arena, config->share, config->desk->name, config->language, problem);
  return NULL != site->pages && check_pages (site, problem)
         && http_statics_load (arena, config->share, config->desk->name, site->content_security, &site->statics, problem)
         && http_openapi_compose (site, problem);
}

void
http_site_close (struct http_site *site)
{
  json_decref (site->texts);
  free (site->openapi);
  site->texts = NULL;
  site->openapi = NULL;
}
