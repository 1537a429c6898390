/* The candidate wing's only door to the database: one function for each behaviour. Sealing and opening happen behind it;
   what comes out is cleartext in the caller's arena. One store for each worker thread. */
#ifndef BM_CANDIDATE_STORE_H
#define BM_CANDIDATE_STORE_H

#include "arena.h"
#include "candidate_form.h"
#include "crypto.h"
#include "keyring.h"
#include "session_time.h"

struct candidate_store;

/* NULL: *problem (in the arena) says why in one sentence. ring: kinds identity, bank, answers, result; borrowed. */
struct candidate_store *candidate_store_open (const char *conninfo, const struct keyring *ring, struct arena *arena,
                                              const char **problem) BM_MUST_USE BM_NONNULL_ALL;
void candidate_store_close (struct candidate_store *store);

/* X(name, word of the SQL functions). Where a function says DONE, what it fills is filled; otherwise it is not. */
#define CANDIDATE_OUTCOMES(X)                                                                                         \
  X (CANDIDATE_DONE, "done")                                                                                          \
  X (CANDIDATE_SAVED, "saved")                                                                                        \
  X (CANDIDATE_SHIFTED, "shifted")               /* of a batch only: a demo's clock was moved */                      \
  X (CANDIDATE_STORED, "stored")                                                                                      \
  X (CANDIDATE_ABSENT, "absent")                 /* no such save */                                                   \
  X (CANDIDATE_TAKEN, "taken")                   /* that save_id is another answer's */                               \
  X (CANDIDATE_OTHER_SESSION, "other_session")   /* of a session that is not the login's */                           \
  X (CANDIDATE_REFUSED, "refused")               /* no such code */                                                   \
  X (CANDIDATE_SIGNED_OUT, "signed_out")         /* the login has ended meanwhile */                                  \
  X (CANDIDATE_NOT_REGISTERED, "not_registered") /* this candidate does not sit that part */                          \
  X (CANDIDATE_NOT_OPENED, "not_opened")         /* the part has not been started */                                  \
  X (CANDIDATE_NOT_OPEN, "not_open")             /* the window has not begun */                                       \
  X (CANDIDATE_OVER, "over")                     /* the window has ended */                                           \
  X (CANDIDATE_NOT_ACCEPTED, "not_accepted")     /* the confidentiality text comes first */                           \
  X (CANDIDATE_PART1_FIRST, "part1_first")                                                                            \
  X (CANDIDATE_NO_FORM, "no_form")               /* the administration lacks a form for this candidate */             \
  X (CANDIDATE_CLOSED, "closed")                 /* handed in: nothing is taken any more */                           \
  X (CANDIDATE_LATE, "late")                     /* the time was over; an answer was kept and marked late */          \
  X (CANDIDATE_STALE, "stale")                   /* somebody was faster: see the function */                          \
  X (CANDIDATE_UNKNOWN_REF, "unknown_ref")       /* there is no such question */                                      \
  X (CANDIDATE_NOT_PUBLISHED, "not_published")                                                                        \
  X (CANDIDATE_PAUSED, "paused")                 /* the clock stands: nothing ends now */                             \
  X (CANDIDATE_TAKEN_OVER, "taken_over")         /* a later login has the exam */                                    \
  X (CANDIDATE_NO_BREAK, "no_break")             /* no break was granted, or none is left */                         \
  X (CANDIDATE_KIND_STANDS, "already")           /* one of this kind is asked for or granted */                       \
  X (CANDIDATE_EXAM_OVER, "exam_over")           /* nothing is left to sit */                                         \
  X (CANDIDATE_NO_REQUEST, "no_request")         /* no such request of theirs */                                      \
  X (CANDIDATE_DECIDED, "decided")               /* it cannot be taken back any more */                               \
  X (CANDIDATE_NO_APPOINTMENT, "no_appointment") /* there are slots for the part, and the candidate holds none */      \
  X (CANDIDATE_NO_SLOT, "no_slot")               /* no such slot for this part, or no appointment */                  \
  X (CANDIDATE_BEGUN, "begun")                   /* the part was opened: its appointment stays as it is */            \
  X (CANDIDATE_PAST, "past")                     /* the slot has begun */                                             \
  X (CANDIDATE_OUTSIDE, "outside")               /* the slot is not in the candidate's window */                      \
  X (CANDIDATE_FULL, "full")                     /* the slot has no place left */                                     \
  X (CANDIDATE_AWAY, "-away")                    /* no database now; a save may be sent again under its id */         \
  X (CANDIDATE_BROKEN, "-broken")                /* a defect; it is in the log */

