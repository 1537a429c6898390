/* How an answer is stored, and what its receipt says of it. */
#include "store.h"

#include "buf.h"
#include "log.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#define RECEIPT_JSON_MOST 4096

int64_t
store_ref_position (struct text ref, struct text *rest)
{
  const char *dot = memchr (ref.at, '.', ref.length);
  struct text number = NULL == dot ? text_of ("") : text_from (dot + 1, (size_t) (ref.at + ref.length - dot - 1));
  int64_t position = 0;

  *rest = text_of ("");
  dot = memchr (number.at, '.', number.length);
  if (NULL != dot)
    {
      *rest = text_from (dot + 1, (size_t) (number.at + number.length - dot - 1));
      number = text_from (number.at, (size_t) (dot - number.at));
    }
  return text_to_i64 (number, 1, 200, &position) ? position : 0;
}

static struct text
text_document (struct arena *arena, struct text answer)
{
  json_t *json = json_pack ("{s:s%}", "text", answer.at, answer.length);
  char *plain = NULL == json ? NULL : json_dumps (json, JSON_COMPACT);
  char *kept;

  if (NULL == plain)
    log_fatal ("no_memory", "in=%s", "candidate_save");
  kept = arena_string (arena, text_of (plain));
  free (plain);
  json_decref (json);
  return text_of (kept);
}

/* "2,5,1" */
static struct text
positions_text (struct arena *arena, const struct candidate_save *save)
{
  const char *list = "";

  for (size_t i = 0; i < save->vignette_count; i++)
    list = arena_printf (arena, "%s%s%lld", list, 0 == i ? "" : ",", (long long) save->vignettes[i]);
  return text_of (list);
}

struct store_answer
store_answer_of (const struct candidate_store *store, struct arena *arena, const struct candidate_save *save)
{
  struct text document = { NULL, 0 };
  struct hash digest = { { 0 } };
  struct text positions;

  switch (save->kind)
    {
    case CANDIDATE_SAVE_CHOICE:
      document = 0 == save->choice ? text_of ("{\"choice\":null}")
                                   : text_of (arena_printf (arena, "{\"choice\":\"%c\"}", save->choice));
      digest = receipt_digest_choice (save->id, save->choice);
      break;
    case CANDIDATE_SAVE_TEXT:
      document = text_document (arena, save->text);
      digest = receipt_digest_text (save->id, save->text);
      break;
    case CANDIDATE_SAVE_VIGNETTES:
      positions = positions_text (arena, save);
      document = text_of (arena_printf (arena, "{\"vignettes\":[%s]}", positions.at));
      digest = receipt_digest_vignettes (save->id, save->vignettes, save->vignette_count);
      break;
    }
  return (struct store_answer) { .sealed = seal (store->ring, (struct seal_place) { KEY_ANSWERS, "work.save.sealed", save->id, 0 },
                                                 bytes_of_text (document), arena),
                                 .digest = digest };
}

struct text
store_receipt (const struct receipt *receipt, const struct receipt_batch *batch, uint32_t index, struct arena *arena)
{
  struct buf json BM_CLEANUP (buf_free) = buf_new (RECEIPT_JSON_MOST);

  receipt_print (receipt, batch, index, &json);
  if (json.overflow)
    log_fatal ("receipt_too_long", "count=%u", batch->tree.count);
  return text_from (arena_string (arena, buf_view (&json)), json.length);
}
