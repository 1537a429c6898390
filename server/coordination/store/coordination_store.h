/* The coordination desk's only door to the database. Sealing and opening happen behind it: handlers see clear text, as
   documents (objects of Jansson) that hold exactly what the function in schema/functions/coordination/<name>.sql lists,
   with "sealed" replaced by what it held. Outcomes other than OK leave *doc NULL unless a comment says otherwise. */
#ifndef BM_COORDINATION_STORE_H
#define BM_COORDINATION_STORE_H

#include "adjudicate.h"
#include "arena.h"
#include "ids.h"
#include "token.h"

#include <jansson.h>

struct keyring;
struct coordination_store;

/* X(name, word): the words are the outcomes of the functions; the last two are the store's own. */
#define COORDINATION_OUTCOMES(X)                                                                                       \
  X (COORDINATION_OK, "ok")                                                                                            \
  X (COORDINATION_NONE, "none")                                                                                        \
  X (COORDINATION_NOT_ALLOWED, "not_allowed")                                                                          \
  X (COORDINATION_NOT_FOUND, "not_found")                                                                              \
  X (COORDINATION_NOT_READY, "not_ready")                                                                              \
  X (COORDINATION_ALREADY, "already")                                                                                  \
  X (COORDINATION_CLOSED, "closed")                                                                                    \
  X (COORDINATION_CONFLICT, "conflict")                                                                                \
  X (COORDINATION_STALE, "stale")                                                                                      \
  X (COORDINATION_LOCKED, "locked")                                                                                    \
  X (COORDINATION_REFUSED, "refused")                                                                                  \
  X (COORDINATION_TOO_MANY, "too_many")                                                                                \
  X (COORDINATION_SAME_PERSON, "same_person")                                                                          \
  X (COORDINATION_BAD_FIELD, "bad_field")                                                                              \
  X (COORDINATION_COLLISION, "collision")                                                                              \
  X (COORDINATION_SHARED, "shared")                                                                                    \
  X (COORDINATION_AWAY, "")   /* no database, or it is not known whether the change was made: look, then try again */  \
  X (COORDINATION_BROKEN, "") /* a defect, or a sealed value that does not open: logged */

enum coordination_outcome
{
#define X(name, word) name,
  COORDINATION_OUTCOMES (X)
#undef X
};

/* Who asks, and where what they get lives. */
struct coordination_asker
{
  const uint8_t *token_hash; /* 32 bytes */
  struct arena *arena;
  int64_t arrived_boot_us; /* CLOCK_BOOTTIME when the request was complete: what is done to a clock is done then */
};

/* NULL: *problem (in the arena) says why. */
struct coordination_store *coordination_store_open (const char *conninfo, const struct keyring *keyring,
                                                    struct arena *arena,
                                                    const char **problem) BM_MUST_USE BM_NONNULL_ALL;
void coordination_store_close (struct coordination_store *store);

/* ---- logins ---- */

/* NONE: no live login. doc: see login_of.sql, with "name" and "email". */
enum coordination_outcome coordination_login_of (struct coordination_store *, struct coordination_asker,
                                                 json_t **doc) BM_MUST_USE;

/* OK: *stored is the password's hash, NULL for an unknown account. TOO_MANY. */
enum coordination_outcome coordination_sign_in_begin (struct coordination_store *, struct arena *, struct text email,
                                                      const char **stored) BM_MUST_USE;
/* After the password was right. REFUSED: this account does not work at this desk. */
enum coordination_outcome coordination_sign_in_finish (struct coordination_store *, struct arena *, struct text email,
                                                       const char *stored, struct hash token) BM_MUST_USE;
/* REFUSED: no such code now. */
enum coordination_outcome coordination_use_code (struct coordination_store *, struct hash code, const char *password,
                                                 struct hash token) BM_MUST_USE;
enum coordination_outcome coordination_sign_out (struct coordination_store *, struct coordination_asker) BM_MUST_USE;
enum coordination_outcome coordination_switch_association (struct coordination_store *, struct coordination_asker,
                                                           struct association_id) BM_MUST_USE;

/* ---- administrations ---- */

