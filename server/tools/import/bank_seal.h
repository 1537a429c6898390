/* What the database keeps of each thing of a bank: a fresh id, its text sealed to that id, the digest by which a later
   import tells whether it has changed (schema/migrations/0005-bank.sql). */
#ifndef BM_BANK_SEAL_H
#define BM_BANK_SEAL_H

#include "bank.h"
#include "crypto.h"
#include "keyring.h"

struct bank_sealed
{
  struct uid id;
  struct bytes text;
  struct bytes key;     /* items only */
  struct bytes digest;
};

struct bank_sealed bank_seal_item (const struct keyring *ring, const struct bank_item *item, struct arena *arena) BM_NONNULL_ALL;
struct bank_sealed bank_seal_vignette (const struct keyring *ring, const struct bank_vignette *vignette, struct arena *arena)
  BM_NONNULL_ALL;
struct bank_sealed bank_seal_rubric (const struct keyring *ring, const struct bank_rubric *rubric, struct arena *arena)
  BM_NONNULL_ALL;

/* Responses and agreed levels together, under the kind of keys. */
struct bank_sealed bank_seal_calibration (const struct keyring *ring, const struct bank_calibration *calibration,
                                          struct arena *arena) BM_NONNULL_ALL;

/* Nothing of a form is secret: id and digest only. */
struct bank_sealed bank_seal_form (const struct bank_form *form, struct arena *arena) BM_NONNULL_ALL;

#endif
