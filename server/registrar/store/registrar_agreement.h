/* Reviewed packets in the registrar's store, for figures of agreement. */
#ifndef BM_REGISTRAR_AGREEMENT_H
#define BM_REGISTRAR_AGREEMENT_H

#include "registrar_store.h"

struct registrar_reviewed
{
  struct registrar_ready packet;  /* association, packet, scale and pass percentage; its content is a new reference */
  struct text category;           /* borrowed from the list, like reviewers */
  struct text reviewers;          /* of the locked reviews by seat, with a space between */
};

/* Decided live packets, in an order that is drawn anew each time. */
enum registrar_status registrar_store_agreement_work (struct registrar_store *store, const struct registrar_duty *duty,
                                                      struct pg_rows **list) BM_MUST_USE BM_NONNULL_ALL;
enum registrar_status registrar_store_agreement_packet (struct registrar_store *store,
                                                        const struct registrar_duty *duty, const struct pg_rows *list,
                                                        size_t row, struct registrar_reviewed *reviewed)
  BM_MUST_USE BM_NONNULL_ALL;

#endif