enum coordination_outcome coordination_home (struct coordination_store *, struct coordination_asker,
                                             json_t **doc) BM_MUST_USE;
enum coordination_outcome coordination_administration_choices (struct coordination_store *, struct coordination_asker,
                                                               json_t **doc) BM_MUST_USE;
struct coordination_new_administration
{
  struct administration_id id;
  struct text title, opens, closes; /* "2026-03-14 09:00" in the association's zone */
  int32_t part1_minutes, part2_minutes, part1_pass_percent, part2_pass_percent, near_line_points, grace_s;
  enum adjudicate_rule part2_rule;
  int32_t level_tolerance, idle_days;
  int32_t practice_packets, control_packets, calibration_points, calibration_levels;
  struct text small_group, retake_scope, feedback; /* their words in work.administration */
  int32_t request_by_weeks; /* 0: no such rule */
  int32_t lead_days;
  const struct text *slots;
  const struct uid *forms;
  size_t form_count;
};
/* BAD_FIELD: doc.field says which. */
enum coordination_outcome coordination_create_administration (struct coordination_store *, struct coordination_asker,
                                                              const struct coordination_new_administration *,
                                                              json_t **doc) BM_MUST_USE;
enum coordination_outcome coordination_administration (struct coordination_store *, struct coordination_asker,
                                                       struct administration_id, json_t **doc) BM_MUST_USE;
enum coordination_outcome coordination_candidates (struct coordination_store *, struct coordination_asker,
                                                   struct administration_id, json_t **doc) BM_MUST_USE;
enum coordination_outcome coordination_board (struct coordination_store *, struct coordination_asker,
                                              struct administration_id, json_t **doc) BM_MUST_USE;

/* What is decided about the late answers of one part. */
struct coordination_late
{
  int64_t part;        /* 1 or 2 */
  bool accept;
  struct text reason;  /* 3 .. 400 code points */
};

/* NOT_FOUND: nothing late waits there. ALREADY: the responses are taken in, so they cannot count any more. */
enum coordination_outcome coordination_decide_late (struct coordination_store *, struct coordination_asker,
                                                    struct registration_id, struct coordination_late,
                                                    json_t **doc) BM_MUST_USE;

/* kind: "score", "intake", "packets" or "preview". NOT_READY: doc.blockers says why. */
enum coordination_outcome coordination_ask_duty (struct coordination_store *, struct coordination_asker,
                                                 struct administration_id, const char *kind, json_t **doc) BM_MUST_USE;

/* ---- roster and slips ---- */

struct roster; /* core/roster.h */

/* What the database says of each candidate of a roster without problems of its own. */
struct coordination_known
{
  struct person_id person; /* fresh unless known */
  bool known;              /* has a row from an earlier administration */
  bool listed;             /* is on this roster already */
  bool formless;           /* the administration has no form for the track and category */
  bool repeats;            /* would meet an item or vignette again */
  bool passed[2];          /* by part, in an earlier release */
  size_t same_as;          /* place of an earlier row with the same e-mail; SIZE_MAX: none */
};
/* OK: *known has one entry a candidate; doc: id and title of the administration. */
enum coordination_outcome coordination_roster_check (struct coordination_store *, struct coordination_asker,
                                                     struct administration_id, const struct roster *,
                                                     struct coordination_known **known, json_t **doc) BM_MUST_USE;
/* All or nothing; doc: {"imported"}. */
enum coordination_outcome coordination_import_roster (struct coordination_store *, struct coordination_asker,
                                                      struct administration_id, const struct roster *,
                                                      const struct coordination_known *, json_t **doc) BM_MUST_USE;

/* New codes for everybody who has none; doc.slips[].code holds them, nowhere else and never again. */
enum coordination_outcome coordination_print_slips (struct coordination_store *, struct coordination_asker,
                                                    struct administration_id, json_t **doc) BM_MUST_USE;
enum coordination_outcome coordination_reprint_slip (struct coordination_store *, struct coordination_asker,
                                                     struct registration_id, json_t **doc) BM_MUST_USE;

