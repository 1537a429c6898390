/* All outcomes of an administration, computed from what is stored: the same for the preview and for the release, so that
   what two people saw is what is published. */
#ifndef BM_REGISTRAR_BATCH_H
#define BM_REGISTRAR_BATCH_H

#include "work.h"

struct batch
{
  struct uid *registrations;  /* in the arena; registrations[i] gets letters[i] */
  json_t *letters;            /* array of documents as result.outcome's comment says; new reference */
  struct hash digest;         /* over ids, documents and sealed scores in this order */
};

enum registrar_status batch_compute (struct registrar *registrar, const struct registrar_duty *duty, struct batch *batch)
  BM_MUST_USE BM_NONNULL_ALL;

#endif
