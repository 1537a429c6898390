/* The registrar's only door to the database. What is sealed is opened and sealed here: the duties see clear values only.
   Lists are read row by row, so that no more is open at a time than one row (of Part 1 sheets, when they are scored: one batch). A
   store is for one thread. */
#ifndef BM_REGISTRAR_STORE_H
#define BM_REGISTRAR_STORE_H

#include "adjudicate.h"
#include "arena.h"
#include "crypto.h"
#include "desk_setup.h"

#include <jansson.h>

struct registrar_store;

enum registrar_status
{
  REGISTRAR_DONE,
  REGISTRAR_AWAY,    /* the database does not answer, or the outcome is in doubt: every step may be done again */
  REGISTRAR_BROKEN   /* something sealed does not open, or has not the form that its column promises; logged */
};

/* NULL: *problem (in the arena) says why. */
struct registrar_store *registrar_store_open (const struct desk_setup *setup, struct arena *arena, const char **problem)
  BM_MUST_USE BM_NONNULL_ALL;
void registrar_store_close (struct registrar_store *store);

/* Rows of one query; get row i with the getter of that query. Freed by registrar_list_free, also when NULL. */
struct pg_rows;
size_t registrar_list_count (const struct pg_rows *list);
void registrar_list_free (struct pg_rows **list) BM_NONNULL_ALL;

/* Is this the only registrar? It stays so as long as the connection lasts. */
enum registrar_status registrar_store_alone (struct registrar_store *store, bool *alone) BM_MUST_USE BM_NONNULL_ALL;

/* --- closing and folding --- */

/* A heartbeat; *skew_us: by how much the boot-time clock is ahead of the database's. */
enum registrar_status registrar_store_beat (struct registrar_store *store, int64_t *skew_us) BM_MUST_USE BM_NONNULL_ALL;

/* Starts clocks that a rule says are running and closes what is overdue now. */
enum registrar_status registrar_store_close_overdue (struct registrar_store *store, int64_t *closed) BM_MUST_USE BM_NONNULL_ALL;

struct registrar_session
{
  struct uid association;
  struct uid id;
  int part;            /* 1 or 2 */
  struct uid form;
  int items;           /* Part 1: number of items of the form */
  int version;         /* of the sheet that is to be made */
  int64_t saves;       /* how many saves it will be made from */
};

/* Closed sessions whose newest sheet is missing or made from fewer saves than count now, at most REGISTRAR_SESSIONS_MOST. whole:
   also those where that can hardly be (all saves of all sessions are counted, so not every second). */
#define REGISTRAR_SESSIONS_MOST 100
enum registrar_status registrar_store_unfolded (struct registrar_store *store, bool whole, struct pg_rows **list)
  BM_MUST_USE BM_NONNULL_ALL;
struct registrar_session registrar_store_session (const struct pg_rows *list, size_t row) BM_NONNULL_ALL;

/* {ref: content of the save that counts} of these questions; a new reference. What else a client has sent is not read. */
enum registrar_status registrar_store_saves (struct registrar_store *store, const struct registrar_session *session,
                                             const struct text *refs, size_t count, json_t **saves) BM_MUST_USE BM_NONNULL_ALL;
enum registrar_status registrar_store_put_sheet (struct registrar_store *store, const struct registrar_session *session,
                                                 const json_t *sheet) BM_MUST_USE BM_NONNULL_ALL;
/* Part 1: one letter an item in form order, '-' where no answer counts. */
enum registrar_status registrar_store_put_answers (struct registrar_store *store, const struct registrar_session *session,
                                                   struct text answers) BM_MUST_USE BM_NONNULL (1, 2);

/* The vignettes of a Part 2 form in its order: [{"position", "set", "choose", "title", "paragraphs", "prompts"}]. */
enum registrar_status registrar_store_vignettes (struct registrar_store *store, struct uid association, struct uid form,
                                                 json_t **vignettes) BM_MUST_USE BM_NONNULL_ALL;

/* --- duties --- */

enum registrar_kind { REGISTRAR_SCORE, REGISTRAR_INTAKE, REGISTRAR_PACKETS, REGISTRAR_PREVIEW, REGISTRAR_RELEASE };

struct registrar_duty
{
  struct uid association;
  struct uid id;
  struct uid administration;
  enum registrar_kind kind;
  struct uid asked_by;
};

enum registrar_status registrar_store_take_duty (struct registrar_store *store, struct registrar_duty *duty, bool *taken)
  BM_MUST_USE BM_NONNULL_ALL;