/* OK, NOT_ALLOWED, NOT_FOUND (no group of that category waits). */
enum coordination_outcome coordination_decide_small_group (struct coordination_store *, struct coordination_asker,
                                                           struct administration_id, struct text category,
                                                           struct text reason) BM_MUST_USE;

/* ---- maskings: every look is written down ---- */

enum coordination_outcome coordination_maskings (struct coordination_store *, struct coordination_asker,
                                                 json_t **doc) BM_MUST_USE;
/* doc.pages as in intake.response.sealed. */
enum coordination_outcome coordination_masking (struct coordination_store *, struct coordination_asker,
                                                struct text code, json_t **doc) BM_MUST_USE;
/* masking: the document of coordination_masking with changed pages. */
enum coordination_outcome coordination_save_masking (struct coordination_store *, struct coordination_asker,
                                                     json_t *masking, bool approve) BM_MUST_USE;

/* ---- release ---- */

/* doc.letters[].outcome: each as result.outcome has it, without a name. */
enum coordination_outcome coordination_release (struct coordination_store *, struct coordination_asker,
                                                struct administration_id, json_t **doc) BM_MUST_USE;
/* NOT_FOUND, ALREADY, SAME_PERSON, STALE: nothing was confirmed. */
enum coordination_outcome coordination_confirm_release (struct coordination_store *, struct coordination_asker,
                                                        struct administration_id, struct hash digest) BM_MUST_USE;
/* doc.people[] and the letter have "outcome". NOT_READY: not released. */
enum coordination_outcome coordination_results (struct coordination_store *, struct coordination_asker,
                                                struct administration_id, json_t **doc) BM_MUST_USE;
enum coordination_outcome coordination_letter (struct coordination_store *, struct coordination_asker,
                                               struct registration_id, json_t **doc) BM_MUST_USE;
/* id NULL: of all administrations that are released. doc.documents[]: each as result.agreement has it. */
enum coordination_outcome coordination_agreement (struct coordination_store *, struct coordination_asker,
                                                  const struct administration_id *id, json_t **doc) BM_MUST_USE;

/* ---- staff and the rest ---- */

enum coordination_outcome coordination_staff (struct coordination_store *, struct coordination_asker,
                                              json_t **doc) BM_MUST_USE;
/* rights: bits of staff.appointment; categories and capacity matter for reviewers only. */
struct coordination_appointment
{
  int32_t rights;
  const struct text *categories;
  size_t category_count;
  int32_t capacity;
};
struct coordination_new_staff
{
  struct text name, email;
  struct text employer; /* empty: not given */
  struct coordination_appointment appointment;
};
/* doc: the printable page, "code" absent when the person had an account. COLLISION, CONFLICT. */
enum coordination_outcome coordination_add_staff (struct coordination_store *, struct coordination_asker,
                                                  const struct coordination_new_staff *, json_t **doc) BM_MUST_USE;
/* doc.entered.employer; doc.conflicts: [{"id", "of": {"name", "email", "employer"}}], what is not known absent. */
enum coordination_outcome coordination_staff_member (struct coordination_store *, struct coordination_asker,
                                                     struct account_id, json_t **doc) BM_MUST_USE;
/* SAME_PERSON: nobody takes the right to coordinate from themselves. COLLISION: held, or wanted, rights exclude each other.
   NOT_READY: another employer of somebody who reviews, while remarks are read. */
enum coordination_outcome coordination_change_staff (struct coordination_store *, struct coordination_asker,
                                                     struct account_id, struct text employer,
                                                     const struct coordination_appointment *) BM_MUST_USE;
/* SHARED: they work for another association too. */
enum coordination_outcome coordination_reset_staff (struct coordination_store *, struct coordination_asker,
                                                    struct account_id, json_t **doc) BM_MUST_USE;
/* administration NULL: of all. */
enum coordination_outcome coordination_audit (struct coordination_store *, struct coordination_asker,
                                              const struct administration_id *administration, json_t **doc) BM_MUST_USE;
enum coordination_outcome coordination_bank (struct coordination_store *, struct coordination_asker,
                                             json_t **doc) BM_MUST_USE;

#endif
