/* What stands beside a page of a packet: the other responses to its vignette, and the reviewer's phrases. */
#include "view.h"

json_t *
view_where (const struct review_where *where)
{
  if (0 == where->code.length)
    return NULL;
  return json_pack ("{s:o, s:i}", "code", view_text (where->code), "page", where->page);
}

json_t *
view_around (const struct review_around *around)
{
  json_t *view = json_pack ("{s:i, s:i, s:i, s:i, s:i, s:b}", "part", around->part, "parts", around->parts, "number",
                            around->number, "responses", around->responses, "scored", around->scored, "stays",
                            (int) around->stays);

  if (0 != around->before.code.length)
    json_object_set_new (view, "before", view_where (&around->before));
  if (0 != around->after.code.length)
    json_object_set_new (view, "after", view_where (&around->after));
  if (0 != around->onward.code.length)
    json_object_set_new (view, "onward", view_where (&around->onward));
  return view;
}

json_t *
view_phrase_list (const struct review_phrases *phrases)
{
  json_t *list = json_array ();

  for (size_t i = 0; i < phrases->count; i++)
    json_array_append_new (list, view_text (phrases->at[i].text));
  return list;
}

json_t *
view_phrases (struct text code, const struct review_phrases *phrases)
{
  return json_pack ("{s:o, s:o, s:b}", "code", view_text (code), "phrases", view_phrase_list (phrases), "is_empty",
                    (int) (0 == phrases->count));
}