enum registrar_status registrar_store_progress (struct registrar_store *store, const struct registrar_duty *duty, size_t done,
                                                size_t total) BM_MUST_USE BM_NONNULL_ALL;
/* note: "" when it was done, else the fixed code that says why it was refused. */
enum registrar_status registrar_store_finish (struct registrar_store *store, const struct registrar_duty *duty, const char *note)
  BM_MUST_USE BM_NONNULL_ALL;

/* *note: "" or the first reason why the duty (any but RELEASE has its own) cannot be done now; in the arena. */
enum registrar_status registrar_store_blocker (struct registrar_store *store, const struct registrar_duty *duty,
                                               struct arena *arena, const char **note) BM_MUST_USE BM_NONNULL_ALL;

/* --- intake and packets --- */

struct registrar_intake
{
  struct uid attempt;
  struct uid form;
  struct text category;  /* borrowed from the list */
  json_t *sheet;         /* new reference */
  json_t *person;        /* {"name", "email", …}; new reference */
};

enum registrar_status registrar_store_intake_work (struct registrar_store *store, const struct registrar_duty *duty,
                                                   struct pg_rows **list) BM_MUST_USE BM_NONNULL_ALL;
enum registrar_status registrar_store_intake (struct registrar_store *store, const struct pg_rows *list, size_t row,
                                              struct registrar_intake *intake) BM_MUST_USE BM_NONNULL_ALL;
/* Under a new random id and third code. */
enum registrar_status registrar_store_put_intake (struct registrar_store *store, const struct registrar_duty *duty,
                                                  const struct registrar_intake *intake, const json_t *content)
  BM_MUST_USE BM_NONNULL_ALL;

struct registrar_packing
{
  struct uid intake;
  struct uid attempt;
  struct uid form;
  struct text category;  /* borrowed from the list */
  int criteria;
  int top_level;
  json_t *content;       /* of the intake; new reference */
  json_t *rubric;        /* new reference */
  json_t *person;        /* the writer; new reference */
  struct uid *barred;    /* to be filled in: accounts that must not review it */
  size_t barred_count;
};

enum registrar_status registrar_store_packet_work (struct registrar_store *store, const struct registrar_duty *duty,
                                                   struct pg_rows **list) BM_MUST_USE BM_NONNULL_ALL;
enum registrar_status registrar_store_packing (struct registrar_store *store, const struct pg_rows *list, size_t row,
                                               struct registrar_packing *packing) BM_MUST_USE BM_NONNULL_ALL;
enum registrar_status registrar_store_put_packet (struct registrar_store *store, const struct registrar_duty *duty,
                                                  const struct registrar_packing *packing, const json_t *packet)
  BM_MUST_USE BM_NONNULL_ALL;

/* --- deciding Part 2 --- */

#define REGISTRAR_REVIEWS_MOST 3

struct registrar_ready
{
  struct uid association;
  struct uid packet;
  int pages;
  int criteria;
  int top_level;
  enum adjudicate_rule rule;
  int pass_percent;
  int near_line_points;
  int level_tolerance;
  json_t *content;     /* of the packet; new reference */
  struct hash made_from[REGISTRAR_REVIEWS_MOST];   /* commitments of the reviews that were read for it, by seat */
  size_t made_from_count;
};

enum registrar_status registrar_store_ready (struct registrar_store *store, struct pg_rows **list) BM_MUST_USE BM_NONNULL_ALL;
enum registrar_status registrar_store_ready_packet (struct registrar_store *store, const struct pg_rows *list, size_t row,
                                                    struct registrar_ready *ready) BM_MUST_USE BM_NONNULL_ALL;
/* Opens packets again that were decided from a review that has been revised since (registrar_store_set_barred does, of others). */
enum registrar_status registrar_store_reopen (struct registrar_store *store) BM_MUST_USE BM_NONNULL_ALL;
/* The locked reviews of ready->packet by seat, opened: an array; says in ready what a decision on them is made from. A review that
   is not what its newest seal commits to, or whose seals are not a signed chain, is BROKEN and named in the log. */
enum registrar_status registrar_store_reviews (struct registrar_store *store, struct registrar_ready *ready,
                                               json_t **reviews) BM_MUST_USE BM_NONNULL_ALL;
