/* A batch of letters that two people look at: names left out, in no order, and with a digest of what they say. */
#include "batch.h"

enum registrar_status
registrar_preview (struct registrar *registrar, const struct registrar_duty *duty, const char **note)
{
  struct batch batch = { .letters = NULL };
  enum registrar_prepared prepared;
  enum registrar_status status = registrar_store_blocker (registrar->store, duty, registrar->arena, note);

  if (REGISTRAR_DONE != status || '\0' != (*note)[0])
    return status;
  status = batch_compute (registrar, duty, &batch);
  if (REGISTRAR_DONE != status)
    return status;
  if (0 == json_array_size (batch.letters))
    *note = "nobody";
  else
    status = registrar_store_prepare (registrar->store, duty, batch.letters, &batch.digest, &prepared);
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
