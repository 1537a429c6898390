/* Practice and control packets: what the bank holds of them, and how far off reviewers were. */
#ifndef BM_REGISTRAR_STORE_CALIBRATION_H
#define BM_REGISTRAR_STORE_CALIBRATION_H

#include "registrar_store.h"

/* One packet that may be given to a reviewer. */
struct registrar_choice
{
  struct uid association, administration, reviewer, calibration;
  struct text category, purpose;  /* borrowed from the list */
  struct hash digest;             /* of its text */
  bool seen;                      /* the reviewer was given it before */
  int wanted;                     /* how many of all that are the same in all but calibration, digest and seen */
};

/* What chance decides about a packet that is given is drawn of this. */
struct registrar_drawn_of
{
  struct hash digest;
  struct uid reviewer;
};

/* Rows of registrar_store_choice; those of one reviewer, category and purpose follow each other. */
enum registrar_status registrar_store_calibration_work (struct registrar_store *store, struct pg_rows **list)
  BM_MUST_USE BM_NONNULL_ALL;
struct registrar_choice registrar_store_choice (const struct pg_rows *list, size_t row) BM_NONNULL_ALL;
/* Of packing: form, content and rubric. BROKEN: one of them does not open. */
enum registrar_status registrar_store_calibration_packing (struct registrar_store *store, const struct pg_rows *list, size_t row,
                                                           struct registrar_packing *packing) BM_MUST_USE BM_NONNULL_ALL;
/* Under a code of its own, and known to no other table. Nothing happens when it is not wanted any more. */
enum registrar_status registrar_store_put_calibration (struct registrar_store *store, const struct registrar_choice *choice,
                                                       const json_t *packet) BM_MUST_USE BM_NONNULL_ALL;

/* A control packet that cannot be made: what it would hide among opens without it. */
enum registrar_status registrar_store_let_control_go (struct registrar_store *store, const struct registrar_choice *choice)
  BM_MUST_USE BM_NONNULL_ALL;

/* A locked review of a practice or control packet. */
struct registrar_calibration
{
  struct registrar_ready ready;   /* association, packet, scale, content; the rest is not used */
  struct uid allocation;
  int revision;                   /* of the review that was locked */
  bool practice;
  int points, levels;             /* the administration's tolerance */
  json_t *text;                   /* as bank_key.calibration_text.sealed says; new reference */
};

enum registrar_status registrar_store_calibration_ready (struct registrar_store *store, struct pg_rows **list)
  BM_MUST_USE BM_NONNULL_ALL;
enum registrar_status registrar_store_calibration (struct registrar_store *store, const struct pg_rows *list, size_t row,
                                                   struct registrar_calibration *calibration) BM_MUST_USE BM_NONNULL_ALL;
void registrar_calibration_free (struct registrar_calibration *calibration) BM_NONNULL_ALL;

struct calibration;   /* core/calibration.h */

/* Records how far off the review of ready.made_from[0] was. comparison: what its reviewer may read of it, as
   review.comparison.sealed says; NULL: nothing. A review that was revised meanwhile is compared again. */
enum registrar_status registrar_store_put_comparison (struct registrar_store *store,
                                                      const struct registrar_calibration *calibration,
                                                      const struct calibration *found, const json_t *comparison)
  BM_MUST_USE BM_NONNULL (1, 2, 3);

/* Lets packets go or holds them back, as the practice and the pauses of their reviewers stand. */
enum registrar_status registrar_store_renew_held (struct registrar_store *store) BM_MUST_USE BM_NONNULL_ALL;

#endif
