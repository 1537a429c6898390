#include "agreement_documents.h"

#include "levels.h"
#include "registrar_agreement.h"

static const json_t *
criteria_of (const struct registrar_ready *packet)
{
  return json_object_get (json_object_get (packet->content, "rubric"), "criteria");
}

static json_t *
opinion_of (const struct registrar_ready *packet, struct text reviewer, const json_t *review)
{
  const struct review_scale scale = { packet->pages, packet->criteria, packet->top_level };
  int levels[REVIEW_PAGES_MOST * REVIEW_CRITERIA_MOST];
  json_t *list;
  int total;

  if (! registrar_locked_levels (packet, review, levels, &total))
    return NULL;
  list = json_array ();
  for (size_t i = 0; i < review_scale_cells (scale); i++)
    json_array_append_new (list, json_integer (levels[i]));
  return json_pack ("{s:s%, s:o, s:i, s:b}", "reviewer", reviewer.at, reviewer.length, "levels", list, "total", total, "passes",
                    100 * total >= packet->pass_percent * packet->pages * packet->criteria * packet->top_level);
}

/* The word before the next space, which goes on in *rest. */
static struct text
next_word (struct text *rest)
{
  struct text word = { rest->at, 0 };

  while (word.length < rest->length && ' ' != rest->at[word.length])
    word.length++;
  rest->at += word.length;
  rest->length -= word.length;
  if (rest->length > 0)
    {
      rest->at++;
      rest->length--;
    }
  return word;
}

/* The opinions on one packet, by seat; NULL: a review is missing or broken. */
static json_t *
opinions_of (const struct registrar_reviewed *reviewed, const json_t *reviews)
{
  struct text reviewers = reviewed->reviewers;
  json_auto_t *opinions = json_array ();
  json_t *review;
  size_t i;

  json_array_foreach (reviews, i, review)
    if (0 != json_array_append_new (opinions, opinion_of (&reviewed->packet, next_word (&reviewers), review)))
      return NULL;
  return json_array_size (opinions) >= 2 && 0 == reviewers.length ? json_incref (opinions) : NULL;
}

static json_t *
group_of (const struct registrar_reviewed *reviewed)
{
  const struct registrar_ready *packet = &reviewed->packet;
  json_t *criteria = json_array ();
  json_t *criterion;
  size_t i;

  json_array_foreach (criteria_of (packet), i, criterion)
    json_array_append_new (criteria, json_pack ("{s:O, s:O}", "id", json_object_get (criterion, "id"), "title",
                                                json_object_get (criterion, "title")));
  return json_pack ("{s:s%, s:i, s:i, s:o}", "category", reviewed->category.at, reviewed->category.length, "pages", packet->pages,
                    "top_level", packet->top_level, "criteria", criteria);
}

/* The document of packets like this one; made when it is the first. */
static json_t *
document_for (json_t *documents, const struct registrar_reviewed *reviewed)
{
  json_auto_t *group = group_of (reviewed);
  json_t *document;
  size_t i;

  json_array_foreach (documents, i, document)
    {
      json_auto_t *other = json_copy (document);
      json_object_del (other, "packets");
      if (json_equal (other, group))
        return document;
    }
  document = json_copy (group);
  json_object_set_new (document, "packets", json_array ());
  json_array_append_new (documents, document);
  return document;
}

static enum registrar_status
add (struct registrar *registrar, struct registrar_reviewed *reviewed, json_t *documents)
{
  json_auto_t *reviews = NULL;
  json_t *opinions;
  const enum registrar_status status = registrar_store_reviews (registrar->store, &reviewed->packet, &reviews);

  if (REGISTRAR_DONE != status)
    return status;
  opinions = opinions_of (reviewed, reviews);
  if (NULL == opinions)
    return REGISTRAR_BROKEN;
  json_array_append_new (json_object_get (document_for (documents, reviewed), "packets"), opinions);
  return REGISTRAR_DONE;
}

enum registrar_status
agreement_documents (struct registrar *registrar, const struct registrar_duty *duty, json_t **documents)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  json_auto_t *all = json_array ();
  enum registrar_status status = registrar_store_agreement_work (registrar->store, duty, &list);

  for (size_t i = 0; REGISTRAR_DONE == status && i < registrar_list_count (list); i++)
    {
      struct registrar_reviewed reviewed;
      status = registrar_store_agreement_packet (registrar->store, duty, list, i, &reviewed);
      if (REGISTRAR_DONE == status)
        status = add (registrar, &reviewed, all);
      json_decref (reviewed.packet.content);
    }
  if (REGISTRAR_DONE == status)
    *documents = json_incref (all);
  return status;
}
