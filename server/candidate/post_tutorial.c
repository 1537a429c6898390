/* A button of the tutorial: the answer of this page joins what the form carries, and the next page is the reply. */
#include "endpoints.h"
#include "tutorial.h"

#define KEEP_MOST 20

struct form
{
  int64_t step;
  struct text choice, was, go;
  struct http_list struck;
  struct http_map keep, text, marks;
  bool flagged;
};

static bool
read_form (struct http_request *rq, struct form *form)
{
  const struct http_field spec[] = { HTTP_PATH_I64 ("step", 1, TUTORIAL_END, &form->step),
                                     HTTP_BODY_WORD_OPTIONAL ("choice", "A|B|C|D", &form->choice),
                                     HTTP_BODY_WORD_OPTIONAL ("was", "A|B|C|D|-", &form->was),
                                     HTTP_BODY_MAP ("mark", 2, &form->marks),
                                     HTTP_BODY_BOOL ("flagged", &form->flagged),
                                     HTTP_BODY_LIST ("struck", 4, &form->struck),
                                     HTTP_BODY_MAP ("text", 2, &form->text),
                                     HTTP_BODY_MAP ("keep", KEEP_MOST, &form->keep),
                                     HTTP_BODY_TEXT_OPTIONAL ("go", 12, &form->go),
                                     HTTP_FIELD_END };

  *form = (struct form) { .choice = text_of (""), .was = text_of (""), .go = text_of ("next") };
  return http_fields_read (rq, spec);
}

static void
put (struct http_map *keep, const char *key, struct text value)
{
  struct text name = text_of (key);
  size_t at = 0;

  while (at < keep->count && ! text_equal (keep->pairs[at].key, name))
    at++;
  if (at < keep->count)
    keep->pairs[at].value = value;
  else
    keep->pairs[keep->count++] = (struct http_pair) { name, value };
}

static struct http_map
joined (struct arena *arena, const struct form *form)
{
  /* Room for what came and the few that this page adds. */
  struct http_map keep = { arena_take (arena, (KEEP_MOST + 8) * sizeof (struct http_pair)), 0 };
  char *struck = arena_take (arena, CANDIDATE_OPTIONS + 1);
  size_t letters = 0;

  for (size_t i = 0; i < form->keep.count; i++)
    keep.pairs[keep.count++] = form->keep.pairs[i];
  for (size_t i = 0; i < form->text.count; i++)
    put (&keep, arena_printf (arena, "text.%.*s", (int) form->text.pairs[i].key.length, form->text.pairs[i].key.at),
         form->text.pairs[i].value);
  if (form->step > TUTORIAL_VIGNETTE)
    return keep;
  put (&keep, arena_printf (arena, "flag.%d", (int) form->step), text_of (form->flagged ? "yes" : ""));
  if (form->step > TUTORIAL_ITEMS)
    return keep;
  for (size_t i = 0; i < form->struck.count && letters < CANDIDATE_OPTIONS; i++)
    if (1 == form->struck.values[i].length && form->struck.values[i].at[0] >= 'A' && form->struck.values[i].at[0] <= 'D')
      struck[letters++] = form->struck.values[i].at[0];
  put (&keep, arena_printf (arena, "struck.%d", (int) form->step), text_of (struck));
  put (&keep, arena_printf (arena, "choice.%d", (int) form->step),
       text_is (form->go, "clear") ? text_of ("") : form->choice);
  return keep;
}

static int64_t
step_after (const struct form *form)
{
  int64_t other = form->step;

  if (text_is (form->go, "next"))
    return form->step < TUTORIAL_END ? form->step + 1 : TUTORIAL_END;
  if (text_is (form->go, "previous"))
    return form->step > 1 ? form->step - 1 : 1;
  if (text_is (form->go, "review"))
    return TUTORIAL_END;
  return text_to_i64 (form->go, 1, TUTORIAL_END, &other) ? other : form->step;
}

struct http_reply
post_tutorial (struct http_request *rq, void *worker)
{
  struct form form;
  struct http_map keep;

  if (! read_form (rq, &form))
    return http_reply_invalid (rq);
  keep = joined (rq->arena, &form);
  return http_reply_ok (rq, tutorial_page (worker, rq->arena, step_after (&form), &keep));
}
