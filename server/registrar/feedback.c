/* For every decided packet, passed or not, its reviewers' remarks become a proposal that a coordinator reads. */
#include "feedback.h"

#include "buf.h"
#include "log.h"
#include "registrar_feedback.h"

#include <stdlib.h>
#include <string.h>

#define REVIEWS_MOST 8
#define TEXT_MOST ((size_t) 1024 * 1024)

struct remark
{
  struct hash digest;
  struct text text;
};

/* What was written about one place. */
struct pile
{
  struct remark remarks[REVIEWS_MOST];
  size_t count;
};

/* The same words of two reviewers are kept once: twice, they would tell how many there were. */
static void
put_on (struct pile *pile, const json_t *value)
{
  const struct text text = text_trim (text_of (json_string_value (value)));
  const struct hash digest = crypto_digest (bytes_of_text (text));

  if (0 == text.length || pile->count >= REVIEWS_MOST)
    return;
  for (size_t i = 0; i < pile->count; i++)
    if (text_equal (pile->remarks[i].text, text))
      return;
  pile->remarks[pile->count++] = (struct remark) { digest, text };
}

static int
by_digest (const void *a, const void *b)
{
  const struct remark *one = a;
  const struct remark *other = b;

  return memcmp (one->digest.bytes, other->digest.bytes, sizeof one->digest.bytes);
}

/* One text of all, in an order that has nothing to do with who wrote what; NULL when nobody wrote anything. */
static json_t *
merged (struct pile *pile)
{
  struct buf text BM_CLEANUP (buf_free) = buf_new (TEXT_MOST);

  if (0 == pile->count)
    return NULL;
  qsort (pile->remarks, pile->count, sizeof *pile->remarks, by_digest);
  for (size_t i = 0; i < pile->count; i++)
    {
      if (i > 0)
        buf_byte (&text, '\n');
      buf_text (&text, pile->remarks[i].text);
    }
  return text.overflow ? NULL : json_stringn (text.at, text.length);
}

static json_t *
about_criterion (const json_t *reviews, const json_t *page, int number, const json_t *criterion, struct arena *arena)
{
  const char *id = json_string_value (json_object_get (criterion, "id"));
  const char *key = arena_printf (arena, "%d.%s", number, NULL == id ? "" : id);
  struct pile pile = { .count = 0 };
  json_t *review;
  json_t *text;
  size_t i;

  json_array_foreach (reviews, i, review)
    put_on (&pile, json_object_get (json_object_get (review, "remarks"), key));
  text = merged (&pile);
  return NULL == text ? NULL
                      : json_pack ("{s:i, s:O, s:O, s:O, s:o}", "page", number, "criterion", json_object_get (criterion, "id"),
                                   "vignette", json_object_get (page, "title"), "title", json_object_get (criterion, "title"),
                                   "text", text);
}

static json_t *
about_all (const json_t *reviews)
{
  struct pile pile = { .count = 0 };
  json_t *review;
  json_t *text;
  size_t i;

  json_array_foreach (reviews, i, review)
    put_on (&pile, json_object_get (review, "overall"));
  text = merged (&pile);
  return NULL == text ? NULL
                      : json_pack ("{s:i, s:n, s:n, s:n, s:o}", "page", 0, "criterion", "vignette", "title", "text", text);
}

/* What reviewers wrote for the coordinator alone, one text of all; NULL: nothing. */
static json_t *
note_of (const json_t *reviews)
{
  struct pile pile = { .count = 0 };
  json_t *review;
  size_t i;

  json_array_foreach (reviews, i, review)
    put_on (&pile, json_object_get (review, "note"));
  return merged (&pile);
}

/* By page and criterion, what is about all of it last. */
static json_t *
places_of (const struct registrar_ready *of, const json_t *reviews, struct arena *arena)
{
  const json_t *criteria = json_object_get (json_object_get (of->content, "rubric"), "criteria");
  json_t *places = json_array ();
  json_t *page, *criterion, *place;
  size_t p, c;

  json_array_foreach (json_object_get (of->content, "pages"), p, page)
    json_array_foreach (criteria, c, criterion)
      {
        place = about_criterion (reviews, page, (int) p + 1, criterion, arena);
        if (NULL != place)
          json_array_append_new (places, place);
      }
  place = about_all (reviews);
  if (NULL != place)
    json_array_append_new (places, place);
  return places;
}

/* What a coordinator made of the earlier remarks about the same place, if those were the same; NULL if not. */
static json_t *
kept (const struct registrar_feedback *feedback, const json_t *place)
{
  json_t *earlier, *remark;
  size_t i, k;

  if (! feedback->present)
    return NULL;
  json_array_foreach (json_object_get (feedback->link, "places"), i, earlier)
    if (json_equal (earlier, place))
      json_array_foreach (json_object_get (feedback->text, "remarks"), k, remark)
        if ((size_t) json_integer_value (json_object_get (remark, "place")) == i)
          return json_copy (remark);
  return NULL;
}

