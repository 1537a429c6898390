/* The review desk's only door to the database. Whoever calls sees cleartext and outcomes, no SQL and no ciphertext.
   A store belongs to one thread. What it gives lives in the arena of the caller. */
#ifndef BM_REVIEW_STORE_H
#define BM_REVIEW_STORE_H

#include "arena.h"
#include "crypto.h"
#include "keyring.h"
#include "review_score.h"

#include <jansson.h>

struct review_store;

/* NULL: the reason is in the log. */
struct review_store *review_store_open (const char *conninfo, const struct keyring *keyring)
  BM_MUST_USE BM_NONNULL_ALL;
void review_store_close (struct review_store *store);

/* Each function names the outcomes it can have besides AWAY and FAILED. */
enum review_outcome
{
  REVIEW_DONE,
  REVIEW_NONE,      /* nobody, or nothing of this reader */
  REVIEW_REFUSED,
  REVIEW_TOO_MANY,
  REVIEW_STALE,
  REVIEW_LOCKED,
  REVIEW_AWAY,      /* the database did not answer, or it is unknown whether it did: try again */
  REVIEW_FAILED     /* a defect; it is in the log */
};

/* ---- signing in and out ---- */

struct review_login
{
  struct uid account;
  struct uid association;   /* the first the person reviews for */
  uint32_t rights;
  json_t *associations;     /* names; the caller's */
};

/* DONE, NONE. */
enum review_outcome review_store_login (struct review_store *store, struct hash token, struct review_login *login)
  BM_MUST_USE BM_NONNULL_ALL;

struct review_try
{
  struct hash email;
  const char *password;   /* stored string; NULL: unknown, or may not sign in here */
  int64_t tried_us;
};

/* Books one try for this e-mail address, known or not. DONE, TOO_MANY. */
enum review_outcome review_store_try (struct review_store *store, struct text email, struct arena *arena,
                                      struct review_try *tried) BM_MUST_USE BM_NONNULL_ALL;

/* After the password has been found right. DONE, REFUSED (it was changed meanwhile). */
enum review_outcome review_store_sign_in (struct review_store *store, const struct review_try *tried, struct hash token,
                                          struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* DONE, NONE. */
enum review_outcome review_store_sign_out (struct review_store *store, struct hash token) BM_MUST_USE BM_NONNULL_ALL;

/* password: as password_hash made it. DONE, REFUSED. */
enum review_outcome review_store_use_code (struct review_store *store, struct hash code, const char *password)
  BM_MUST_USE BM_NONNULL_ALL;

/* ---- packets ---- */

struct review_queued
{
  struct text association, category, code;
  enum { REVIEW_QUEUED_NEW, REVIEW_QUEUED_DRAFT, REVIEW_QUEUED_LOCKED } state;
};

struct review_queue
{
  struct review_queued *packets;   /* by association, category, own random order */
  size_t count;
};

/* DONE. */
enum review_outcome review_store_queue (struct review_store *store, struct hash token, struct arena *arena,
                                        struct review_queue *queue) BM_MUST_USE BM_NONNULL_ALL;

struct review_level { struct text title, descriptor; };
struct review_criterion
{
  struct text id, domain, title;
  struct review_level *levels;     /* top_level + 1, from level 0 */
};
struct review_prompt { struct text text, response; };
struct review_page
{
  struct text title;
  struct text *paragraphs;
  size_t paragraph_count;
  struct review_prompt *prompts;
  size_t prompt_count;
};

enum review_recommendation { REVIEW_RECOMMENDS_NOTHING, REVIEW_RECOMMENDS_PASS, REVIEW_RECOMMENDS_FAIL };

#define REVIEW_REMARK_MOST 1500    /* code points */
#define REVIEW_OVERALL_MOST 4000

/* What a reviewer has written. Cell = page index * criteria + criterion index. */
struct review_opinion
{
  int *levels;                     /* REVIEW_NO_LEVEL: none yet */
  struct text *remarks;            /* "": none */
  struct text overall;
  enum review_recommendation recommendation;
};

struct review_packet
{
  struct uid allocation;
  struct text association, category, code;
  struct text keep;                /* hex: under which its pages keep in the browser what is not stored yet */
  bool locked;
  int64_t version;                 /* of the draft; 0: nothing saved yet */
  struct review_scale scale;
  struct review_criterion *criteria;
  struct review_page *pages;
  struct review_opinion opinion;   /* the draft, or the locked review */
};

/* Own, not ended. DONE, NONE. */
enum review_outcome review_store_packet (struct review_store *store, struct hash token, struct text code,
                                         struct arena *arena, struct review_packet *packet)
  BM_MUST_USE BM_NONNULL_ALL;

/* Replaces the draft when packet->version is still what is stored; the stored version is then one more.
   DONE, STALE, LOCKED, NONE. */
enum review_outcome review_store_save (struct review_store *store, struct hash token, const struct review_packet *packet,
                                       struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* Seals the opinion with its total, once. DONE, STALE, LOCKED (it was before), NONE. */
enum review_outcome review_store_lock (struct review_store *store, struct hash token, const struct review_packet *packet,
                                       int total, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* ---- people and places a reviewer must not score ---- */

/* Somebody or some place; of name, e-mail address and employer at least one is not empty. */
struct review_conflict
{
  struct text relation;   /* supervise, employ, taught, related, other */
  struct text name;
  struct text email;
  struct text employer;
};

/* DONE, NONE, REFUSED (there are as many as one may have). The outcome does not depend on any packet. */
enum review_outcome review_store_declare (struct review_store *store, struct hash token, const struct review_conflict *conflict,
                                          struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* The reviewer's own, as review.conflict.sealed has them; a new reference. DONE. */
enum review_outcome review_store_declared (struct review_store *store, struct hash token, struct arena *arena, json_t **list)
  BM_MUST_USE BM_NONNULL_ALL;

/* ---- giving back ---- */

#define REVIEW_REASON_LEAST 3     /* code points */
#define REVIEW_REASON_MOST 1000

/* An own packet whose writer can be recognised, or that names somebody, goes back for good; its draft goes with it. kind: writer,
   named or other. DONE, LOCKED, NONE. */
enum review_outcome review_store_give_back (struct review_store *store, struct hash token, struct text code, struct text kind,
                                            struct text words, struct arena *arena) BM_MUST_USE BM_NONNULL (1, 6);

#endif