enum candidate_outcome
{
#define X(name, word) name,
  CANDIDATE_OUTCOMES (X)
#undef X
  CANDIDATE_OUTCOME_COUNT
};

/* Who asks, and when the request was complete (CLOCK_BOOTTIME): the store maps it over the anchor. */
struct candidate_call
{
  struct arena *arena;
  const uint8_t *token_hash;  /* 32 bytes */
  int64_t arrived_boot_us;
};

/* --- logins ------------------------------------------------------------------------------------------------------- */

struct candidate_person
{
  struct uid registration;
  struct uid association;
  const char *name;
  const char *association_name;
};

/* DONE or REFUSED: the new login is valid under call->token_hash. */
enum candidate_outcome candidate_store_sign_in (struct candidate_store *store, const struct candidate_call *call,
                                                const struct hash *code) BM_MUST_USE BM_NONNULL_ALL;
enum candidate_outcome candidate_store_sign_out (struct candidate_store *store, const struct candidate_call *call)
  BM_MUST_USE BM_NONNULL_ALL;
/* DONE or SIGNED_OUT. */
enum candidate_outcome candidate_store_who (struct candidate_store *store, const struct candidate_call *call,
                                            struct candidate_person *person) BM_MUST_USE BM_NONNULL_ALL;

/* --- before the exam ---------------------------------------------------------------------------------------------- */

/* The time of one session, or what it will be. Texts are ready to show. */
struct candidate_time
{
  int64_t left_s;        /* whole seconds; all of it while the clock stands */
  const char *minutes;   /* "150" */
  const char *sum;       /* "90 + 60 ESL", "" when there is only the base */
  const char *line;      /* "90 + 60 ESL = 150 min" */
  const char *ends;      /* "3:40 PM (America/Chicago)", "" while the clock stands */
};

struct candidate_part
{
  int number;
  const char *phase;     /* a word of candidate_api.overview */
  const char *opens, *closes;  /* its own window: when it may be started; ready to show */
  const char *ended;     /* when it was handed in or closed, "" before */
  const char *session;   /* id of its session as text, "" before it was opened */
  struct candidate_time time;
};

struct candidate_overview
{
  const char *association, *zone, *title, *category, *track;
  int epoch;             /* of this login */
  const char *device;    /* "only"; while a part runs "newest" or "older" of several logins (candidate_api.overview) */
  const char *now;       /* what time it is for the exam, ready to show */
  const char *accepted;  /* when the newest confidentiality text was accepted, "" before */
  bool published;
  size_t count;
  struct candidate_part parts[2];
};

enum candidate_outcome candidate_store_overview (struct candidate_store *store, const struct candidate_call *call,
                                                 struct candidate_overview *overview) BM_MUST_USE BM_NONNULL_ALL;

struct candidate_confidentiality
{
  int64_t version;
  const char *body;
  const char *accepted;  /* "" before */
};

enum candidate_outcome candidate_store_confidentiality (struct candidate_store *store, const struct candidate_call *call,
                                                        const char *language, struct candidate_confidentiality *text)
  BM_MUST_USE BM_NONNULL_ALL;
/* DONE; STALE: the association has a newer text. */
enum candidate_outcome candidate_store_accept (struct candidate_store *store, const struct candidate_call *call, int64_t version)
  BM_MUST_USE BM_NONNULL_ALL;

/* --- a session ---------------------------------------------------------------------------------------------------- */

/* DONE (also when it was open before), NOT_REGISTERED, NO_APPOINTMENT, NOT_OPEN, OVER, NOT_ACCEPTED, PART1_FIRST, NO_FORM,
   CLOSED. */
enum candidate_outcome candidate_store_open_part (struct candidate_store *store, const struct candidate_call *call, int part)
  BM_MUST_USE BM_NONNULL_ALL;
