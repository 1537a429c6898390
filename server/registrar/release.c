/* The act of publication. All is computed anew: when it is no longer what was confirmed, nothing is published, and the batch is
   dropped, so that it can be prepared and confirmed again. */
#include "agreement_documents.h"
#include "batch.h"

#include <string.h>

static enum registrar_status
publish (struct registrar *registrar, const struct registrar_duty *duty, const struct registrar_release *release,
         const struct batch *batch, bool *published)
{
  json_auto_t *agreement = NULL;
  const enum registrar_status status = agreement_documents (registrar, duty, &agreement);

  return REGISTRAR_DONE != status ? status
                                  : registrar_store_publish (registrar->store, duty, release, batch->registrations,
                                                             batch->letters, agreement, published);
}

static enum registrar_status
publish_or_drop (struct registrar *registrar, const struct registrar_duty *duty, const struct registrar_release *release,
                 const char **note)
{
  struct batch batch = { .letters = NULL };
  bool published = false;
  enum registrar_status status = registrar_reviews_hold (registrar, duty);

  if (REGISTRAR_DONE == status)
    status = registrar_store_blocker (registrar->store, duty, registrar->arena, note);
  if (REGISTRAR_DONE == status && '\0' == (*note)[0])
    {
      status = batch_compute (registrar, duty, &batch);
      if (REGISTRAR_DONE == status && 0 == memcmp (batch.digest.bytes, release->digest.bytes, sizeof batch.digest.bytes))
        status = publish (registrar, duty, release, &batch, &published);
      if (REGISTRAR_DONE == status && ! published)
        *note = "changed";
      json_decref (batch.letters);
    }
  if (REGISTRAR_AWAY == status || published)
    return status;
  return REGISTRAR_AWAY == registrar_store_drop (registrar->store, duty, release) ? REGISTRAR_AWAY : status;
}

enum registrar_status
registrar_release (struct registrar *registrar, const struct registrar_duty *duty, const char **note)
{
  struct registrar_release release;
  enum registrar_confirmed confirmed;
  enum registrar_status status = registrar_store_confirmed (registrar->store, duty, &release, &confirmed);

  *note = "";
  if (REGISTRAR_DONE != status)
    return status;
  switch (confirmed)
    {
    case REGISTRAR_CONFIRMED:
      return publish_or_drop (registrar, duty, &release, note);
    case REGISTRAR_RELEASED:
      break;  /* it was published and the database went away before the duty was finished */
    case REGISTRAR_NOT_CONFIRMED:
      *note = "not_confirmed";
      break;
    }
  return status;
}
