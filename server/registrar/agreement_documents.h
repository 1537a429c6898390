/* What is kept of the reviews of an administration for figures of agreement: written with its release, so that nothing of it can
   be seen before. It says who gave which levels, and nothing that leads from there to a packet or to a candidate. */
#ifndef BM_REGISTRAR_AGREEMENT_DOCUMENTS_H
#define BM_REGISTRAR_AGREEMENT_DOCUMENTS_H

#include "work.h"

/* *documents: an array, one for each category and rubric, as result.agreement's comment says; new reference. BROKEN: a review or a
   packet does not open, or is not what it should be. */
enum registrar_status agreement_documents (struct registrar *registrar, const struct registrar_duty *duty, json_t **documents)
  BM_MUST_USE BM_NONNULL_ALL;

#endif
