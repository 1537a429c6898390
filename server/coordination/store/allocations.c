#include "coordination_reviewers.h"

#include "call.h"

#include "allocation.h"
#include "draw.h"

#include <stdlib.h>
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

struct lot
{
  uint64_t drawn;
  json_t *one;
};

static int
by_lot (const void *a, const void *b)
{
  const struct lot *x = a;
  const struct lot *y = b;
  return (x->drawn > y->drawn) - (x->drawn < y->drawn);
}

/* Each member draws a lot, and the lots are put in order. */
static json_t **
shuffled (const json_t *list, struct arena *arena)
{
  size_t count = json_array_size (list);
  struct lot *lots = arena_take (arena, (count + 1) * sizeof *lots);
  json_t **all = arena_take (arena, (count + 1) * sizeof *all);
  for (size_t i = 0; i < count; i++)
    {
      struct uid id = coordination_uid_of (json_array_get (list, i), "id");
      lots[i].one = json_array_get (list, i);
      crypto_draw ("lot", bytes_of (id.bytes, sizeof id.bytes), &lots[i].drawn, sizeof lots[i].drawn);
    }
  qsort (lots, count, sizeof *lots, by_lot);
  for (size_t i = 0; i < count; i++)
    all[i] = lots[i].one;
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

/* What each reviewer holds already and may hold. */
static void
take_room (struct wanted *w)
{
  for (size_t r = 0; r < w->reviewer_count; r++)
    w->room[r]
        = (struct allocation_reviewer) { (size_t) json_integer_value (json_object_get (w->reviewers[r], "load")),
                                         (size_t) json_integer_value (json_object_get (w->reviewers[r], "capacity")) };
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
  take_room (&w);
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

/* A list by category and count, never by packet: who is barred from what stays unsaid. */
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
  return list;
}

/* What is written for each seat that is given. */
struct given
{
  struct uid *ids;
  struct uid *packets;
  struct uid *reviewers;
  int32_t *seats;
  struct text *codes;
  struct bytes *order_keys;
  struct bytes *draft_keys;
  size_t count;
};

static struct given
room_for_seats (size_t room, struct arena *arena)
{
  return (struct given) { .ids = arena_take (arena, room * sizeof (struct uid)),
                          .packets = arena_take (arena, room * sizeof (struct uid)),
                          .reviewers = arena_take (arena, room * sizeof (struct uid)),
                          .seats = arena_take (arena, room * sizeof (int32_t)),
                          .codes = arena_take (arena, room * sizeof (struct text)),
                          .order_keys = arena_take (arena, room * sizeof (struct bytes)),
                          .draft_keys = arena_take (arena, room * sizeof (struct bytes)) };
}

static struct bytes
drawn_key (const char *purpose, struct bytes of, size_t length, struct arena *arena)
{
  uint8_t *key = arena_take (arena, length);
  crypto_draw (purpose, of, key, length);
  return bytes_of (key, length);
}

/* All that chance decides about a seat is drawn of who gets what. */
static void
give_seat (struct given *given, struct uid packet, struct uid reviewer, int32_t seat, struct arena *arena)
{
  const struct uid both[2] = { packet, reviewer };
  const struct bytes of = bytes_of (both, sizeof both);
  const size_t n = given->count++;
  char code[DRAW_CODE_ROOM];
  crypto_draw_code ("code", of, code);
  given->ids[n] = crypto_draw_uid ("allocation", of);
  given->packets[n] = packet;
  given->reviewers[n] = reviewer;
  given->seats[n] = seat;
  given->codes[n] = text_of (arena_string (arena, text_of (code)));
  given->order_keys[n] = drawn_key ("order", of, 16, arena);
  given->draft_keys[n] = drawn_key ("draft", of, 32, arena);
}

static enum coordination_outcome
write_seats (struct coordination_store *store, struct coordination_asker asker, struct administration_id administration,
             const struct wanted *w, json_t **doc)
{
  struct arena *arena = asker.arena;
  struct given given = room_for_seats (2 * w->packet_count + 1, arena);
  for (size_t p = 0; p < w->packet_count; p++)
    for (size_t s = 0; s < w->packet_seats[p].seats && ALLOCATION_NOBODY != w->packet_seats[p].reviewer[s]; s++)
      give_seat (&given, coordination_uid_of (w->packets[p], "id"),
                 coordination_uid_of (w->reviewers[w->packet_seats[p].reviewer[s]], "id"),
                 (int32_t) json_integer_value (json_array_get (seats_of (w, p), s)), arena);
  struct pg_param params[]
      = { coordination_token (asker),
          pg_uid (arena, administration.uid),
          pg_uid_array (arena, given.ids, given.count),
          pg_uid_array (arena, given.packets, given.count),
          pg_uid_array (arena, given.reviewers, given.count),
          pg_i32_array (arena, given.seats, given.count),
          pg_text_array (arena, given.codes, given.count),
          pg_bytes_array (arena, given.order_keys, given.count),
          pg_bytes_array (arena, given.draft_keys, given.count) };
  return coordination_call (store, "allocate", params, BM_COUNT (params), doc);
}

/* Some packets must stay without reviewers. What is short is told as it is when as many seats as can be are filled; what is
   given is whole packets. */
static enum coordination_outcome
give_what_can_be (struct coordination_store *store, struct coordination_asker asker, struct administration_id administration,
                  struct wanted *w, json_t **doc)
{
  json_auto_t *list = shortage (w);
  enum coordination_outcome outcome = COORDINATION_OK;
  take_room (w);
  if (allocation_find_whole (w->packet_seats, w->packet_count, w->room, w->reviewer_count, asker.arena) > 0)
    outcome = write_seats (store, asker, administration, w, doc);
  if (COORDINATION_OK != outcome)
    return outcome;
  if (NULL == *doc)
    *doc = json_pack ("{s:i}", "seats", 0);
  json_object_set (*doc, "short", list);
  return COORDINATION_NOT_READY;
}

enum coordination_outcome
coordination_allocate (struct coordination_store *store, struct coordination_asker asker,
                       struct administration_id administration, json_t **doc)
{
  json_auto_t *all = NULL;
  enum coordination_outcome outcome = coordination_read (store, asker, "allocation_wanted", &administration.uid, &all);
  struct wanted w;
  *doc = NULL;
  if (COORDINATION_OK != outcome)
    {
      *doc = json_incref (all);
      return outcome;
    }
  w = wanted_of (all, asker.arena);
  if (allocation_find (w.packet_seats, w.packet_count, w.room, w.reviewer_count, asker.arena) > 0)
    return give_what_can_be (store, asker, administration, &w, doc);
  return write_seats (store, asker, administration, &w, doc);
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

enum coordination_outcome
coordination_reviewer_pause (struct coordination_store *store, struct coordination_asker asker,
                             struct administration_id administration, struct account_id account, json_t **doc)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, administration.uid),
                               pg_uid (asker.arena, account.uid) };
  enum coordination_outcome outcome = coordination_call (store, "reviewer_pause", params, BM_COUNT (params), doc);
  if (COORDINATION_OK == outcome && ! coordination_open_person (store, *doc, asker.arena))
    return coordination_broken ("staff.account", doc);
  return outcome;
}

enum coordination_outcome
coordination_end_pause (struct coordination_store *store, struct coordination_asker asker,
                        struct administration_id administration, struct account_id account, struct text how, struct text reason)
{
  struct pg_param params[] = { coordination_token (asker), pg_uid (asker.arena, administration.uid),
                               pg_uid (asker.arena, account.uid), pg_text (how), pg_text (reason) };
  return coordination_call (store, "end_pause", params, BM_COUNT (params), NULL);
}
