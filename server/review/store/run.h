/* What the files of this store share. */
#ifndef BM_REVIEW_RUN_H
#define BM_REVIEW_RUN_H

#include "pg_conn.h"
#include "review_store.h"

struct review_store
{
  struct pg_conn *conn;
  const struct keyring *keyring;
};

#define REVIEW_DRAFT_COLUMN "review.allocation.draft"
#define REVIEW_SEALED_COLUMN "review.allocation.sealed"
#define REVIEW_GIVE_BACK_COLUMN "review.give_back.sealed"
#define REVIEW_PHRASE_COLUMN "review.phrase.sealed"
#define REVIEW_PACKET_COLUMN "review.packet.sealed"
#define REVIEW_CONFLICT_COLUMN "review.conflict.sealed"

/* Runs a statement; tries again a few times when another transaction was in the way. DONE, AWAY or FAILED. */
enum review_outcome review_run (struct review_store *store, const char *statement, const struct pg_param *params,
                                size_t count, struct pg_rows **rows) BM_MUST_USE BM_NONNULL (1, 2, 5);

/* The same for a function that gives one row: its word, found in names, becomes the outcome at the same place. */
struct review_word { const char *name; enum review_outcome outcome; };
enum review_outcome review_run_for_word (struct review_store *store, const char *statement, const struct pg_param *params,
                                         size_t count, const struct review_word *words, size_t word_count)
  BM_MUST_USE BM_NONNULL (1, 2, 5);

struct text review_copy (struct arena *arena, struct text text) BM_NONNULL (1);

/* Cleartext of a packet into its rubric and pages; the scale is already there. False: it has another shape. */
bool review_read_packet (struct review_packet *packet, struct bytes plain, struct arena *arena)
  BM_MUST_USE BM_NONNULL (1, 3);

/* An opinion without a word, for the packet's scale. */
void review_empty_opinion (struct review_packet *packet, struct arena *arena) BM_NONNULL_ALL;

/* Cleartext of a draft or a locked review. False: not JSON, or a level out of bounds. */
bool review_read_opinion (struct review_packet *packet, struct bytes plain, struct arena *arena)
  BM_MUST_USE BM_NONNULL (1, 3);

/* The opinion as the column's comment describes it; without levels and remarks that are not there. */
json_t *review_opinion_json (const struct review_packet *packet, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* The print of a response. */
struct text review_print_of (struct text response, struct arena *arena) BM_NONNULL (2);

/* "texts" of an opinion: which of the packet's responses are others than those it was written on. To be read before its marks. */
void review_read_texts (struct review_packet *packet, const json_t *texts, struct arena *arena) BM_NONNULL (1, 3);
json_t *review_texts_json (const struct review_packet *packet, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* "marks" of an opinion: those that fit the packet, in reading order. The packet's pages are already there. */
void review_read_marks (struct review_packet *packet, const json_t *marks, struct arena *arena) BM_NONNULL (1, 3);
json_t *review_marks_json (const struct review_packet *packet) BM_MUST_USE BM_NONNULL_ALL;

/* Cleartext of a packet whose rows begin with packet, packet_version, packet_sealed. False: it cannot be opened. */
bool review_open_packet (const struct review_store *store, const struct pg_rows *rows, size_t row, struct arena *arena,
                         struct bytes *plain) BM_MUST_USE BM_NONNULL_ALL;

/* What a locked practice review is compared with; nothing there is no fault. The rubric is already there. False: it cannot be
   opened. */
bool review_open_comparison (const struct review_store *store, const struct pg_rows *rows, struct review_packet *packet,
                             struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;
enum review_held review_held_of (const struct pg_rows *rows, size_t row) BM_NONNULL_ALL;

/* The vignettes of a queue. DONE, AWAY or FAILED. */
enum review_outcome review_read_vignettes (struct review_store *store, struct hash token, struct arena *arena,
                                           struct review_queue *queue) BM_MUST_USE BM_NONNULL_ALL;

/* Compact, keys sorted, in the arena. Takes the reference. */
struct bytes review_dump (json_t *steal, struct arena *arena) BM_NONNULL_ALL;

#endif
