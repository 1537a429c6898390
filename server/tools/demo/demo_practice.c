/* Reviewers of the demo who practise: as the bank's authors agreed, so that nobody comes to pause. */
#include "demo.h"

#include <string.h>

#define KNOWN_BY 40     /* bytes, by which a response of the bank is told from all others */
#define TRIES 300
#define BETWEEN_MS 100

static const char *
first_of (const json_t *list, const char *key)
{
  return demo_string (json_array_get (list, 0), key);
}

const json_t *
demo_calibration_of (const struct demo *demo, const json_t *page)
{
  const char *response = first_of (json_object_get (json_object_get (page, "vignette"), "prompts"), "response");
  size_t i, k;
  json_t *packet, *one;

  json_array_foreach (demo->calibration, i, packet)
    json_array_foreach (json_object_get (packet, "pages"), k, one)
      {
        const json_t *written = json_array_get (json_object_get (one, "responses"), 0);
        const char *text = json_string_value (json_array_get (json_object_get (written, "paragraphs"), 0));
        if (NULL != text && 0 == strncmp (text, response, KNOWN_BY))
          return one;
      }
  return NULL;
}

/* One page as it was agreed; its version afterwards, or -1. */
static int64_t
score_page (struct demo *demo, struct demo_client *client, const char *path, const json_t *page, bool last)
{
  const json_t *agreed = json_object_get (demo_calibration_of (demo, page), "agreed");
  json_t *levels = json_object ();
  json_t *form = json_pack ("{s:O, s:O, s:O, s:o}", "packet", json_object_get (page, "code"), "version",
                            json_object_get (page, "version"), "page", json_object_get (page, "at"), "level", levels);
  json_auto_t *saved = NULL;
  size_t i;
  json_t *one;

  json_array_foreach (agreed, i, one)
    (void) json_object_set_new (levels, demo_string (one, "criterion"),
                                json_string (arena_printf (demo->arena, "%lld",
                                                           (long long) json_integer_value (json_object_get (one, "level")))));
  if (last)
    {
      (void) json_object_set_new (form, "recommendation", json_string ("fail"));
      (void) json_object_set_new (form, "overall", json_string ("Scored for practice."));
    }
  saved = demo_post (client, arena_printf (demo->arena, "%s/draft", path), form);
  return NULL == saved ? -1 : json_integer_value (json_object_get (saved, "version"));
}

static bool
lock (struct demo *demo, struct demo_client *client, const char *path)
{
  int64_t version = 0, pages = 1;

  for (int number = 1; number <= pages; number++)
    {
      json_auto_t *page = demo_get (client, arena_printf (demo->arena, "%s?page=%d", path, number));
      if (NULL == page)
        return false;
      pages = json_integer_value (json_object_get (page, "pages"));
      version = score_page (demo, client, path, page, number == pages);
      if (version < 0)
        return false;
    }
  return demo_do (client, arena_printf (demo->arena, "%s/lock", path), json_pack ("{s:I, s:b}", "version", version, "confirm", 1));
}

/* Looks at how far off it was, once the registrar has compared it. */
static bool
look (struct demo *demo, struct demo_client *client, const char *path)
{
  for (int i = 0; i < TRIES; i++)
    {
      json_auto_t *page = demo_get (client, arena_printf (demo->arena, "%s/practice", path));
      if (NULL == page)
        return false;
      if (NULL != json_object_get (page, "compared"))
        return demo_do (client, arena_printf (demo->arena, "%s/practice", path), json_object ());
      demo_pause (BETWEEN_MS);
    }
  tool_complain ("demo: nothing was compared within %d s", TRIES * BETWEEN_MS / 1000);
  return false;
}

bool
demo_practise (struct demo *demo, struct demo_client *client)
{
  for (int i = 0; i < TRIES; i++)
    {
      json_auto_t *queue = demo_get (client, "/queue");
      const json_t *packet = json_array_get (json_object_get (json_object_get (queue, "practice"), "packets"), 0);
      const char *path;
      if (NULL == queue)
        return false;
      if (NULL == packet && NULL == json_object_get (queue, "opening"))
        return true;
      if (NULL == packet)
        {
          demo_pause (BETWEEN_MS);
          continue;
        }
      path = arena_printf (demo->arena, "/packets/%s", demo_string (packet, "code"));
      if ((! json_is_true (json_object_get (packet, "is_locked")) && ! lock (demo, client, path)) || ! look (demo, client, path))
        return false;
    }
  tool_complain ("demo: no packet opened within %d s", TRIES * BETWEEN_MS / 1000);
  return false;
}
