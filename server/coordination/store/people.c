#include "call.h"

#include <stdlib.h>
#include <string.h>

enum coordination_outcome
coordination_staff (struct coordination_store *store, struct coordination_asker asker, json_t **doc)
{
  return coordination_read (store, asker, "staff", NULL, doc);
}

/* identity: {"name", "email"}. */
static struct bytes
seal_account (struct coordination_store *store, json_t *steal_identity, struct text employer, struct uid account,
              struct arena *arena)
{
  struct seal_place place = { KEY_IDENTITY, "staff.account.sealed", account, 0 };
  struct bytes sealed;
  char *plain;
  if (0 != employer.length)
    json_object_set_new (steal_identity, "employer", json_stringn (employer.at, employer.length));
  plain = json_dumps (steal_identity, JSON_COMPACT);
  sealed = seal (store->keyring, place, bytes_of_text (text_of (plain)), arena);
  explicit_bzero (plain, strlen (plain));
  free (plain);
  json_decref (steal_identity);
  return sealed;
}

static struct bytes
seal_new (struct coordination_store *store, const struct coordination_new_staff *person, struct uid account, struct arena *arena)
{
  return seal_account (store,
                       json_pack ("{s:s%, s:s%}", "name", person->name.at, person->name.length, "email", person->email.at,
                                  person->email.length),
                       person->employer, account, arena);
}

/* The code is made beforehand and shown only if the database took it. */
static struct hash
new_code (char code[CODE_ROOM])
{
  struct hash hash = { { 0 } };
  code_new (code);
  if (CODE_FORM_GOOD != code_hash (text_of (code), &hash))
    memset (&hash, 0, sizeof hash);
  return hash;
}

static void
show_code (json_t *doc, const char *code)
{
  if (json_is_true (json_object_get (doc, "code_valid")))
    json_object_set_new (doc, "code", json_string (code));
  json_object_del (doc, "code_valid");
}

enum coordination_outcome
coordination_add_staff (struct coordination_store *store, struct coordination_asker asker,
                        const struct coordination_new_staff *person, json_t **doc)
{
  struct arena *arena = asker.arena;
  char code[CODE_ROOM];
  struct hash hash = new_code (code);
  struct hash email = seal_lookup (store->keyring, KEY_STAFF_LOOKUP, person->email);
  struct uid account = crypto_uid ();
  struct pg_param params[] = { coordination_token (asker),
                               pg_uid (arena, account),
                               pg_bytes (seal_new (store, person, account, arena)),
                               pg_bytes (hash_bytes (&email)),
                               pg_i32 (arena, person->appointment.rights),
                               pg_text_array (arena, person->appointment.categories, person->appointment.category_count),
                               pg_i32 (arena, person->appointment.capacity),
                               pg_bytes (hash_bytes (&hash)) };
  enum coordination_outcome outcome = coordination_call (store, "add_staff", params, BM_COUNT (params), doc);
  if (COORDINATION_OK == outcome)
    {
      json_object_set_new (*doc, "name", json_stringn (person->name.at, person->name.length));
      json_object_set_new (*doc, "email", json_stringn (person->email.at, person->email.length));
      show_code (*doc, code);
    }
  return outcome;
}

/* False: an entry does not open. */
static bool
open_conflicts (struct coordination_store *store, json_t *list, struct arena *arena)
{
  json_t *one;
  size_t i;
  json_array_foreach (list, i, one)
    {
      struct seal_place place = { KEY_IDENTITY, "staff.conflict.sealed", coordination_uid_of (one, "id"), 0 };
      json_t *known = coordination_open (store, one, "sealed", place, arena);
      if (NULL == known)
        return false;
      json_object_set_new (one, "of", known);
    }
  return true;
}

static bool
open_employer (struct coordination_store *store, json_t *doc, struct arena *arena)
{
  struct seal_place place = { KEY_IDENTITY, "staff.account.sealed", coordination_uid_of (doc, "account"), 0 };
  json_t *own = coordination_open (store, doc, "own", place, arena);
  json_t *employer = json_object_get (own, "employer");
  if (NULL != employer)
    json_object_set (json_object_get (doc, "entered"), "employer", employer);
  json_decref (own);
  return NULL != own;
}

enum coordination_outcome
coordination_staff_member (struct coordination_store *store, struct coordination_asker asker, struct account_id account,
                           json_t **doc)
{
  enum coordination_outcome outcome = coordination_read (store, asker, "staff_member", &account.uid, doc);
  if (COORDINATION_OK == outcome
      && (! open_employer (store, *doc, asker.arena)
          || ! open_conflicts (store, json_object_get (*doc, "conflicts"), asker.arena)))
    return coordination_broken ("staff.conflict", doc);
  return outcome;
}

enum coordination_outcome
coordination_change_staff (struct coordination_store *store, struct coordination_asker asker, struct account_id account,
                           struct text employer, const struct coordination_appointment *appointment)
{
  struct arena *arena = asker.arena;
  json_t *member = NULL;
  enum coordination_outcome outcome = coordination_staff_member (store, asker, account, &member);
  if (COORDINATION_OK != outcome)
    return outcome;
  {
    const json_t *entered = json_object_get (member, "entered");
    const bool moved = ! text_equal (employer, text_of (json_string_value (json_object_get (entered, "employer"))));
    json_t *identity = json_pack ("{s:O, s:O}", "name", json_object_get (member, "name"), "email",
                                  json_object_get (member, "email"));
    struct pg_param params[] = { coordination_token (asker), pg_uid (arena, account.uid),
                                 pg_i32 (arena, appointment->rights),
                                 pg_text_array (arena, appointment->categories, appointment->category_count),
                                 pg_i32 (arena, appointment->capacity),
                                 pg_null () };
    const struct bytes sealed = seal_account (store, identity, employer, account.uid, arena);
    if (moved)
      params[5] = pg_bytes (sealed);
    json_decref (member);
    return coordination_call (store, "change_staff", params, BM_COUNT (params), NULL);
  }
}

enum coordination_outcome
coordination_reset_staff (struct coordination_store *store, struct coordination_asker asker, struct account_id account,
                          json_t **doc)
{
  char code[CODE_ROOM];
  struct hash hash = new_code (code);
  struct pg_param params[]
      = { coordination_token (asker), pg_uid (asker.arena, account.uid), pg_bytes (hash_bytes (&hash)) };
  enum coordination_outcome outcome = coordination_call (store, "reset_staff", params, BM_COUNT (params), doc);
  if (COORDINATION_OK != outcome)
    return outcome;
  if (! coordination_open_person (store, *doc, asker.arena))
    return coordination_broken ("staff.account", doc);
  show_code (*doc, code);
  return outcome;
}

enum coordination_outcome
coordination_audit (struct coordination_store *store, struct coordination_asker asker,
                    const struct administration_id *administration, json_t **doc)
{
  struct pg_param params[]
      = { coordination_token (asker), NULL == administration ? pg_null () : pg_uid (asker.arena, administration->uid) };
  enum coordination_outcome outcome = coordination_call (store, "audit_events", params, BM_COUNT (params), doc);
  if (COORDINATION_OK == outcome
      && ! coordination_open_people (store, json_object_get (*doc, "events"), false, asker.arena))
    return coordination_broken ("staff.account", doc);
  return outcome;
}

enum coordination_outcome
coordination_bank (struct coordination_store *store, struct coordination_asker asker, json_t **doc)
{
  return coordination_read (store, asker, "bank", NULL, doc);
}