/* What goes to the coordinator; of it "remarks" alone goes on to the candidate. Takes the reference of note. */
static json_t *
text_of_places (const struct registrar_feedback *feedback, const json_t *places, json_t *note)
{
  json_t *text;
  json_t *remarks = json_array ();
  json_t *place;
  size_t i;

  json_array_foreach (places, i, place)
    {
      json_t *remark = kept (feedback, place);
      if (NULL == remark)
        remark = json_pack ("{s:b, s:O, s:b}", "overall", 0 == json_integer_value (json_object_get (place, "page")), "text",
                            json_object_get (place, "text"), "dropped", 0);
      json_object_set_new (remark, "place", json_integer ((json_int_t) i));
      json_array_append_new (remarks, remark);
    }
  text = json_pack ("{s:o}", "remarks", remarks);
  if (NULL != note)
    json_object_set_new (text, "note", note);
  return text;
}

/* Is there nothing new to read? */
static bool
says_the_same (const struct registrar_feedback *feedback, const json_t *text, const json_t *link)
{
  const json_t *before = json_object_get (feedback->text, "note");
  const json_t *now = json_object_get (text, "note");

  return json_equal (link, feedback->link) && (NULL == before ? NULL == now : json_equal (before, now));
}

static enum registrar_status
propose (struct registrar *registrar, struct registrar_feedback *feedback)
{
  json_auto_t *reviews = NULL;
  json_auto_t *link = NULL;
  json_auto_t *text = NULL;
  json_t *places;
  enum registrar_status status = registrar_store_reviews (registrar->store, &feedback->of, &reviews);

  if (REGISTRAR_DONE != status)
    return status;
  places = places_of (&feedback->of, reviews, registrar->arena);
  link = json_pack ("{s:o}", "places", places);
  text = text_of_places (feedback, places, note_of (reviews));
  if (! feedback->present)
    return registrar_store_put_feedback (registrar->store, feedback, text, link);
  return registrar_store_renew_feedback (registrar->store, feedback, says_the_same (feedback, text, link) ? NULL : text, link);
}

enum registrar_status
registrar_feedback (struct registrar *registrar)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  enum registrar_status worst = registrar_store_feedback_work (registrar->store, &list);

  for (size_t i = 0; REGISTRAR_AWAY != worst && i < registrar_list_count (list); i++)
    {
      struct registrar_feedback feedback;
      enum registrar_status status;
      arena_reset (registrar->arena);
      status = registrar_store_feedback (registrar->store, list, i, &feedback);
      if (REGISTRAR_DONE == status)
        {
          status = propose (registrar, &feedback);
          registrar_feedback_free (&feedback);
        }
      if (REGISTRAR_DONE != status)
        worst = status;
      if (REGISTRAR_BROKEN == status)
        log_event (LOG_LEVEL_ERROR, "remarks_not_merged", "row=%zu", i);
    }
  return worst;
}

/* Line ends would show where one reviewer's words end and another's begin. */
static json_t *
in_one_paragraph (const json_t *value)
{
  const struct text text = text_trim (text_of (json_string_value (value)));
  struct buf out BM_CLEANUP (buf_free) = buf_new (TEXT_MOST);
  bool gap = false;

  for (size_t i = 0; i < text.length; i++)
    {
      const bool blank = NULL != memchr (" \t\r\n\f\v", text.at[i], 6);
      if (gap && ! blank)
        buf_byte (&out, ' ');
      if (! blank)
        buf_byte (&out, text.at[i]);
      gap = blank;
    }
  return 0 == out.length || out.overflow ? NULL : json_stringn (out.at, out.length);
}

json_t *
feedback_for_letter (const json_t *text, const json_t *link)
{
  json_auto_t *remarks = json_array ();
  json_t *remark;
  size_t i;

  json_array_foreach (json_object_get (text, "remarks"), i, remark)
    {
      const json_t *place = json_array_get (json_object_get (link, "places"),
                                            (size_t) json_integer_value (json_object_get (remark, "place")));
      const bool overall = 0 == json_integer_value (json_object_get (place, "page"));
      json_t *words;
      if (NULL == place)
        return NULL;
      words = json_is_true (json_object_get (remark, "dropped")) ? NULL : in_one_paragraph (json_object_get (remark, "text"));
      if (NULL == words)
        continue;
      json_array_append_new (remarks, overall ? json_pack ("{s:b, s:o}", "overall", 1, "text", words)
                                              : json_pack ("{s:O, s:O, s:b, s:o}", "vignette", json_object_get (place, "vignette"),
                                                           "criterion", json_object_get (place, "title"), "overall", 0, "text",
                                                           words));
    }
  return json_incref (remarks);
}
