#include "pages.h"

#include "files.h"
#include "mustache.h"

#include <string.h>

#define TEMPLATE_MOST ((size_t) 256 * 1024)
#define SUFFIX ".mustache"

struct page
{
  const struct page *next;
  struct text name;
  struct text source;
};

struct http_pages
{
  struct arena *arena;
  const char *folder;         /* while loading */
  const char *broken;         /* while loading: the file that cannot be read */
  const struct page *first;
};

static bool
find_page (void *from, struct text name, struct text *source)
{
  const struct http_pages *pages = from;

  for (const struct page *page = pages->first; NULL != page; page = page->next)
    if (text_equal (page->name, name))
      {
        *source = page->source;
        return true;
      }
  return false;
}

static bool
load_page (void *to, const char *file)
{
  struct http_pages *pages = to;
  const size_t length = strlen (file);
  const size_t suffix = strlen (SUFFIX);
  struct page *page;
  struct bytes content;

  if (length <= suffix || 0 != strcmp (file + length - suffix, SUFFIX))
    return true;
  pages->broken = arena_printf (pages->arena, "%s/%s", pages->folder, file);
  if (! http_file_read (pages->arena, pages->broken, TEMPLATE_MOST, &content) || ! text_is_utf8 (text_of_bytes (content)))
    return false;
  page = arena_take (pages->arena, sizeof *page);
  page->name = text_from (arena_string (pages->arena, text_from (file, length - suffix)), length - suffix);
  page->source = text_of_bytes (content);
  page->next = pages->first;
  pages->first = page;
  return true;
}

/* Over an empty view every tag outside a section is met, and every section is still parsed. */
static bool
try_page (const struct http_pages *pages, const struct page *page, struct mustache_problem *problem)
{
  struct mustache_partials partials = { find_page, (void *) (uintptr_t) pages };
  struct buf out BM_CLEANUP (buf_free) = buf_new (4 * TEMPLATE_MOST);
  json_t *view = json_object ();
  const bool good = NULL != view && mustache_render (page->source, view, &partials, &out, problem);

  json_decref (view);
  return good;
}

struct http_pages *
http_pages_load (struct arena *arena, const char *share, const char *desk, const char *language, const char **problem)
{
  struct http_pages *pages = arena_take (arena, sizeof *pages);
  struct mustache_problem fault = { 0, "", "" };

  pages->arena = arena;
  /* The last one loaded is found first. */
  for (int own = 0; own < 2; own++)
    {
      pages->folder = arena_printf (arena, "%s/client/%s/%s", share, own ? desk : "shared", language);
      if (! http_files_each (pages->folder, load_page, pages))
        {
          *problem = arena_printf (arena, "The template %s cannot be read.", pages->broken);
          return NULL;
        }
    }
  for (const struct page *page = pages->first; NULL != page; page = page->next)
    if (! try_page (pages, page, &fault))
      {
        *problem = arena_printf (arena, "The template %.*s, line %zu%s%s: %s", (int) page->name.length, page->name.at,
                                 fault.line, '\0' == fault.where[0] ? "" : " of ", fault.where, fault.what);
        return NULL;
      }
  return pages;
}

bool
http_pages_have (const struct http_pages *pages, const char *name)
{
  struct text source;

  return find_page ((void *) (uintptr_t) pages, text_of (name), &source);
}

bool
http_pages_render (const struct http_pages *pages, const char *name, json_t *view, struct buf *out, const char **why)
{
  struct mustache_partials partials = { find_page, (void *) (uintptr_t) pages };
  struct mustache_problem problem = { 0, "", "" };
  struct text source;

  *why = "no such page";
  if (! find_page (partials.from, text_of (name), &source))
    return false;
  if (mustache_render (source, view, &partials, out, &problem))
    return true;
  *why = problem.what;
  return false;
}
