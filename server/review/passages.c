/* Responses with the passages that the reviewer has marked in them. */
#include "view.h"

#include "buf.h"

#include <string.h>

#define PRINTS_MOST ((size_t) 4096)
#define QUOTE_MOST 90   /* code points of a passage that is named in a list */

static bool
is_marked (const struct review_opinion *opinion, size_t at, size_t prompt, size_t point)
{
  for (size_t i = 0; i < opinion->mark_count; i++)
    {
      const struct review_mark *mark = &opinion->marks[i];
      if (mark->page == at && mark->prompt == prompt && mark->from <= point && point < mark->to)
        return true;
    }
  return false;
}

/* The first place behind this one where a mark begins or ends. */
static size_t
next_edge (const struct review_opinion *opinion, size_t at, size_t prompt, size_t from, size_t length)
{
  size_t edge = length;

  for (size_t i = 0; i < opinion->mark_count; i++)
    {
      const struct review_mark *mark = &opinion->marks[i];
      if (mark->page != at || mark->prompt != prompt)
        continue;
      if (mark->from > from && mark->from < edge)
        edge = mark->from;
      if (mark->to > from && mark->to < edge)
        edge = mark->to;
    }
  return edge;
}

static json_t *
segments (const struct review_opinion *opinion, size_t at, size_t prompt, struct text response)
{
  const size_t length = text_code_points (response);
  json_t *list = json_array ();

  for (size_t from = 0, to; from < length; from = to)
    {
      to = next_edge (opinion, at, prompt, from, length);
      json_array_append_new (list, json_pack ("{s:o, s:b}", "text", view_text (text_between (response, from, to)), "is_marked",
                                              (int) is_marked (opinion, at, prompt, from)));
    }
  return list;
}

static json_t *
passage (const struct review_packet *packet, const struct review_mark *mark, struct text response)
{
  const bool is_long = mark->to - mark->from > QUOTE_MOST;
  const struct text quote = text_between (response, mark->from, is_long ? mark->from + QUOTE_MOST : mark->to);
  json_t *view = json_pack ("{s:o, s:b}", "quote", view_text (quote), "is_long", (int) is_long);

  if (REVIEW_NO_CRITERION != mark->criterion)
    json_object_set_new (view, "criterion", json_pack ("{s:i, s:o}", "number", mark->criterion + 1, "title",
                                                       view_text (packet->criteria[mark->criterion].title)));
  return view;
}

static json_t *
passages (const struct review_packet *packet, size_t at, size_t prompt, struct text response)
{
  const struct review_opinion *opinion = &packet->opinion;
  json_t *list = json_array ();

  for (size_t i = 0; i < opinion->mark_count; i++)
    if (opinion->marks[i].page == at && opinion->marks[i].prompt == prompt)
      json_array_append_new (list, passage (packet, &opinion->marks[i], response));
  return list;
}

json_t *
view_vignette (const struct review_packet *packet, size_t at)
{
  const struct review_page *page = &packet->pages[at];
  json_t *paragraphs = json_array ();
  json_t *prompts = json_array ();

  for (size_t i = 0; i < page->paragraph_count; i++)
    json_array_append_new (paragraphs, view_text (page->paragraphs[i]));
  for (size_t i = 0; i < page->prompt_count; i++)
    {
      const struct text response = page->prompts[i].response;
      json_array_append_new (prompts, json_pack ("{s:i, s:b, s:o, s:o, s:o, s:o}", "number", (int) i + 1, "changed",
                                                 (int) page->prompts[i].changed, "text",
                                                 view_text (page->prompts[i].text), "response", view_text (response),
                                                 "segments", segments (&packet->opinion, at, i, response), "passages",
                                                 passages (packet, at, i, response)));
    }
  return json_pack ("{s:o, s:o, s:o}", "title", view_text (page->title), "paragraphs", paragraphs, "prompts", prompts);
}

json_t *
view_texts (const struct review_packet *packet, size_t at)
{
  const struct review_page *page = &packet->pages[at];
  struct buf prints BM_CLEANUP (buf_free) = buf_new (PRINTS_MOST);

  for (size_t i = 0; i < page->prompt_count; i++)
    {
      if (i > 0)
        buf_byte (&prints, '.');
      buf_text (&prints, page->prompts[i].print);
    }
  return json_stringn (0 == prints.length ? "" : prints.at, prints.length);
}

json_t *
view_marks (const struct review_packet *packet, size_t at)
{
  const struct review_opinion *opinion = &packet->opinion;
  json_t *list = json_array ();

  for (size_t i = 0; i < opinion->mark_count; i++)
    {
      const struct review_mark *mark = &opinion->marks[i];
      const struct text id
        = REVIEW_NO_CRITERION == mark->criterion ? text_of ("") : packet->criteria[mark->criterion].id;
      if (mark->page == at)
        json_array_append_new (list, json_sprintf ("%zu.%zu.%zu%s%.*s", mark->prompt + 1, mark->from, mark->to,
                                                   0 == id.length ? "" : ".", (int) id.length, id.at));
    }
  return list;
}
