/* The endpoints of routes.c and what they share. */
#ifndef BM_REVIEW_HANDLERS_H
#define BM_REVIEW_HANDLERS_H

#include "http_fields.h"
#include "http_reply.h"
#include "review_desk.h"
#include "review_store.h"
#include "view.h"

#define REVIEW_RIGHT 4u   /* the bit of an appointment */

http_handler review_get_home, review_post_sign_in, review_get_welcome, review_post_welcome, review_post_sign_out;
http_handler review_get_queue, review_get_packet, review_post_draft, review_get_check, review_get_lock, review_post_lock;
http_handler review_get_practice, review_post_practice;
http_handler review_get_conflicts, review_post_conflicts;
http_handler review_get_give_back, review_post_give_back;
http_handler review_get_revise, review_post_revise, review_post_drop_revision;
http_handler review_get_phrases, review_post_phrase, review_post_phrase_drop;

/* The hash of the caller's token. */
struct hash review_token (const struct http_request *rq) BM_NONNULL_ALL;

/* For every outcome but DONE that a handler has no better answer for. A packet of somebody else, one that has ended and
   one that never was are the same 404. */
struct http_reply review_refuse (struct http_request *rq, enum review_outcome outcome) BM_MUST_USE BM_NONNULL (1);

/* Reads the path's code and loads the packet. False: *reply is the answer. */
bool review_load (struct http_request *rq, struct review_store *store, struct review_packet *packet,
                  struct http_reply *reply) BM_MUST_USE BM_NONNULL_ALL;

/* Loads what stands beside a page of a packet. at: index of the page. False: *reply is the answer. */
bool review_load_beside (struct http_request *rq, struct review_store *store, const struct review_packet *packet, size_t at,
                         struct view_beside *beside, struct http_reply *reply) BM_MUST_USE BM_NONNULL_ALL;

#endif
