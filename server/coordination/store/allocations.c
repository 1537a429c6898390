#include "coordination_reviewers.h"

#include "call.h"

#include "allocation.h"

#include <string.h>

enum coordination_outcome
coordination_reviewers (struct coordination_store *store, struct coordination_asker asker, struct administration_id id,
                        json_t **doc)
{
  return coordination_read (store, asker, "reviewers", &id.uid, doc);
}

/* What is to be allocated, in an order that chance made. */
struct wanted
{
  json_t **packets; /* borrowed from the document, shuffled */
  struct allocation_packet *packet_seats;
  size_t packet_count;
  json_t **reviewers;
  struct allocation_reviewer *room;
  size_t reviewer_count;
};

static json_t **
shuffled (const json_t *list, struct arena *arena)
{
  size_t count = json_array_size (list);
  json_t **all = arena_take (arena, (count + 1) * sizeof *all);
  for (size_t i = 0; i < count; i++)
    {
      uint32_t random;
      size_t other;
      crypto_random (&random, sizeof random);
      other = random % (i + 1);
      all[i] = all[other];
      all[other] = json_array_get (list, i);
    }
  return all;
}

static bool
lists (const json_t *list, const char *text)
{
  size_t i;
  json_t *one;
  json_array_foreach (list, i, one) if (0 == strcmp (text, json_string_value (one))) return true;
  return false;
}

/* Seats of a packet that are to be filled, in order: 1 and 2, one of them, or 3. */
static const json_t *
seats_of (const struct wanted *w, size_t packet)
{
  return json_object_get (w->packets[packet], "seats");
}

static bool
may_review (const json_t *reviewer, const json_t *packet)
{
  return lists (json_object_get (reviewer, "categories"), json_string_value (json_object_get (packet, "category")))
         && ! lists (json_object_get (packet, "barred"), json_string_value (json_object_get (reviewer, "id")));
}

static struct wanted
wanted_of (const json_t *doc, struct arena *arena)
{
  struct wanted w = { .packets = shuffled (json_object_get (doc, "packets"), arena),
                      .packet_count = json_array_size (json_object_get (doc, "packets")),
                      .reviewers = shuffled (json_object_get (doc, "reviewers"), arena),
                      .reviewer_count = json_array_size (json_object_get (doc, "reviewers")) };
  w.packet_seats = arena_take (arena, (w.packet_count + 1) * sizeof *w.packet_seats);
  w.room = arena_take (arena, (w.reviewer_count + 1) * sizeof *w.room);
  for (size_t r = 0; r < w.reviewer_count; r++)
    w.room[r]
        = (struct allocation_reviewer) { (size_t) json_integer_value (json_object_get (w.reviewers[r], "load")),
                                         (size_t) json_integer_value (json_object_get (w.reviewers[r], "capacity")) };
  for (size_t p = 0; p < w.packet_count; p++)
    {
      bool *may = arena_take (arena, (w.reviewer_count + 1) * sizeof *may);
      for (size_t r = 0; r < w.reviewer_count; r++)
        may[r] = may_review (w.reviewers[r], w.packets[p]);
      w.packet_seats[p].may = may;
      w.packet_seats[p].seats = json_array_size (seats_of (&w, p));
    }
  return w;
}

/* By category and count, never by packet: who is barred from what stays unsaid. */
static json_t *
shortage (const struct wanted *w)
{
  static const char *const categories[]
      = { "specialist", "mentor-clinical", "mentor-policy", "mentor-research-faculty" };
  json_t *list = json_array ();
  for (size_t c = 0; c < BM_COUNT (categories); c++)
    {
      json_int_t seats = 0;
      for (size_t p = 0; p < w->packet_count; p++)
        if (0 == strcmp (categories[c], json_string_value (json_object_get (w->packets[p], "category"))))
          for (size_t s = 0; s < w->packet_seats[p].seats; s++)
            seats += ALLOCATION_NOBODY == w->packet_seats[p].reviewer[s] ? 1 : 0;
      if (seats > 0)
        json_array_append_new (
            list, json_pack ("{s:s, s:I, s:{s:b}}", "category", categories[c], "seats", seats, "is", categories[c], 1));
    }
  return json_pack ("{s:o}", "short", list);
}

