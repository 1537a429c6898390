/* The receipts of a part as one document, for its page. */
#ifndef BM_CANDIDATE_RECEIPTS_DOCUMENT_H
#define BM_CANDIDATE_RECEIPTS_DOCUMENT_H

#include "candidate_receipts.h"
#include "wing.h"

/* For each question, at its place in the candidate's own order, its newest receipts in order; and the seals. */
json_t *receipts_document (struct arena *arena, const struct candidate_receipts *receipts) BM_MUST_USE BM_NONNULL_ALL;

/* The newest seal as the wire has it (crypto/receipt.h); NULL when there is none. */
json_t *receipts_seal (const struct candidate_seals *seals) BM_MUST_USE BM_NONNULL_ALL;

/* Of a part that has ended: {"number", "code", "at", "saves"} of the newest seal, made now if it is due. NULL: none yet, or no
   database, which is no reason to show another page. */
json_t *receipts_ended (struct candidate_store *store, const struct candidate_call *call, int part) BM_MUST_USE BM_NONNULL_ALL;

#endif
