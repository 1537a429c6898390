/* The review desk's only door to the database. Whoever calls sees cleartext and outcomes, no SQL and no ciphertext.
   A store belongs to one thread. What it gives lives in the arena of the caller. */
#ifndef BM_REVIEW_STORE_H
#define BM_REVIEW_STORE_H

#include "arena.h"
#include "crypto.h"
#include "keyring.h"
#include "review_seal.h"
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
  REVIEW_CLOSED,    /* no revision is taken any more */
  REVIEW_PAUSED,    /* not now: a coordinator decides about this reviewer */
  REVIEW_PRACTICE_FIRST,
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

/* Why a packet may not be opened now. */
enum review_held { REVIEW_HELD_NOT, REVIEW_HELD_NEW, REVIEW_HELD_PRACTICE, REVIEW_HELD_PAUSED };

struct review_queued
{
  struct text association, category, code;
  enum { REVIEW_QUEUED_NEW, REVIEW_QUEUED_DRAFT, REVIEW_QUEUED_LOCKED } state;
  bool scored;          /* every level is given */
  int64_t seconds;      /* spent on it by this reviewer */
  bool practice;        /* its agreed levels are shown after the lock */
  bool compared;        /* practice: they are there */
  bool looked;          /* practice: the reviewer has looked */
  enum review_held held;
};

/* A page of an own packet: one response. */
struct review_where
{
  struct text code;     /* "": nowhere */
  int page;             /* from 1 */
};

/* A vignette of a category, all of whose responses are read together. */
struct review_vignette
{
  struct text association, category, title;
  int part;                    /* which one of the category, from 1 */
  int responses, scored;
  struct review_where first;   /* of its responses, in the reviewer's own order */
  struct review_where next;    /* the next that is not scored */
};

struct review_queue
{
  struct review_queued *packets;       /* practice first, then by association, category, own random order */
  size_t count;
  struct review_vignette *vignettes;   /* by association, category, form order */
  size_t vignette_count;
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
struct review_prompt
{
  struct text text, response;
  struct text print;               /* a short digest of the response as it is masked now */
  bool changed;                    /* the response was masked anew since the opinion about its page was saved */
  struct text before;              /* its print then, where changed */
};
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
#define REVIEW_REASON_LEAST 3       /* code points */
#define REVIEW_REASON_MOST 400

#define REVIEW_NOTE_MOST 2000
#define REVIEW_MARKS_MOST 100      /* on one page */
#define REVIEW_SECONDS_MOST 86400  /* on one page: nobody reads longer */

/* A passage of a response that the reviewer has marked. */
struct review_mark
{
  size_t page, prompt;   /* indexes */
  size_t from, to;       /* code points of the masked response; to is behind the last */
  int criterion;         /* index; REVIEW_NO_CRITERION: of none */
};
#define REVIEW_NO_CRITERION (-1)

/* What a reviewer has written. Cell = page index * criteria + criterion index. */
struct review_opinion
{
  struct text note;                /* for the coordinator alone */
  struct review_mark *marks;       /* in reading order, each once */
  size_t mark_count;
  int *levels;                     /* REVIEW_NO_LEVEL: none yet */
  struct text *remarks;            /* "": none */
  struct text overall;
  enum review_recommendation recommendation;
  struct text reason;              /* why a locked review is revised; "": the first */
};

struct review_comparison;   /* review_practice.h */

struct review_packet
{
  struct uid allocation;
  struct text association, category, code;
  struct text keep;                /* hex: under which its pages keep in the browser what is not stored yet */
  bool locked;                     /* and not being revised */
  bool revising;                   /* opinion is the draft of a revision; what is locked counts until that is locked */
  bool closed;                     /* no revision is taken any more */
  uint32_t revision;               /* of the locked review; 0: none is */
  struct hash commitment;          /* of it; zeros: none */
  int64_t version;                 /* of the draft; 0: nothing saved yet */
  struct review_scale scale;
  struct review_criterion *criteria;
  struct review_page *pages;
  struct review_opinion opinion;   /* the draft, or the locked review */
  int32_t *seconds;                /* spent on each page by this reviewer */
  bool practice;                   /* nothing of it counts; of a control packet false, as of a candidate's */
  bool looked;                     /* practice: at the comparison */
  enum review_held held;
  const struct review_comparison *comparison;   /* NULL: no practice, or not yet */
};

/* Own, not ended. DONE, NONE; PAUSED or PRACTICE_FIRST when it is not locked and may not be opened now: *packet is then filled all
   the same, for what is on its way to it. */
enum review_outcome review_store_packet (struct review_store *store, struct hash token, struct text code,
                                         struct arena *arena, struct review_packet *packet)
  BM_MUST_USE BM_NONNULL_ALL;

/* Replaces the draft when packet->version is still what is stored; the stored version is then one more.
   DONE, STALE, LOCKED, NONE. */
enum review_outcome review_store_save (struct review_store *store, struct hash token, const struct review_packet *packet,
                                       struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* Keeps packet->seconds; a page's time never gets less. DONE, NONE. */
enum review_outcome review_store_spend (struct review_store *store, struct hash token, const struct review_packet *packet,
                                        struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* Seals the opinion with its total as the next revision: the commitment and its signature are stored with it. DONE, STALE, CLOSED,
   LOCKED (it was before), PAUSED, PRACTICE_FIRST, NONE. */
enum review_outcome review_store_lock (struct review_store *store, struct hash token, const struct review_packet *packet,
                                       int total, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* Opens a revision of the locked review, for this reason. DONE, STALE (or it is not locked), LOCKED (it is being revised
   already), CLOSED, PAUSED, NONE. */
enum review_outcome review_store_revise (struct review_store *store, struct hash token, const struct review_packet *packet,
                                         struct text reason, struct arena *arena) BM_MUST_USE BM_NONNULL (1, 3, 5);

/* Gives up the revision that is being written. DONE, STALE, LOCKED (there is none), NONE. */
enum review_outcome review_store_drop_revision (struct review_store *store, struct hash token, const struct review_packet *packet,
                                                struct arena *arena) BM_MUST_USE BM_NONNULL (1, 3, 4);

/* ---- marks ---- */

/* Does it lie in the text of its response, and is that still the text it was made in? One that does not fit (the text was masked
   anew) is not shown and not kept. */
bool review_mark_fits (const struct review_packet *packet, const struct review_mark *mark) BM_MUST_USE BM_NONNULL_ALL;

/* Puts the opinion's marks in reading order, each once. */
void review_marks_order (struct review_opinion *opinion) BM_NONNULL_ALL;

/* ---- the responses to one vignette ---- */

struct review_around
{
  int part, parts;                             /* the vignette's among those of the category, from 1 */
  int number, responses, scored;               /* this response's among those to the vignette, in the reviewer's own order */
  struct review_where before, after, onward;   /* neighbours; the next that is not scored */
  bool stays;                                  /* onward is a response to the same vignette */
};

/* page: from 1. DONE, NONE. */
enum review_outcome review_store_around (struct review_store *store, struct hash token, struct text code, int page,
                                         struct arena *arena, struct review_around *around) BM_MUST_USE BM_NONNULL_ALL;

#endif
