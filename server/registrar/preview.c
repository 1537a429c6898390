/* A batch of letters that two people look at: names left out, in no order, and with a digest of what they say. */
#include "batch.h"

/* A letter without what the roster or the board tells of its reader: with the category, the track or the day it would have a
   name wherever only one candidate has them. What the remarks are headed by tells the category too. */
static json_t *
without_reader (const json_t *letter)
{
  json_t *copy = json_deep_copy (letter);
  json_t *remark;
  size_t i;

  json_object_del (copy, "category");
  json_object_del (copy, "track");
  json_object_del (json_object_get (copy, "part1"), "date");
  json_object_del (json_object_get (copy, "part2"), "date");
  json_array_foreach (json_object_get (json_object_get (copy, "part2"), "remarks"), i, remark)
    {
      json_object_del (remark, "vignette");
      json_object_del (remark, "criterion");
    }
  json_object_del (json_object_get (copy, "retake"), "earliest");
  json_object_del (json_object_get (copy, "retake"), "request_by");
  return copy;
}

#define PATTERN_LEAST 5   /* of a kind, that one of it does not stand out */

/* Which parts a letter is about, which the roster and the board tell of everybody. Who passed everything though not both parts
   are in the letter took the other one before: that is in the roster too. -1: of nothing that was sat. */
static int
pattern_of (const json_t *letter)
{
  const bool sat1 = json_is_true (json_object_get (json_object_get (letter, "part1"), "sat"));
  const bool sat2 = json_is_true (json_object_get (json_object_get (letter, "part2"), "sat"));

  if (! sat1 && ! sat2)
    return -1;
  if (sat1 && sat2)
    return 0;
  return (sat1 ? 1 : 3) + (json_is_true (json_object_get (letter, "endorsable")) ? 1 : 0);
}

/* Does what was sat tell whose a letter is? Not where it is the same in all. */
static bool
some_stand_out (const json_t *letters)
{
  size_t counts[5] = { 0 };
  size_t kinds = 0;
  bool few = false;
  json_t *letter;
  size_t i;

  json_array_foreach (letters, i, letter)
    if (pattern_of (letter) >= 0)
      counts[pattern_of (letter)]++;
  for (size_t k = 0; k < BM_COUNT (counts); k++)
    {
      kinds += counts[k] > 0 ? 1 : 0;
      few = few || (counts[k] > 0 && counts[k] < PATTERN_LEAST);
    }
  return few && kinds > 1;
}

/* One part of every letter that has it, each for itself. Of a part that one person alone took it says only that somebody did. */
static void
add_apart (json_t *shown, const json_t *letters, const char *part)
{
  json_auto_t *pieces = json_array ();
  json_t *letter, *piece;
  size_t i;

  json_array_foreach (letters, i, letter)
    {
      piece = json_object_get (letter, part);
      if (json_is_true (json_object_get (piece, "sat")))
        json_array_append (pieces, piece);
    }
  if (1 == json_array_size (pieces))
    json_array_set_new (pieces, 0, json_pack ("{s:b}", "sat", 1));
  json_array_foreach (pieces, i, piece)
    json_array_append_new (shown, json_pack ("{s:O}", part, piece));
}

/* The letters as they are read before the release; where some of them would stand out by what their readers sat, their parts, and
   what belongs together is not told. */
static enum registrar_status
prepare (struct registrar *registrar, const struct registrar_duty *duty, const struct batch *batch,
         enum registrar_prepared *prepared)
{
  json_auto_t *whole = json_array ();
  json_auto_t *apart = json_array ();
  json_t *letter;
  size_t i;

  json_array_foreach (batch->letters, i, letter)
    json_array_append_new (whole, without_reader (letter));
  if (! some_stand_out (batch->letters))
    return registrar_store_prepare (registrar->store, duty, whole, json_array_size (whole), &batch->digest, prepared);
  add_apart (apart, whole, "part1");
  add_apart (apart, whole, "part2");
  return registrar_store_prepare (registrar->store, duty, apart, json_array_size (whole), &batch->digest, prepared);
}

enum registrar_status
registrar_preview (struct registrar *registrar, const struct registrar_duty *duty, const char **note)
{
  struct batch batch = { .letters = NULL };
  enum registrar_prepared prepared;
  enum registrar_status status = registrar_reviews_hold (registrar, duty);

  if (REGISTRAR_DONE == status)
    status = registrar_store_blocker (registrar->store, duty, registrar->arena, note);
  if (REGISTRAR_DONE != status || '\0' != (*note)[0])
    return status;
  status = batch_compute (registrar, duty, &batch);
  if (REGISTRAR_DONE != status)
    return status;
  if (0 == json_array_size (batch.letters))
    *note = "nobody";
  else
    status = prepare (registrar, duty, &batch, &prepared);
  json_decref (batch.letters);
  if (REGISTRAR_DONE != status || '\0' != (*note)[0])
    return status;
  switch (prepared)
    {
    case REGISTRAR_PREPARED:
    case REGISTRAR_SAME:
      break;
    case REGISTRAR_CONFIRMED_WAITS:
      *note = "confirmed";
      break;
    case REGISTRAR_NOTHING_NEW:
      *note = "nothing_new";
      break;
    }
  return status;
}
