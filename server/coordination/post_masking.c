/* A masker drops masks, adds words or stretches to mask, and approves. */
#include "masking_page.h"

struct wish
{
  struct text code;
  int64_t version;
  struct http_list drop;
  struct http_list drop_words;
  struct http_list ranges;
  struct text add;
  struct text action; /* "save" or "approve" */
};

static struct http_reply
again (struct http_request *rq, json_t *steal_doc, const char *field, const char *reason)
{
  masking_page_show (steal_doc, rq->arena);
  return coordination_form_again (rq, ERROR_INVALID_FIELD, field, reason, "masking", steal_doc, NULL);
}

/* NULL: done; else the reason why not. */
static const char *
change (struct http_request *rq, const struct wish *wish, json_t *pages)
{
  struct text words = text_trim (wish->add);
  if (! masking_page_drop (pages, wish->drop))
    return "mask_unknown";
  masking_page_drop_words (pages, wish->drop_words);
  for (size_t i = 0; i < wish->ranges.count; i++)
    if (! masking_page_add_range (pages, wish->ranges.values[i], rq->arena))
      return "mask_unknown";
  if (words.length > 0 && 0 == masking_page_add (pages, words, rq->arena))
    return "words_not_found";
  return NULL;
}

static const char *
next_path (struct http_request *rq, const struct wish *wish, const json_t *doc)
{
  const char *next = json_string_value (json_object_get (doc, "next"));
  if (text_is (wish->action, "save"))
    return arena_printf (rq->arena, "/maskings/%.*s", (int) wish->code.length, wish->code.at);
  return NULL == next ? "/maskings" : arena_printf (rq->arena, "/maskings/%s", next);
}

struct http_reply
coordination_post_masking (struct http_request *rq, void *worker)
{
  struct coordination_store *store = coordination_store_of (worker);
  struct wish wish = { .code = { "", 0 }, .add = { "", 0 }, .action = { "", 0 } };
  json_t *doc = NULL;
  const char *reason;
  enum coordination_outcome outcome;
  const struct http_field spec[] = { HTTP_PATH_TEXT ("code", &wish.code),
                                     HTTP_BODY_I64 ("version", 1, 1000000, &wish.version),
                                     HTTP_BODY_LIST ("drop", 2000, &wish.drop),
                                     HTTP_BODY_LIST ("drop_words", 500, &wish.drop_words),
                                     HTTP_BODY_LIST ("range", 500, &wish.ranges),
                                     HTTP_BODY_TEXT_OPTIONAL ("add", 200, &wish.add),
                                     HTTP_BODY_WORD ("action", "save|approve", &wish.action),
                                     HTTP_FIELD_END };
  if (! http_fields_read (rq, spec))
    return http_reply_invalid (rq);
  outcome = coordination_masking (store, coordination_asker_of (rq), wish.code, &doc);
  if (COORDINATION_OK != outcome)
    return coordination_answer (rq, outcome, doc);
  if (wish.version != json_integer_value (json_object_get (doc, "version")))
    return coordination_answer (rq, COORDINATION_STALE, doc);
  reason = change (rq, &wish, json_object_get (doc, "pages"));
  if (NULL != reason)
    return again (rq, doc, "add", reason);
  outcome = coordination_save_masking (store, coordination_asker_of (rq), doc, text_is (wish.action, "approve"));
  if (COORDINATION_OK == outcome)
    {
      const char *path = next_path (rq, &wish, doc);
      json_decref (doc);
      return http_reply_done (rq, NULL, path);
    }
  return coordination_answer (rq, outcome, doc);
}
