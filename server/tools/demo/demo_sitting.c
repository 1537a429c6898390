#include "demo.h"

#include "crypto.h"

#include <string.h>

#define ITEM_SECONDS 70       /* 60 of them leave room within 90 minutes */
#define RESPONSE_SECONDS 780
#define BREAK_SECONDS 900
#define STRIDE 37             /* has no divisor in common with 60: the wrong answers lie scattered over the part */

static bool
open_part (struct demo *demo, struct demo_client *client, int part)
{
  const char *const first = 1 == part ? "/parts/1/items/1" : "/parts/2/vignettes/1";
  json_auto_t *page = NULL;

  if (! demo_do (client, arena_printf (demo->arena, "/parts/%d/open", part), json_object ()))
    return false;
  page = demo_get (client, first);
  return NULL != page && demo_do (client, arena_printf (demo->arena, "/parts/%d/begin", part), json_object ());
}

/* The answer's own field, "choice" or "text", joins the id that makes a save safe to repeat. */
static bool
save (struct demo *demo, struct demo_client *client, int part, const char *ref, const char *field, const char *value)
{
  char id[UID_TEXT_ROOM];
  json_auto_t *saved = NULL;

  uid_print (crypto_uid (), id);
  saved = demo_post (client, arena_printf (demo->arena, "/parts/%d/saves", part),
                     json_pack ("{s:s, s:s, s:s}", "ref", ref, "save_id", id, field, value));
  if (NULL == saved)
    return false;
  if (0 == strcmp (demo_string (saved, "outcome"), "saved"))
    return true;
  tool_complain ("demo: an answer to %s was not saved: %s", ref, demo_string (saved, "outcome"));
  return false;
}

static bool
answer (struct demo *demo, struct demo_client *client, int place, bool right, int64_t *count)
{
  json_auto_t *page = demo_get (client, arena_printf (demo->arena, "/parts/1/items/%d", place));
  const json_t *question = json_object_get (page, "question");
  char choice[2] = { demo_string (demo->keys, demo_string (question, "stem"))[0], '\0' };

  if (NULL == page)
    return false;
  if ('\0' == choice[0])
    {
      tool_complain ("demo: question %d is not of the sample bank", place);
      return false;
    }
  if (! right)
    choice[0] = 'D' == choice[0] ? 'A' : (char) (choice[0] + 1);
  *count = json_integer_value (json_object_get (page, "count"));
  return save (demo, client, 1, demo_string (question, "ref"), "choice", choice) && demo_pass (demo, ITEM_SECONDS);
}

static bool
sit_part1 (struct demo *demo, struct demo_client *client, const json_t *candidate)
{
  int64_t right = json_integer_value (json_object_get (candidate, "part1_correct"));
  int64_t count = 1;

  if (! open_part (demo, client, 1))
    return false;
  for (int place = 1; place <= count; place++)
    if (! answer (demo, client, place, (int64_t) place * STRIDE % 60 < right, &count))
      return false;
  return demo_do (client, "/parts/1/hand-in", json_object ());
}

static bool
respond (struct demo *demo, struct demo_client *client, const json_t *page, const json_t *texts)
{
  size_t i;
  json_t *prompt;

  json_array_foreach (json_object_get (json_object_get (page, "vignette"), "prompts"), i, prompt)
    {
      const char *text = demo_string (texts, demo_string (prompt, "id"));
      if ('\0' != text[0]
          && (! demo_pass (demo, RESPONSE_SECONDS)
              || ! save (demo, client, 2, demo_string (prompt, "ref"), "text", text)))
        return false;
    }
  return true;
}

static bool
sit_part2 (struct demo *demo, struct demo_client *client, const json_t *candidate)
{
  const json_t *responses = json_object_get (candidate, "responses");
  int64_t count = 1;

  if (! open_part (demo, client, 2))
    return false;
  for (int place = 1; place <= count; place++)
    {
      json_auto_t *page = demo_get (client, arena_printf (demo->arena, "/parts/2/vignettes/%d", place));
      const char *title = demo_string (json_object_get (page, "vignette"), "title");
      const json_t *texts = json_object_get (responses, demo_string (demo->titles, title));
      if (NULL == page || (NULL != texts && ! respond (demo, client, page, texts)))
        return false;
      count = json_integer_value (json_object_get (page, "count"));
    }
  return demo_do (client, "/parts/2/hand-in", json_object ());
}

bool
demo_sit (struct demo *demo, const json_t *candidate)
{
  struct demo_client *client BM_CLEANUP (demo_client_leave) = demo_client_new (demo->candidate_url);
  json_auto_t *rules = NULL;

  if (! demo_do (client, "/sign-in", json_pack ("{s:s}", "code", demo_string (candidate, "code"))))
    return false;
  rules = demo_get (client, "/confidentiality");
  return NULL != rules
         && demo_do (client, "/confidentiality",
                     json_pack ("{s:I, s:b}", "version", json_integer_value (json_object_get (rules, "version")), "accept", 1))
         && sit_part1 (demo, client, candidate) && demo_pass (demo, BREAK_SECONDS) && sit_part2 (demo, client, candidate);
}
