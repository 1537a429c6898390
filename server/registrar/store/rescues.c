/* Emergency files and the answers in them. */
#include "registrar_rescues.h"

#include "log.h"
#include "receipt.h"
#include "registrar_inside.h"

#include <string.h>

#define SAVE_COLUMN "work.save.sealed"

enum registrar_status
registrar_store_rescues (struct registrar_store *store, struct pg_rows **list)
{
  arena_reset (store->scratch);
  {
    const struct pg_param params[] = { pg_i32 (store->scratch, REGISTRAR_RESCUES_MOST) };
    return store_run (store, "waiting_rescues", params, BM_COUNT (params), list);
  }
}

bool
registrar_store_rescue (const struct pg_rows *list, size_t row, struct registrar_rescue *rescue)
{
  const struct bytes public_key = pg_get_bytes (list, row, "public_key");
  const struct bytes nonce = pg_get_bytes (list, row, "nonce");

  *rescue = (struct registrar_rescue) { .association = pg_get_uid (list, row, "association_id"),
                                        .id = pg_get_uid (list, row, "rescue_id"),
                                        .file = { .session = pg_get_uid (list, row, "session_id"),
                                                  .sealed = pg_get_bytes (list, row, "sealed") } };
  if (RESCUE_PUBLIC_BYTES != public_key.length || RESCUE_NONCE_BYTES != nonce.length)
    return false;
  memcpy (rescue->file.public_key, public_key.at, RESCUE_PUBLIC_BYTES);
  memcpy (rescue->file.nonce, nonce.at, RESCUE_NONCE_BYTES);
  return true;
}

enum rescue_opened
registrar_store_open_rescue (const struct registrar_store *store, const struct registrar_rescue *rescue, struct arena *arena,
                             struct bytes *plain)
{
  return rescue_open (store->keyring, &rescue->file, arena, plain);
}

static struct hash
digest_of (struct uid id, const struct registrar_answer *answer)
{
  switch (answer->kind)
    {
    case REGISTRAR_CHOICE: return receipt_digest_choice (id, answer->choice);
    case REGISTRAR_TEXT: return receipt_digest_text (id, answer->text);
    case REGISTRAR_VIGNETTES: return receipt_digest_vignettes (id, answer->positions, answer->position_count);
    }
  log_fatal ("answer_kind", "kind=%d", (int) answer->kind);
}

static json_t *
content_of (const struct registrar_answer *answer)
{
  json_t *list;

  switch (answer->kind)
    {
    case REGISTRAR_CHOICE:
      return 0 == answer->choice ? json_pack ("{s:n}", "choice") : json_pack ("{s:s%}", "choice", &answer->choice, (size_t) 1);
    case REGISTRAR_TEXT:
      return json_pack ("{s:s%}", "text", answer->text.at, answer->text.length);
    case REGISTRAR_VIGNETTES:
      list = json_array ();
      for (size_t i = 0; i < answer->position_count; i++)
        (void) json_array_append_new (list, json_integer (answer->positions[i]));
      return json_pack ("{s:o}", "vignettes", list);
    }
  return NULL;
}

static struct bytes
sealed_of (struct registrar_store *store, struct uid id, const struct registrar_answer *answer)
{
  json_auto_t *content = content_of (answer);

  if (NULL == content)
    log_fatal ("no_memory", "column=%s", SAVE_COLUMN);
  return store_seal (store, (struct seal_place) { KEY_ANSWERS, SAVE_COLUMN, id, 0 }, content);
}

/* For an answer under whose id another one is stored: an id of version 4's form that is the same each time, so that the same file,
   or a later one of the same device, does not bring it in twice. */
static struct uid
other_id (const struct hash *digest)
{
  struct uid id;

  memcpy (id.bytes, digest->bytes, sizeof id.bytes);
  id.bytes[6] = (uint8_t) ((id.bytes[6] & 0x0F) | 0x40);
  id.bytes[8] = (uint8_t) ((id.bytes[8] & 0x3F) | 0x80);
  return id;
}

/* The columns of put_rescue, each answer in the form in which it would go in. */
struct columns
{
  int32_t *epochs;
  int64_t *sequences;
  struct uid *ids;
  struct text *refs;
  struct bytes *sealed;
  struct bytes *digests;
};