/* Eight characters of Crockford's base 32: 40 random bits. */
static struct text
review_code (struct arena *arena)
{
  static const char digits[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  uint8_t random[8];
  char text[9] = { 0 };
  crypto_random (random, sizeof random);
  for (size_t i = 0; i < 8; i++)
    text[i] = digits[random[i] & 31];
  return text_of (arena_string (arena, text_of (text)));
}

static enum coordination_outcome
write_seats (struct coordination_store *store, struct coordination_asker asker, struct administration_id administration,
             const struct wanted *w, json_t **doc)
{
  struct arena *arena = asker.arena;
  size_t room = 2 * w->packet_count + 1;
  size_t n = 0;
  struct uid *ids = arena_take (arena, room * sizeof *ids);
  struct uid *packets = arena_take (arena, room * sizeof *packets);
  struct uid *reviewers = arena_take (arena, room * sizeof *reviewers);
  int32_t *seats = arena_take (arena, room * sizeof *seats);
  struct text *codes = arena_take (arena, room * sizeof *codes);
  struct bytes *keys = arena_take (arena, room * sizeof *keys);
  for (size_t p = 0; p < w->packet_count; p++)
    for (size_t s = 0; s < w->packet_seats[p].seats; s++, n++)
      {
        uint8_t *key = arena_take (arena, 16);
        crypto_random (key, 16);
        ids[n] = crypto_uid ();
        packets[n] = coordination_uid_of (w->packets[p], "id");
        reviewers[n] = coordination_uid_of (w->reviewers[w->packet_seats[p].reviewer[s]], "id");
        seats[n] = (int32_t) json_integer_value (json_array_get (seats_of (w, p), s));
        codes[n] = review_code (arena);
        keys[n] = bytes_of (key, 16);
      }
  struct pg_param params[]
      = { coordination_token (asker),       pg_uid (arena, administration.uid), pg_uid_array (arena, ids, n),
          pg_uid_array (arena, packets, n), pg_uid_array (arena, reviewers, n), pg_i32_array (arena, seats, n),
          pg_text_array (arena, codes, n),  pg_bytes_array (arena, keys, n) };
  return coordination_call (store, "allocate", params, BM_COUNT (params), doc);
}

enum coordination_outcome
coordination_allocate (struct coordination_store *store, struct coordination_asker asker,
                       struct administration_id administration, json_t **doc)
{
  json_t *all = NULL;
  enum coordination_outcome outcome = coordination_read (store, asker, "allocation_wanted", &administration.uid, &all);
  struct wanted w;
  *doc = NULL;
  if (COORDINATION_OK != outcome)
    {
      *doc = all;
      return outcome;
    }
  w = wanted_of (all, asker.arena);
  if (allocation_find (w.packet_seats, w.packet_count, w.room, w.reviewer_count, asker.arena) > 0)
    {
      *doc = shortage (&w);
      outcome = COORDINATION_NOT_READY;
    }
  else
    outcome = write_seats (store, asker, administration, &w, doc);
  json_decref (all);
  return outcome;
}

enum coordination_outcome
coordination_reviewer (struct coordination_store *store, struct coordination_asker asker,
                       struct administration_id administration, struct account_id account, json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, administration.uid),
                               pg_uid (asker.arena, account.uid) };
  enum coordination_outcome outcome = coordination_call (store, "reviewer", params, BM_COUNT (params), doc);
  if (COORDINATION_OK == outcome && ! coordination_open_person (store, *doc, asker.arena))
    return coordination_broken ("staff.account", doc);
  return outcome;
}

enum coordination_outcome
coordination_stop_reviewer (struct coordination_store *store, struct coordination_asker asker,
                            struct administration_id administration, struct account_id account,
                            struct coordination_stop stop)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, administration.uid),
                               pg_uid (asker.arena, account.uid), pg_bool (asker.arena, stop.for_good),
                               pg_text (stop.reason) };
  return coordination_call (store, "stop_reviewer", params, BM_COUNT (params), NULL);
}
