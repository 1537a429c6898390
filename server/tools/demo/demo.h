/* `blindmark demo --data DIR`: plays the story of share/demo/story.json on an installation that `blindmark up` has just made:
   one administration released a year ago, one in review, one open now. Everything goes through the desks' own doors; only
   the shift of the clock is written by the superuser, and taken away again. */
#ifndef BM_DEMO_H
#define BM_DEMO_H

#include "arena.h"
#include "demo_client.h"
#include "tools.h"
#include "up.h"

struct pg_conn;

struct demo
{
  struct arena *arena;
  const char *data;        /* the folder of `blindmark up` */
  const char *share;
  const char *candidate_url;
  const char *review_url;
  const char *coordination_url;
  const char *association; /* its code */
  json_t *card;            /* DIR/demo.json */
  json_t *story;           /* share/demo/story.json; packets that were reviewed are counted in it as we go */
  json_t *keys;            /* stem -> "A" .. "D" */
  json_t *titles;          /* title of a vignette -> its id */
  json_t *calibration;      /* practice and control packets as the bank has them */
  json_t *passwords;       /* e-mail -> password */
  json_t *people;          /* of the card: who can sign in, and with what */
  struct pg_conn *conn;    /* the superuser's */
  int step;
};

/* Everything that a step does has failed when it returns false, and one line on standard error has said why. */
typedef bool demo_step (struct demo *demo);

enum tool_exit tool_demo (int argc, char **argv);

/* -- what the story and the bank say (demo_story.c) -- */

/* share/demo/story.json; NULL after a line that says why. */
json_t *demo_story_load (const char *share, struct arena *arena) BM_MUST_USE BM_NONNULL_ALL;

/* Whom the story's installation begins with, without a code (copies in the arena). */
struct up_first demo_first (const json_t *story, struct arena *arena) BM_NONNULL_ALL;

/* keys, titles and calibration, from share/question-bank. */
demo_step demo_bank_load;

/* "" when absent. */
const char *demo_string (const json_t *object, const char *key) BM_NONNULL_ALL;

/* The story's administration of that number, from 0; its days of that name. */
json_t *demo_administration (const struct demo *demo, size_t index) BM_NONNULL_ALL;
int demo_day_of (const json_t *administration, const char *name) BM_NONNULL_ALL;

/* -- the clock (demo_clock.c) -- */

demo_step demo_clock_open;    /* connects; the installation must be made for a demo and hold one association */
void demo_clock_close (struct demo *demo) BM_NONNULL_ALL;

/* From now on it is so many days after (before: negative) today, at that minute of the association's day. */
bool demo_travel (struct demo *demo, int days, int minute) BM_MUST_USE BM_NONNULL_ALL;
bool demo_pass (struct demo *demo, int seconds) BM_MUST_USE BM_NONNULL_ALL;
demo_step demo_arrive;        /* the true time again */

/* That day in the association's zone: "2027-03-14" and "March 2027". */
bool demo_date (struct demo *demo, int days, const char **date, const char **month) BM_MUST_USE BM_NONNULL_ALL;

void demo_pause (int milliseconds);

/* -- people (demo_people.c) -- */

demo_step demo_import_bank;
demo_step demo_hire;          /* the coordinator arrives with the card's code and takes on everybody else */

/* A member of staff at the door of a desk. NULL after a line that says why. */
struct demo_client *demo_sign_in (struct demo *demo, const char *url, const char *email) BM_MUST_USE BM_NONNULL_ALL;
struct demo_client *demo_coordinator (struct demo *demo) BM_MUST_USE BM_NONNULL_ALL;

/* The story's first (0), second … member of staff with that role. */
const json_t *demo_staff (const struct demo *demo, const char *role, size_t index) BM_NONNULL_ALL;

/* -- administrations (demo_exam.c); each takes the story's administration and keeps what it learns in it -- */

bool demo_exam_make (struct demo *demo, json_t *exam) BM_MUST_USE BM_NONNULL_ALL;      /* form, roster, slips */
bool demo_exam_duty (struct demo *demo, const json_t *exam, const char *verb, const char *step) BM_MUST_USE BM_NONNULL_ALL;
/* A step of its checklist as the page has it, with "state"; the caller's. NULL: the page or the step is not there. */
json_t *demo_exam_step (struct demo *demo, struct demo_client *client, const json_t *exam, const char *name)
  BM_MUST_USE BM_NONNULL_ALL;
bool demo_exam_mask (struct demo *demo) BM_MUST_USE BM_NONNULL_ALL;
/* A word on each category of few responses. */
bool demo_exam_small_groups (struct demo *demo, const json_t *exam) BM_MUST_USE BM_NONNULL_ALL;
bool demo_exam_allocate (struct demo *demo, const json_t *exam) BM_MUST_USE BM_NONNULL_ALL;
bool demo_exam_remarks (struct demo *demo, const json_t *exam) BM_MUST_USE BM_NONNULL_ALL;
bool demo_exam_publish (struct demo *demo, const json_t *exam) BM_MUST_USE BM_NONNULL_ALL;

/* -- candidates (demo_sitting.c) -- */

/* Both parts, as the story wants them: so many right answers, these responses. */
bool demo_sit (struct demo *demo, const json_t *candidate) BM_MUST_USE BM_NONNULL_ALL;

/* -- reviewers (demo_review.c) -- */

/* Scores what is to be practised first, looks at it, and waits until the packets are open (demo_practice.c). */
bool demo_practise (struct demo *demo, struct demo_client *client) BM_MUST_USE BM_NONNULL_ALL;

/* The page of the bank's that this page of a packet was made from; NULL: a candidate wrote it. */
const json_t *demo_calibration_of (const struct demo *demo, const json_t *page) BM_NONNULL_ALL;

/* Every packet in every queue, third reviews too, until all are decided. */
bool demo_review_all (struct demo *demo, json_t *exam) BM_MUST_USE BM_NONNULL_ALL;

/* One reviewer locks two, another begins one. */
bool demo_review_some (struct demo *demo, json_t *exam) BM_MUST_USE BM_NONNULL_ALL;

#endif