static struct columns
columns_of (struct registrar_store *store, const struct registrar_answer *answers, size_t count, const bool *taken)
{
  struct arena *arena = store->scratch;
  struct columns columns = { .epochs = arena_take (arena, (count + 1) * sizeof *columns.epochs),
                             .sequences = arena_take (arena, (count + 1) * sizeof *columns.sequences),
                             .ids = arena_take (arena, (count + 1) * sizeof *columns.ids),
                             .refs = arena_take (arena, (count + 1) * sizeof *columns.refs),
                             .sealed = arena_take (arena, (count + 1) * sizeof *columns.sealed),
                             .digests = arena_take (arena, (count + 1) * sizeof *columns.digests) };

  for (size_t i = 0; i < count; i++)
    {
      struct hash digest = digest_of (answers[i].id, &answers[i]);
      struct uid id = answers[i].id;
      if (taken[i])
        {
          id = other_id (&digest);
          digest = digest_of (id, &answers[i]);
        }
      columns.epochs[i] = answers[i].epoch;
      columns.sequences[i] = answers[i].sequence;
      columns.ids[i] = id;
      columns.refs[i] = answers[i].ref;
      columns.sealed[i] = sealed_of (store, id, &answers[i]);
      columns.digests[i] = arena_bytes (arena, hash_bytes (&digest));
    }
  return columns;
}

/* taken[i]: under the id of answers[i] another answer is stored. */
static enum registrar_status
find_taken (struct registrar_store *store, const struct registrar_rescue *rescue, const struct registrar_answer *answers,
            size_t count, bool *taken)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  struct uid *ids = arena_take (store->scratch, (count + 1) * sizeof *ids);
  struct text *refs = arena_take (store->scratch, (count + 1) * sizeof *refs);
  struct bytes *digests = arena_take (store->scratch, (count + 1) * sizeof *digests);
  enum registrar_status status;

  for (size_t i = 0; i < count; i++)
    {
      const struct hash digest = digest_of (answers[i].id, &answers[i]);
      ids[i] = answers[i].id;
      refs[i] = answers[i].ref;
      digests[i] = arena_bytes (store->scratch, hash_bytes (&digest));
    }
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, rescue->association), pg_uid (store->scratch, rescue->file.session),
          pg_uid_array (store->scratch, ids, count), pg_text_array (store->scratch, refs, count),
          pg_bytes_array (store->scratch, digests, count) };
    status = store_run (store, "taken_ids", params, BM_COUNT (params), &rows);
  }
  for (size_t row = 0; REGISTRAR_DONE == status && row < pg_count (rows); row++)
    taken[pg_get_i64 (rows, row, "place") - 1] = true;
  return status;
}

enum registrar_status
registrar_store_put_rescue (struct registrar_store *store, const struct registrar_rescue *rescue,
                            const struct registrar_answer *answers, size_t count)
{
  static const char *const words[] = { "done", "again", "malformed" };
  enum registrar_status status;
  bool *taken;
  size_t which;

  arena_reset (store->scratch);
  taken = arena_take (store->scratch, count + 1);
  status = find_taken (store, rescue, answers, count, taken);
  if (REGISTRAR_DONE != status)
    return status;
  {
    const struct columns columns = columns_of (store, answers, count, taken);
    const struct pg_param params[]
      = { pg_uid (store->scratch, rescue->association), pg_uid (store->scratch, rescue->id),
          pg_i32_array (store->scratch, columns.epochs, count), pg_i64_array (store->scratch, columns.sequences, count),
          pg_uid_array (store->scratch, columns.ids, count), pg_text_array (store->scratch, columns.refs, count),
          pg_bytes_array (store->scratch, columns.sealed, count), pg_bytes_array (store->scratch, columns.digests, count) };
    return store_word (store, "put_rescue", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}

enum registrar_status
registrar_store_refuse_rescue (struct registrar_store *store, const struct registrar_rescue *rescue, const char *why)
{
  static const char *const words[] = { "done" };
  size_t which;

  arena_reset (store->scratch);
  {
    const struct pg_param params[]
      = { pg_uid (store->scratch, rescue->association), pg_uid (store->scratch, rescue->id), pg_text (text_of (why)) };
    return store_word (store, "refuse_rescue", params, BM_COUNT (params), words, BM_COUNT (words), &which);
  }
}