/* The packets of the administration of which registrar_store_reviews finds some; of each ready has what that needs. */
enum registrar_status registrar_store_reviewed (struct registrar_store *store, const struct registrar_duty *duty,
                                                struct pg_rows **list) BM_MUST_USE BM_NONNULL_ALL;
struct registrar_ready registrar_store_reviewed_packet (const struct registrar_duty *duty, const struct pg_rows *list,
                                                        size_t row) BM_NONNULL_ALL;
/* Under the next number of this packet; nothing is stored when its reviews are others by now, or a seat of it is open. */
enum registrar_status registrar_store_put_part2 (struct registrar_store *store, const struct registrar_ready *ready,
                                                 const json_t *decision, const char *rule) BM_MUST_USE BM_NONNULL_ALL;
/* Under a new code. *short_of: nobody is left who may; it is asked again later. */
enum registrar_status registrar_store_call_third (struct registrar_store *store, const struct registrar_ready *ready,
                                                  bool *short_of)
  BM_MUST_USE BM_NONNULL_ALL;

/* --- outcomes and their release --- */

struct registrar_sat
{
  bool due;            /* the registration is for this part */
  bool sat;            /* its session was started */
  int32_t date;        /* of the session in the association's zone, unix days */
  json_t *score;       /* opened; NULL when there is none; new reference */
};

struct registrar_outcome
{
  struct uid registration;
  struct text category;
  struct text track;   /* both borrowed from the list */
  struct registrar_sat part[2];
  struct hash scores;  /* digest of the sealed scores as they are stored: whom it belongs to is known to the registrar only */
  bool whole_exam;
  bool always_remarks;
  int request_by_weeks;
  json_t *feedback;       /* approved remarks as result.feedback_text.sealed says; NULL when none are; new reference */
  json_t *feedback_link;  /* what their places are called, as bridge.feedback_link.sealed says; new reference */
  json_t *published;   /* what was published before; NULL when nothing was; new reference */
};

enum registrar_status registrar_store_outcome_work (struct registrar_store *store, const struct registrar_duty *duty,
                                                    struct pg_rows **list) BM_MUST_USE BM_NONNULL_ALL;
enum registrar_status registrar_store_outcome (struct registrar_store *store, const struct registrar_duty *duty,
                                               const struct pg_rows *list, size_t row, struct registrar_outcome *outcome)
  BM_MUST_USE BM_NONNULL_ALL;
void registrar_outcome_free (struct registrar_outcome *outcome) BM_NONNULL_ALL;

/* {registration id as text: [outcomes that were published for the same person in earlier administrations]}. */
enum registrar_status registrar_store_earlier (struct registrar_store *store, const struct registrar_duty *duty, json_t **earlier)
  BM_MUST_USE BM_NONNULL_ALL;

enum registrar_prepared { REGISTRAR_PREPARED, REGISTRAR_SAME, REGISTRAR_CONFIRMED_WAITS, REGISTRAR_NOTHING_NEW };

/* previews: array of what is shown of the letters before their release, as result.preview's comment says; letters: of how many. */
enum registrar_status registrar_store_prepare (struct registrar_store *store, const struct registrar_duty *duty,
                                               const json_t *previews, size_t letters, const struct hash *digest,
                                               enum registrar_prepared *prepared)
  BM_MUST_USE BM_NONNULL_ALL;

enum registrar_confirmed { REGISTRAR_CONFIRMED, REGISTRAR_RELEASED, REGISTRAR_NOT_CONFIRMED };

struct registrar_release
{
  struct uid id;
  int number;
  struct hash digest;
};

enum registrar_status registrar_store_confirmed (struct registrar_store *store, const struct registrar_duty *duty,
                                                 struct registrar_release *release, enum registrar_confirmed *confirmed)
  BM_MUST_USE BM_NONNULL_ALL;
/* letters[i] goes to registrations[i], and agreement is kept (array of documents as result.agreement's comment says); all or none.
   *published false: it is no longer confirmed, a review was revised since, or who is barred is being worked out. */
enum registrar_status registrar_store_publish (struct registrar_store *store, const struct registrar_duty *duty,
                                               const struct registrar_release *release, const struct uid *registrations,
                                               const json_t *letters, const json_t *agreement, bool *published)
  BM_MUST_USE BM_NONNULL (1, 2, 3, 5, 6, 7);
enum registrar_status registrar_store_drop (struct registrar_store *store, const struct registrar_duty *duty,
                                            const struct registrar_release *release) BM_MUST_USE BM_NONNULL_ALL;

#endif
