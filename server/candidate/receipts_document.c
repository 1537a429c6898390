#include "receipts_document.h"

#include "base64url.h"

#include <string.h>

#define DIGEST_SHOWN 12    /* characters */
#define SEAL_JSON_MOST 1024

struct group
{
  const char *kind;        /* item, prompt, choice, or other: no question of the form */
  int64_t place, number;   /* of the question, and of the prompt in it; 0: none */
  const char *ref;         /* NULL: whatever no other group has taken */
};

struct listing
{
  struct arena *arena;
  const struct candidate_receipts *receipts;
  bool *taken;             /* [i]: receipts->list[i] stands in a group */
  json_t *questions;
};

static const char *
base64url (struct arena *arena, const void *bytes, size_t length)
{
  char *text = arena_take (arena, BASE64URL_LENGTH (length) + 1);

  (void) base64url_print (bytes, length, text);
  return text;
}

static json_t *
row_of (struct arena *arena, const struct candidate_receipt *receipt)
{
  const char *digest = base64url (arena, receipt->digest.bytes, HASH_BYTES);

  return wing_made (json_pack ("{s:I, s:I, s:b, s:s, s:s, s:b, s:b, s:b, s:b}", "revision", (json_int_t) receipt->sequence,
                               "epoch", (json_int_t) receipt->epoch, "later_login", receipt->epoch > 1, "at", receipt->at, "digest",
                               receipt->proved ? arena_printf (arena, "%.*s", DIGEST_SHOWN, digest) : "", "proved",
                               receipt->proved, "late", receipt->late, "let_in", receipt->let_in, "counts", receipt->counts));
}

/* Left out where there is nothing to say: pages test for it. */
static json_t *
number_or_none (size_t number)
{
  return 0 == number ? NULL : wing_made (json_integer ((json_int_t) number));
}

static void
add_group (struct listing *listing, const struct group *group)
{
  const struct candidate_receipts *receipts = listing->receipts;
  size_t count = 0;
  json_t *rows = wing_made (json_array ());
  json_t *earlier;

  for (size_t i = 0; i < receipts->count; i++)
    if (! listing->taken[i] && (NULL == group->ref || 0 == strcmp (group->ref, receipts->list[i].ref)))
      {
        listing->taken[i] = true;
        count = receipts->list[i].together;
        (void) json_array_append_new (rows, row_of (listing->arena, &receipts->list[i]));
      }
  if (0 == count)
    {
      json_decref (rows);
      return;
    }
  earlier = number_or_none (count - json_array_size (rows));
  (void) json_array_append_new (
    listing->questions, wing_made (json_pack ("{s:{s:b}, s:I, s:I, s:I, s:o*, s:o}", "is", group->kind, true, "place",
                                              (json_int_t) group->place, "number", (json_int_t) group->number, "count",
                                              (json_int_t) count, "earlier", earlier, "receipts", rows)));
}

static void
add_place (struct listing *listing, size_t index)
{
  const struct candidate_form *form = listing->receipts->form;
  const int position = listing->receipts->positions[index];
  const int64_t place = (int64_t) index + 1;
  const struct candidate_vignette *vignette;

  if (1 == listing->receipts->session.part)
    {
      add_group (listing, &(struct group) { "item", place, 0, arena_printf (listing->arena, "item.%d", position) });
      return;
    }
  vignette = &form->vignettes[position - 1];
  for (size_t i = 0; i < vignette->prompt_count; i++)
    add_group (listing, &(struct group) { "prompt", place, (int64_t) i + 1,
                                          arena_printf (listing->arena, "prompt.%d.%s", position, vignette->prompts[i].id) });
}

static json_t *
questions_of (struct arena *arena, const struct candidate_receipts *receipts)
{
  struct listing listing = { arena, receipts, arena_take (arena, receipts->count + 1), wing_made (json_array ()) };

  for (size_t i = 0; i < receipts->form->count; i++)
    add_place (&listing, i);
  add_group (&listing, &(struct group) { "choice", 0, 0, "choice" });
  add_group (&listing, &(struct group) { "other", 0, 0, NULL });
  return listing.questions;
}

static json_t *
seal_of (const struct candidate_seal *seal)
{
  return wing_made (json_pack ("{s:I, s:s, s:s, s:I}", "number", (json_int_t) seal->number, "code", seal->code, "at", seal->at,
                               "saves", (json_int_t) seal->seal.saves));
}

static json_t *
newest_of (struct arena *arena, const struct candidate_receipts *receipts)
{
  const struct candidate_seal *seal = &receipts->seals.list[receipts->seals.count - 1];
  json_t *made = seal_of (seal);

  (void) json_object_set_new (made, "root", json_string (base64url (arena, seal->seal.root.bytes, HASH_BYTES)));
  (void) json_object_set_new (made, "signature",
                              json_string (base64url (arena, seal->signature.bytes, sizeof seal->signature.bytes)));
  (void) json_object_set_new (made, "whole", json_boolean (receipts->proved == seal->seal.saves));
  return made;
}

/* How many seals are older than those that are listed. */
static size_t
count_unlisted (const struct candidate_seals *seals)
{
  return 0 == seals->count ? 0 : (size_t) seals->list[0].number - 1;
}

json_t *
receipts_document (struct arena *arena, const struct candidate_receipts *receipts)
{
  const struct candidate_seals *seals = &receipts->seals;
  const struct candidate_session *session = &receipts->session;
  json_t *questions = questions_of (arena, receipts);
  json_t *older = wing_made (json_array ());
  char id[UID_TEXT_ROOM];

  uid_print (session->id, id);
  for (size_t i = 1; i < seals->count; i++)
    (void) json_array_append_new (older, seal_of (&seals->list[i - 1]));
  return wing_made (json_pack (
    "{s:i, s:b, s:s, s:s, s:s, s:s, s:s*, s:s*, s:b, s:b, s:b, s:i, s:i, s:o*, s:o*, s:o, s:o*, s:b, s:o, s:o*, s:s}", "part",
    session->part, "first", 1 == session->part, "association", receipts->association, "title", receipts->title, "zone",
    receipts->zone, "session", id, "handed_in", wing_filled (session->handed_in), "closed", wing_filled (session->closed),
    "stopped", session->stopped, "ended", SESSION_CLOSED == session->state, "has_saves", 0 != receipts->saves, "saves",
    (int) receipts->saves, "answered", (int) json_array_size (questions), "late", number_or_none (receipts->late), "unproved",
    number_or_none (receipts->saves - receipts->proved), "questions", questions, "seal",
    0 == seals->count ? NULL : newest_of (arena, receipts), "has_older", 0 != json_array_size (older), "older", older, "unlisted",
    number_or_none (count_unlisted (seals)), "file", wing_path (arena, session->part, "receipts.json", 0)));
}

json_t *
receipts_seal (const struct candidate_seals *seals)
{
  struct buf json BM_CLEANUP (buf_free) = buf_new (SEAL_JSON_MOST);

  if (0 == seals->count)
    return NULL;
  receipt_seal_print (&seals->list[seals->count - 1].seal, &seals->list[seals->count - 1].signature, &json);
  return wing_made (json_loadb (json.at, json.length, 0, NULL));
}

json_t *
receipts_ended (struct candidate_store *store, const struct candidate_call *call, int part)
{
  struct candidate_seals seals;

  if (CANDIDATE_DONE != candidate_store_seal (store, call, part, &seals) || 0 == seals.count)
    return NULL;
  return seal_of (&seals.list[seals.count - 1]);
}
