/* Emergency files: opened, read strictly, and put in as late answers for a coordinator's word, without being asked. What is in one
   was sealed by whoever had the public key, so nothing in it is believed. */
#include "log.h"
#include "registrar_rescues.h"
#include "work.h"

#include <string.h>

#define ANSWERS_MOST 20000
#define TEXT_MOST 20000      /* code points, as at the desk */
#define POSITIONS_MOST 20
#define SEQUENCE_MOST (INT64_C (1) << 40)

static bool
read_i64 (const json_t *object, const char *name, int64_t least, int64_t most, int64_t *value)
{
  const json_t *entry = json_object_get (object, name);

  *value = json_integer_value (entry);
  return json_is_integer (entry) && *value >= least && *value <= most;
}

static struct text
text_in (const json_t *entry)
{
  return json_is_string (entry) ? text_from (json_string_value (entry), json_string_length (entry)) : text_of ("");
}

static bool
read_choice (const json_t *entry, struct registrar_answer *answer)
{
  const struct text word = text_in (entry);

  answer->kind = REGISTRAR_CHOICE;
  if (1 != word.length || NULL == strchr ("ABCD-", word.at[0]))
    return false;
  answer->choice = '-' == word.at[0] ? 0 : word.at[0];
  return true;
}

static bool
read_text (const json_t *entry, struct registrar_answer *answer)
{
  answer->kind = REGISTRAR_TEXT;
  answer->text = text_in (entry);
  return json_is_string (entry) && text_is_utf8 (answer->text) && text_code_points (answer->text) <= TEXT_MOST;
}

/* Forms say positions as texts, so the wire does. */
static bool
read_positions (const json_t *entry, struct arena *arena, struct registrar_answer *answer)
{
  const size_t count = json_array_size (entry);
  int64_t *positions = arena_take (arena, (POSITIONS_MOST + 1) * sizeof *positions);

  answer->kind = REGISTRAR_VIGNETTES;
  answer->positions = positions;
  answer->position_count = count;
  if (! json_is_array (entry) || count > POSITIONS_MOST)
    return false;
  for (size_t i = 0; i < count; i++)
    {
      const json_t *one = json_array_get (entry, i);
      positions[i] = json_integer_value (one);
      if (json_is_string (one) ? ! text_to_i64 (text_in (one), 1, POSITIONS_MOST, &positions[i])
                               : ! json_is_integer (one) || positions[i] < 1 || positions[i] > POSITIONS_MOST)
        return false;
    }
  return true;
}

/* What kind of answer it is follows from what it answers, as at the desk. */
static bool
read_content (const json_t *object, struct arena *arena, struct registrar_answer *answer)
{
  if (text_starts (answer->ref, "item."))
    return read_choice (json_object_get (object, "choice"), answer);
  if (text_starts (answer->ref, "prompt."))
    return read_text (json_object_get (object, "text"), answer);
  return text_is (answer->ref, "choice") && read_positions (json_object_get (object, "vignettes"), arena, answer);
}

static bool
read_answer (const json_t *object, struct arena *arena, struct registrar_answer *answer)
{
  int64_t epoch = 0;
  const bool read = read_i64 (object, "epoch", 1, INT32_MAX, &epoch)
                    && read_i64 (object, "sequence", 1, SEQUENCE_MOST, &answer->sequence)
                    && uid_parse (text_in (json_object_get (object, "save_id")), &answer->id);

  answer->epoch = (int32_t) epoch;
  answer->ref = text_in (json_object_get (object, "ref"));
  return read && 5 == json_object_size (object) && read_content (object, arena, answer);
}

struct contents
{
  struct registrar_answer *answers;
  size_t count;
};

/* "" when all is well, else a word of work.rescue.why. */
static const char *
read_contents (const json_t *root, struct uid session, struct arena *arena, struct contents *contents)
{
  const json_t *saves = json_object_get (root, "saves");
  struct uid inside;
  int64_t made_at;

  if (! uid_parse (text_in (json_object_get (root, "session")), &inside) || ! read_i64 (root, "made_at_ms", 0, INT64_MAX, &made_at)
      || ! json_is_array (saves) || 3 != json_object_size (root) || json_array_size (saves) > ANSWERS_MOST)
    return "malformed";
  if (0 != memcmp (inside.bytes, session.bytes, sizeof inside.bytes))
    return "other_session";
  contents->count = json_array_size (saves);
  contents->answers = arena_take (arena, (contents->count + 1) * sizeof *contents->answers);
  for (size_t i = 0; i < contents->count; i++)
    if (! read_answer (json_array_get (saves, i), arena, &contents->answers[i]))
      return "malformed";
  return "";
}

/* Its texts are the document's, so they go into the database while it lives. */
static enum registrar_status
put_in (struct registrar *registrar, const struct registrar_rescue *rescue, struct bytes plain)
{
  json_auto_t *root = json_loadb ((const char *) plain.at, plain.length, JSON_REJECT_DUPLICATES, NULL);
  struct contents contents = { NULL, 0 };
  const char *why = read_contents (root, rescue->file.session, registrar->arena, &contents);

  if ('\0' != why[0])
    return registrar_store_refuse_rescue (registrar->store, rescue, why);
  return registrar_store_put_rescue (registrar->store, rescue, contents.answers, contents.count);
}

static enum registrar_status
open_one (struct registrar *registrar, const struct registrar_rescue *rescue)
{
  struct bytes plain;

  arena_reset (registrar->arena);
  switch (registrar_store_open_rescue (registrar->store, rescue, registrar->arena, &plain))
    {
    case RESCUE_OPEN:
      return put_in (registrar, rescue, plain);
    case RESCUE_SHUT:
      return registrar_store_refuse_rescue (registrar->store, rescue, "shut");
    case RESCUE_NO_AES:
      log_event (LOG_LEVEL_ERROR, "no_aes_instructions", "what=rescue");
      return registrar_store_refuse_rescue (registrar->store, rescue, "no_aes");
    }
  return REGISTRAR_BROKEN;
}

enum registrar_status
registrar_rescue (struct registrar *registrar)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  enum registrar_status status = registrar_store_rescues (registrar->store, &list);

  for (size_t i = 0; REGISTRAR_AWAY != status && i < registrar_list_count (list); i++)
    {
      struct registrar_rescue rescue;
      const enum registrar_status one
        = registrar_store_rescue (list, i, &rescue) ? open_one (registrar, &rescue) : REGISTRAR_BROKEN;
      if (REGISTRAR_DONE != one)
        status = one;
    }
  return status;
}
