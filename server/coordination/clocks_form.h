/* The form of an act on clocks: what, whose, how many minutes, why. The page shows it, the check repeats it, the act obeys it. */
#ifndef BM_CLOCKS_FORM_H
#define BM_CLOCKS_FORM_H

#include "coordination_acts.h"
#include "coordination_endpoints.h"

#define CLOCKS_SESSIONS_MOST 2000
#define CLOCKS_ACTS "pause|resume|minutes|reopen"

/* As typed. */
struct clocks_form
{
  struct text what;
  struct http_list sessions;
  bool everybody;
  struct text minutes;  /* minutes: 1 .. 600; reopen: 0 .. 600, empty is 0; else empty */
  struct text category;
  struct text reason;   /* 3 .. 400 code points */
};

#define CLOCKS_FORM_EMPTY \
  { .what = { "pause", 5 }, .minutes = { "", 0 }, .category = { "", 0 }, .reason = { "", 0 } }
#define CLOCKS_FORM_FIELDS(f)                                                                                          \
  HTTP_BODY_WORD ("what", CLOCKS_ACTS, &(f).what), HTTP_BODY_LIST ("session", CLOCKS_SESSIONS_MOST, &(f).sessions),    \
      HTTP_BODY_BOOL ("everybody", &(f).everybody), HTTP_BODY_TEXT_OPTIONAL ("minutes", 20, &(f).minutes),             \
      HTTP_BODY_TEXT_OPTIONAL ("category", 20, &(f).category), HTTP_BODY_TEXT_OPTIONAL ("reason", 2000, &(f).reason)

/* What is wrong, by the field's name and its sentence in errors.json. */
struct clocks_fault
{
  const char *field;
  const char *reason;
};

/* False: *fault says what is wrong. act->sessions lives in the arena; id and really are left alone. */
bool clocks_form_read (const struct clocks_form *form, struct arena *arena, struct coordination_act *act,
                       struct clocks_fault *fault) BM_MUST_USE BM_NONNULL_ALL;

/* Marks in a document of coordination_clocks what was typed and ticked. */
void clocks_form_show (const struct clocks_form *form, json_t *doc) BM_NONNULL_ALL;

/* The list of ids in a form. False: one of them is none. */
bool clocks_read_uids (const struct http_list *list, struct arena *arena, const struct uid **uids) BM_MUST_USE BM_NONNULL_ALL;

#endif