/* The page acknowledges its first questions: the clock starts, once. */
enum candidate_outcome candidate_store_begin (struct candidate_store *store, const struct candidate_call *call, int part)
  BM_MUST_USE BM_NONNULL_ALL;
/* call->arrived_boot_us: when the last byte of the first page of questions left. */
enum candidate_outcome candidate_store_delivered (struct candidate_store *store, const struct candidate_call *call, int part)
  BM_MUST_USE BM_NONNULL_ALL;
/* DONE, LATE (the time was over before), PAUSED or TAKEN_OVER. */
enum candidate_outcome candidate_store_hand_in (struct candidate_store *store, const struct candidate_call *call, int part)
  BM_MUST_USE BM_NONNULL_ALL;

/* A break that was granted begins or ends; twice is once. DONE, NO_BREAK, LATE, PAUSED (a coordinator's pause), CLOSED,
   TAKEN_OVER. */
enum candidate_outcome candidate_store_take_break (struct candidate_store *store, const struct candidate_call *call, int part)
  BM_MUST_USE BM_NONNULL_ALL;
enum candidate_outcome candidate_store_end_break (struct candidate_store *store, const struct candidate_call *call, int part)
  BM_MUST_USE BM_NONNULL_ALL;

struct candidate_session
{
  int part;
  enum session_state state;
  bool stopped;              /* no answer is taken now: closed, or past the deadline and its grace */
  struct candidate_time time;
  const char *handed_in;     /* ready to show; "" when it was not */
  const char *closed;
  struct uid id;             /* what open pages wait on */
  int64_t version;           /* goes up with every change that an open page must learn of */
  bool taken_over;           /* a later login has the exam: this one may only look, and send what it still holds */
  bool own_break;            /* PAUSED by the candidate, who may go on */
  int64_t break_left_s;      /* of the breaks that were granted, the one that lasts counted; 0: none */
  int64_t epoch;             /* of this login: what a page's saves carry */
  int64_t next_sequence;     /* for the page's first save */
  const char *rescue;        /* the key that a page seals what it cannot send to: base64url, "" without one */
};

enum candidate_outcome candidate_store_session (struct candidate_store *store, const struct candidate_call *call, int part,
                                                struct candidate_session *session) BM_MUST_USE BM_NONNULL_ALL;

/* Which save an answer came with: the highest counts. Zero: with none. */
struct candidate_revision
{
  int64_t epoch, sequence;
};

/* What a candidate did with one question: item of Part 1 or vignette of Part 2. */
struct candidate_answer
{
  bool seen, flagged;
  char choice;               /* Part 1: 'A' .. 'D', 0 for none */
  struct candidate_revision chosen;
  char struck[5];            /* Part 1: letters, "" for none */
  bool answered;             /* Part 2: at least one response that is not blank */
  bool marked, counts;       /* Part 2: core/choice_set */
  const char **texts;        /* Part 2: one for each prompt, "" for none */
  struct candidate_revision *written;  /* of each text */
};

/* A part as its pages need it. Answers by place; for Part 1 places are the candidate's own order, for Part 2 the form's. */
struct candidate_work
{
  struct candidate_session session;
  const struct candidate_form *form;   /* lives as long as the process */
  size_t count;
  uint16_t *positions;                 /* positions[place - 1]: position in the form */
  struct candidate_answer *answers;    /* answers[place - 1] */
  struct candidate_revision marked;    /* Part 2: of the save that says which vignettes count */
};

/* place: the question that the page shows, so it becomes seen (UNKNOWN_REF: there is none); 0: the page shows none. */
enum candidate_outcome candidate_store_work (struct candidate_store *store, const struct candidate_call *call, int part,
                                             int64_t place, struct candidate_work *work) BM_MUST_USE BM_NONNULL_ALL;

/* --- after the exam ----------------------------------------------------------------------------------------------- */

struct candidate_results
{
  json_t *outcome;           /* what was published (comment of result.outcome); the caller gives it back */
  const char *released, *association, *title;
};

/* DONE or NOT_PUBLISHED. */
enum candidate_outcome candidate_store_results (struct candidate_store *store, const struct candidate_call *call,
                                                struct candidate_results *results) BM_MUST_USE BM_NONNULL_ALL;

#endif
