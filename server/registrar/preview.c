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

static enum registrar_status
prepare (struct registrar *registrar, const struct registrar_duty *duty, const struct batch *batch,
         enum registrar_prepared *prepared)
{
  json_auto_t *shown = json_array ();
  json_t *letter;
  size_t i;

  json_array_foreach (batch->letters, i, letter)
    json_array_append_new (shown, without_reader (letter));
  return registrar_store_prepare (registrar->store, duty, shown, &batch->digest, prepared);
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
