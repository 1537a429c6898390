/* The part of the registrar's store for remarks on their way to candidates. */
#ifndef BM_REGISTRAR_FEEDBACK_H
#define BM_REGISTRAR_FEEDBACK_H

#include "registrar_store.h"

struct registrar_feedback
{
  struct registrar_ready of;     /* the decided packet: association, packet, pages, criteria, content */
  struct uid administration;
  struct hash basis;             /* of the decision that its reviews stand for */
  bool present;                  /* there is a proposal, for an earlier decision: what follows is of it */
  struct uid id;
  int version;
  int link_version;
  json_t *text;                  /* as result.feedback_text.sealed says; new reference */
  json_t *link;                  /* as bridge.feedback_link.sealed says; new reference */
};

/* Packets whose remarks are to be merged. */
enum registrar_status registrar_store_feedback_work (struct registrar_store *store, struct pg_rows **list)
  BM_MUST_USE BM_NONNULL_ALL;
enum registrar_status registrar_store_feedback (struct registrar_store *store, const struct pg_rows *list, size_t row,
                                                struct registrar_feedback *feedback) BM_MUST_USE BM_NONNULL_ALL;
void registrar_feedback_free (struct registrar_feedback *feedback) BM_NONNULL_ALL;

/* Under a new random id and code. */
enum registrar_status registrar_store_put_feedback (struct registrar_store *store, const struct registrar_feedback *feedback,
                                                    const json_t *text, const json_t *link) BM_MUST_USE BM_NONNULL_ALL;
/* text NULL: nothing in it changed, and what was approved stays approved. A version that a coordinator made meanwhile is left as it
   is, and the packet comes again. */
enum registrar_status registrar_store_renew_feedback (struct registrar_store *store, const struct registrar_feedback *feedback,
                                                      const json_t *text, const json_t *link) BM_MUST_USE BM_NONNULL (1, 2, 4);

/* What a row of registrar_store_outcome_work says of approved remarks; both NULL when nothing is approved. New references. */
enum registrar_status registrar_store_approved (struct registrar_store *store, const struct pg_rows *list, size_t row,
                                                json_t **text, json_t **link) BM_MUST_USE BM_NONNULL_ALL;

#endif
