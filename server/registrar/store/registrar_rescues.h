/* Emergency files of candidates' devices (crypto/rescue.h), which the coordination desk let in unopened. A part of the store. */
#ifndef BM_REGISTRAR_RESCUES_H
#define BM_REGISTRAR_RESCUES_H

#include "registrar_store.h"
#include "rescue.h"

/* One that waits to be opened; file is borrowed from the list. */
struct registrar_rescue
{
  struct uid association;
  struct uid id;
  struct rescue file;
};

/* One answer of it. Exactly one of choice, text, positions is what it says, by its kind. */
struct registrar_answer
{
  int32_t epoch;
  int64_t sequence;
  struct uid id;
  struct text ref;
  enum { REGISTRAR_CHOICE, REGISTRAR_TEXT, REGISTRAR_VIGNETTES } kind;
  char choice;               /* 'A' .. 'D', 0 takes the answer back */
  struct text text;
  const int64_t *positions;
  size_t position_count;
};

#define REGISTRAR_RESCUES_MOST 10
enum registrar_status registrar_store_rescues (struct registrar_store *store, struct pg_rows **list) BM_MUST_USE BM_NONNULL_ALL;
/* False: not a file that the coordination desk let in, which is a defect. */
bool registrar_store_rescue (const struct pg_rows *list, size_t row, struct registrar_rescue *rescue) BM_MUST_USE BM_NONNULL_ALL;
enum rescue_opened registrar_store_open_rescue (const struct registrar_store *store, const struct registrar_rescue *rescue,
                                                struct arena *arena, struct bytes *plain) BM_MUST_USE BM_NONNULL_ALL;
/* All of them go in as late answers, or none does: an answer cannot be of this session, and the file is refused. An answer that is
   stored already is left as it is; one under whose id another answer is stored goes in under an id that follows from both. */
enum registrar_status registrar_store_put_rescue (struct registrar_store *store, const struct registrar_rescue *rescue,
                                                  const struct registrar_answer *answers, size_t count) BM_MUST_USE
  BM_NONNULL (1, 2);
/* why: a word of work.rescue.why. */
enum registrar_status registrar_store_refuse_rescue (struct registrar_store *store, const struct registrar_rescue *rescue,
                                                     const char *why) BM_MUST_USE BM_NONNULL_ALL;

#endif
