/* The endpoints of routes.c and what they share. */
#ifndef BM_COORDINATION_ENDPOINTS_H
#define BM_COORDINATION_ENDPOINTS_H

#include "coordination_desk.h"
#include "coordination_store.h"
#include "http_fields.h"
#include "http_reply.h"

/* Bits of staff.appointment.rights. */
enum coordination_right
{
  COORDINATION_COORDINATE = 1,
  COORDINATION_PROCTOR = 2,
  COORDINATION_REVIEW = 4, /* may not sign in here */
  COORDINATION_MASK = 8,
  COORDINATION_APPROVE = 16
};

struct desk_setup;

/* One thread's own. */
struct coordination_worker
{
  const struct desk_setup *setup;
  struct coordination_store *store;
};

http_handler coordination_get_front, coordination_post_sign_in, coordination_get_welcome, coordination_post_welcome;
http_handler coordination_post_sign_out, coordination_post_association, coordination_get_home;
http_handler coordination_get_new_administration, coordination_post_new_administration, coordination_get_administration;
http_handler coordination_get_roster, coordination_post_roster, coordination_get_candidates;
http_handler coordination_post_slips, coordination_post_slip, coordination_get_board, coordination_post_late;
http_handler coordination_get_clocks, coordination_post_clocks, coordination_post_act, coordination_get_irregularity;
http_handler coordination_get_irregularities, coordination_post_irregularities, coordination_get_outages, coordination_post_outages;
http_handler coordination_post_score, coordination_post_intake, coordination_post_packets, coordination_post_preview;
http_handler coordination_post_small_group;
http_handler coordination_get_maskings, coordination_get_masking, coordination_post_masking;
http_handler coordination_get_reviewers, coordination_post_reviewers, coordination_get_reviewer_stop;
http_handler coordination_get_reviewer_pause, coordination_post_reviewer_pause;
http_handler coordination_post_reviewer_stop, coordination_post_staff_conflict, coordination_post_staff_conflict_withdraw;
http_handler coordination_get_feedbacks, coordination_get_feedback, coordination_post_feedback;
http_handler coordination_get_release, coordination_get_confirm, coordination_post_confirm;
http_handler coordination_get_results, coordination_get_results_csv, coordination_get_letter;
http_handler coordination_get_agreement, coordination_get_agreements;
http_handler coordination_get_staff, coordination_post_staff, coordination_post_staff_reset;
http_handler coordination_get_staff_member, coordination_post_staff_member;
http_handler coordination_get_audit, coordination_get_bank;
http_handler coordination_get_accommodations, coordination_get_requests, coordination_post_requests;
http_handler coordination_get_accommodation, coordination_post_accommodation, coordination_get_accommodation_letter;
http_handler coordination_get_slots, coordination_post_slots, coordination_get_slot, coordination_post_slot;
http_handler coordination_post_slot_withdraw, coordination_get_appointments, coordination_post_appointment;
http_handler coordination_post_cancel_appointment, coordination_get_rescues, coordination_post_rescues;

struct coordination_store *coordination_store_of (void *worker) BM_NONNULL_ALL;
struct coordination_asker coordination_asker_of (const struct http_request *rq) BM_NONNULL_ALL;

/* OK: 200 with the document (stolen). Anything else: its problem, and the document is given back. */
struct http_reply coordination_answer (struct http_request *rq, enum coordination_outcome outcome,
                                       json_t *steal_doc) BM_MUST_USE BM_NONNULL (1);

/* The problem of an outcome that is not OK. */
struct http_reply coordination_problem (struct http_request *rq, enum coordination_outcome outcome) BM_MUST_USE
    BM_NONNULL (1);

/* A form again, with its problem: marks doc.wrong.<field>, and keeps doc's member `also` (may be NULL) as an extension
   member of the problem that a JSON client gets. */
struct http_reply coordination_form_again (struct http_request *rq, enum error error, const char *field,
                                           const char *reason, const char *page, json_t *steal_doc,
                                           const char *also) BM_MUST_USE BM_NONNULL (1, 5, 6);

/* The one uid of a path. False: *reply is the answer. */
bool coordination_path_uid (struct http_request *rq, const char *name, struct uid *uid,
                            struct http_reply *reply) BM_MUST_USE BM_NONNULL_ALL;

/* "2026-03-14" by "0000-00-00", "09:00" by "00:00": digits at the right places, nothing else; SQL knows the days. */
bool coordination_typed_like (struct text typed, const char *pattern) BM_MUST_USE BM_NONNULL (2);

/* "/administrations/<id><tail>", in the request's arena. */
const char *coordination_path (struct http_request *rq, struct uid administration, const char *tail) BM_NONNULL_ALL;

#endif
