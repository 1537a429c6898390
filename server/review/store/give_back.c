#include "run.h"
#include "review_standing_aside.h"

#include "seal.h"

enum review_outcome
review_store_give_back (struct review_store *store, struct hash token, struct text code, struct text kind, struct text words,
                        struct arena *arena)
{
  static const struct review_word outcomes[]
    = { { "given", REVIEW_DONE }, { "locked", REVIEW_LOCKED }, { "paused", REVIEW_PAUSED },
        { "practice_first", REVIEW_PRACTICE_FIRST }, { "not_found", REVIEW_NONE } };
  const struct seal_place place = { KEY_REVIEW, REVIEW_GIVE_BACK_COLUMN, crypto_uid (), 0 };
  json_t *reason = json_pack ("{s:s%, s:s%}", "kind", kind.at, kind.length, "words", words.at, words.length);
  const struct pg_param params[] = { pg_bytes (hash_bytes (&token)), pg_text (code), pg_uid (arena, place.row),
                                     pg_bytes (seal (store->keyring, place, review_dump (reason, arena), arena)) };

  return review_run_for_word (store, "give_back", params, BM_COUNT (params), outcomes, BM_COUNT (outcomes));
}
