/* Phrases that a reviewer uses again. Sealed as reviews are: nobody but their reviewer reads them. */
#include "run.h"
#include "review_phrases.h"

#include "log.h"
#include "seal.h"

#include <stdlib.h>
#include <string.h>

static struct seal_place
place_of (struct uid id)
{
  return (struct seal_place) { KEY_REVIEW, REVIEW_PHRASE_COLUMN, id, 0 };
}

static int
compare_phrases (const void *a, const void *b)
{
  const struct text one = ((const struct review_phrase *) a)->text, other = ((const struct review_phrase *) b)->text;
  const size_t least = one.length < other.length ? one.length : other.length;
  const int order = memcmp (one.at, other.at, least);

  return 0 != order ? order : (one.length > other.length) - (one.length < other.length);
}

enum review_outcome
review_store_phrases (struct review_store *store, struct hash token, struct text code, struct arena *arena,
                      struct review_phrases *phrases)
{
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)), pg_text (code) };
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const enum review_outcome outcome = review_run (store, "phrases", params, BM_COUNT (params), &rows);

  if (REVIEW_DONE != outcome)
    return outcome;
  if (0 == pg_count (rows))
    return REVIEW_NONE;
  phrases->count = pg_is_null (rows, 0, "id") ? 0 : pg_count (rows);
  phrases->at = arena_take (arena, (phrases->count + 1) * sizeof *phrases->at);
  for (size_t i = 0; i < phrases->count; i++)
    {
      const struct uid id = pg_get_uid (rows, i, "id");
      struct bytes plain;
      if (! seal_open (store->keyring, place_of (id), pg_get_bytes (rows, i, "sealed"), arena, &plain))
        {
          log_event (LOG_LEVEL_ERROR, "phrase_unreadable", "what=seal");
          return REVIEW_FAILED;
        }
      phrases->at[i] = (struct review_phrase) { id, text_of_bytes (plain) };
    }
  qsort (phrases->at, phrases->count, sizeof *phrases->at, compare_phrases);
  return REVIEW_DONE;
}

enum review_outcome
review_store_add_phrase (struct review_store *store, struct hash token, struct text code, struct text text,
                         struct arena *arena)
{
  static const struct review_word words[]
    = { { "added", REVIEW_DONE }, { "too_many", REVIEW_TOO_MANY }, { "not_found", REVIEW_NONE } };
  const struct uid id = crypto_uid ();
  const struct pg_param params[]
    = { pg_bytes (hash_bytes (&token)), pg_text (code), pg_uid (arena, id),
        pg_bytes (seal (store->keyring, place_of (id), bytes_of_text (text), arena)) };

  return review_run_for_word (store, "add_phrase", params, BM_COUNT (params), words, BM_COUNT (words));
}

enum review_outcome
review_store_drop_phrase (struct review_store *store, struct hash token, struct uid id, struct arena *arena)
{
  static const struct review_word words[] = { { "dropped", REVIEW_DONE }, { "not_found", REVIEW_NONE } };
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)), pg_uid (arena, id) };

  return review_run_for_word (store, "drop_phrase", params, BM_COUNT (params), words, BM_COUNT (words));
}
