/* The registrar's pieces of work, one file each. */
#ifndef BM_REGISTRAR_WORK_H
#define BM_REGISTRAR_WORK_H

#include "registrar_store.h"

struct registrar
{
  struct registrar_store *store;
  struct arena *arena;   /* emptied before each piece of work */
};

/* Says that the registrar is alive, and raises the alarm in the log when its boot-time clock and the database's clock part. */
enum registrar_status registrar_beat (struct registrar *registrar) BM_MUST_USE BM_NONNULL_ALL;

/* Without being asked. BROKEN: something could not be done, all else was. whole: looks at every closed session. */
enum registrar_status registrar_close (struct registrar *registrar) BM_MUST_USE BM_NONNULL_ALL;
enum registrar_status registrar_fold (struct registrar *registrar, bool whole) BM_MUST_USE BM_NONNULL_ALL;
/* Who is barred from which packet, where something about it changed; done before deciding, so that a review which must not count
   does not. */
enum registrar_status registrar_bar (struct registrar *registrar) BM_MUST_USE BM_NONNULL_ALL;
enum registrar_status registrar_decide (struct registrar *registrar) BM_MUST_USE BM_NONNULL_ALL;
/* Compares locked practice and control reviews with what was agreed, gives what is due, and lets packets go or holds them back. */
enum registrar_status registrar_calibrate (struct registrar *registrar) BM_MUST_USE BM_NONNULL_ALL;
enum registrar_status registrar_feedback (struct registrar *registrar) BM_MUST_USE BM_NONNULL_ALL;
enum registrar_status registrar_rescue (struct registrar *registrar) BM_MUST_USE BM_NONNULL_ALL;

enum registrar_status registrar_mask_again (struct registrar *registrar) BM_MUST_USE BM_NONNULL_ALL;

/* The masked copy of a response over the vignettes of its form; NULL: they do not fit. A new reference. */
json_t *registrar_packet_of (const struct registrar_packing *packing, const json_t *vignettes, struct arena *arena)
  BM_MUST_USE BM_NONNULL_ALL;

/* Asked for. *note: "" when all is done, else the fixed code of the refusal; static or in the arena. */
typedef enum registrar_status registrar_work (struct registrar *registrar, const struct registrar_duty *duty, const char **note);
registrar_work registrar_score;
registrar_work registrar_intake;
registrar_work registrar_packets;
registrar_work registrar_preview;
registrar_work registrar_release;

/* Are all locked reviews of the administration as they were sealed? BROKEN: one is not; the log names each. */
enum registrar_status registrar_reviews_hold (struct registrar *registrar, const struct registrar_duty *duty)
  BM_MUST_USE BM_NONNULL_ALL;

/* registrar_score once nothing stands in the way. Done again, it scores what has no score. BROKEN: some could not be scored, all
   others were. */
enum registrar_status registrar_score_sheets (struct registrar *registrar, const struct registrar_duty *duty)
  BM_MUST_USE BM_NONNULL_ALL;

#endif
