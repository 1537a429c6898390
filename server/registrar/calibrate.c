/* Practice and control packets: reviewers get them beside the candidates' packets, and what they lock is compared with what was
   agreed. The agreed levels of a practice packet go to its reviewer after the lock, those of a control packet to nobody. */
#include "calibration.h"

#include "levels.h"
#include "registrar_calibration.h"

#include "crypto.h"
#include "draw.h"
#include "log.h"

/* {"<page>.<criterion>": level} of what was agreed. */
static json_t *
agreed_levels (const json_t *agreed)
{
  json_t *levels = json_object ();
  const char *cell;
  json_t *one;

  json_object_foreach ((json_t *) agreed, cell, one)
    (void) json_object_set (levels, cell, json_object_get (one, "level"));
  return levels;
}

static bool
judge (const struct registrar_calibration *calibration, const json_t *review, struct calibration *found)
{
  const struct registrar_ready *ready = &calibration->ready;
  const struct review_scale scale = { ready->pages, ready->criteria, ready->top_level };
  json_auto_t *levels = agreed_levels (json_object_get (calibration->text, "agreed"));
  int given[REGISTRAR_CELLS_MOST], agreed[REGISTRAR_CELLS_MOST];
  struct review_score score;

  return registrar_levels (ready, json_object_get (review, "levels"), given, &score)
         && json_integer_value (json_object_get (review, "total")) == score.total
         && registrar_levels (ready, levels, agreed, &score)
         && calibration_compare (scale, given, agreed, review_scale_cells (scale),
                                 (struct calibration_tolerance) { calibration->points, calibration->levels }, found);
}

/* What the reviewer of a practice packet may read. */
static json_t *
comparison_of (const struct registrar_calibration *calibration, const struct calibration *found)
{
  return json_pack ("{s:O, s:i, s:i, s:i, s:{s:i, s:i}, s:b}", "agreed", json_object_get (calibration->text, "agreed"), "total",
                    found->agreed, "points", found->points, "levels", found->levels, "tolerance", "points", calibration->points,
                    "levels", calibration->levels, "outside", (int) found->outside);
}

static enum registrar_status
compare (struct registrar *registrar, struct registrar_calibration *calibration)
{
  json_auto_t *reviews = NULL;
  json_auto_t *comparison = NULL;
  struct calibration found;
  enum registrar_status status = registrar_store_reviews (registrar->store, &calibration->ready, &reviews);

  if (REGISTRAR_DONE != status)
    return status;
  if (1 != json_array_size (reviews) || ! judge (calibration, json_array_get (reviews, 0), &found))
    return REGISTRAR_BROKEN;
  if (calibration->practice)
    comparison = comparison_of (calibration, &found);
  return registrar_store_put_comparison (registrar->store, calibration, &found, comparison);
}

static enum registrar_status
compare_all (struct registrar *registrar)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  enum registrar_status worst = registrar_store_calibration_ready (registrar->store, &list);

  for (size_t i = 0; REGISTRAR_AWAY != worst && i < registrar_list_count (list); i++)
    {
      struct registrar_calibration calibration;
      char id[UID_TEXT_ROOM];
      enum registrar_status status = registrar_store_calibration (registrar->store, list, i, &calibration);
      arena_reset (registrar->arena);
      if (REGISTRAR_DONE == status)
        status = compare (registrar, &calibration);
      uid_print (calibration.allocation, id);
      registrar_calibration_free (&calibration);
      if (REGISTRAR_DONE != status)
        worst = status;
      if (REGISTRAR_BROKEN == status)
        log_event (LOG_LEVEL_ERROR, "not_compared", "allocation=%s", id);
    }
  return worst;
}

/* Each choice draws a lot of its text and of who would get it; those that the reviewer knows already come last. */
static uint64_t
lot_of (const struct registrar_choice *choice)
{
  const struct registrar_drawn_of both = { choice->digest, choice->reviewer };
  uint64_t lot;

  crypto_draw ("calibration lot", bytes_of (&both, sizeof both), &lot, sizeof lot);
  return lot >> 1 | (choice->seen ? UINT64_C (1) << 63 : 0);
}

static bool
same_choice (const struct registrar_choice *a, const struct registrar_choice *b)
{
  return uid_equal (a->association, b->association) && uid_equal (a->administration, b->administration)
         && uid_equal (a->reviewer, b->reviewer) && text_equal (a->category, b->category) && text_equal (a->purpose, b->purpose);
}

static enum registrar_status
give (struct registrar *registrar, const struct pg_rows *list, size_t row)
{
  const struct registrar_choice choice = registrar_store_choice (list, row);
  struct registrar_packing packing;
  json_auto_t *vignettes = NULL;
  json_auto_t *packet = NULL;
  enum registrar_status status = registrar_store_calibration_packing (registrar->store, list, row, &packing);

  arena_reset (registrar->arena);
  if (REGISTRAR_DONE != status)
    return status;
  status = registrar_store_vignettes (registrar->store, choice.association, packing.form, &vignettes);
  if (REGISTRAR_DONE == status)
    packet = registrar_packet_of (&packing, vignettes, registrar->arena);
  json_decref (packing.content);
  json_decref (packing.rubric);
  if (REGISTRAR_DONE != status)
    return status;
  return NULL == packet ? REGISTRAR_BROKEN : registrar_store_put_calibration (registrar->store, &choice, packet);
}

/* One that cannot be made is told of, and a control packet is let go, so that it keeps its reviewer's others from opening no
   longer. */
static enum registrar_status
give_or_tell (struct registrar *registrar, const struct pg_rows *list, size_t row)
{
  const struct registrar_choice choice = registrar_store_choice (list, row);
  enum registrar_status status = give (registrar, list, row);
  char calibration[UID_TEXT_ROOM], reviewer[UID_TEXT_ROOM];

  if (REGISTRAR_BROKEN != status)
    return status;
  uid_print (choice.calibration, calibration);
  uid_print (choice.reviewer, reviewer);
  log_event (LOG_LEVEL_ERROR, "no_calibration_given", "calibration=%s reviewer=%s", calibration, reviewer);
  if (text_is (choice.purpose, "control") && REGISTRAR_AWAY == registrar_store_let_control_go (registrar->store, &choice))
    status = REGISTRAR_AWAY;
  return status;
}

/* Of the rows from first to before end, those that draw the lowest lots, as many as are wanted. */
static enum registrar_status
give_some (struct registrar *registrar, const struct pg_rows *list, size_t first, size_t end, uint64_t *lots)
{
  const int wanted = registrar_store_choice (list, first).wanted;
  enum registrar_status worst = REGISTRAR_DONE;

  for (size_t i = first; i < end; i++)
    {
      const struct registrar_choice choice = registrar_store_choice (list, i);
      lots[i] = lot_of (&choice);
    }
  for (size_t i = first; REGISTRAR_AWAY != worst && i < end; i++)
    {
      int before = 0;
      for (size_t k = first; k < end; k++)
        before += lots[k] < lots[i] || (lots[k] == lots[i] && k < i);
      if (before < wanted)
        {
          const enum registrar_status status = give_or_tell (registrar, list, i);
          worst = REGISTRAR_DONE == status ? worst : status;
        }
    }
  return worst;
}

static enum registrar_status
give_all (struct registrar *registrar)
{
  struct pg_rows *list BM_CLEANUP (registrar_list_free) = NULL;
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new ((size_t) 1024 * 1024);
  enum registrar_status worst = registrar_store_calibration_work (registrar->store, &list);
  const size_t count = REGISTRAR_DONE == worst ? registrar_list_count (list) : 0;
  uint64_t *lots = arena_take (arena, (count + 1) * sizeof *lots);
  size_t end;

  for (size_t first = 0; REGISTRAR_AWAY != worst && first < count; first = end)
    {
      const struct registrar_choice choice = registrar_store_choice (list, first);
      enum registrar_status status;
      for (end = first + 1; end < count; end++)
        {
          const struct registrar_choice next = registrar_store_choice (list, end);
          if (! same_choice (&choice, &next))
            break;
        }
      status = give_some (registrar, list, first, end, lots);
      if (REGISTRAR_DONE != status)
        worst = status;
    }
  return worst;
}

/* Compared first: somebody who is too far off pauses before anything else opens. */
enum registrar_status
registrar_calibrate (struct registrar *registrar)
{
  enum registrar_status worst = compare_all (registrar);
  enum registrar_status status = worst;

  if (REGISTRAR_AWAY != status)
    status = give_all (registrar);
  if (REGISTRAR_DONE != status)
    worst = status;
  if (REGISTRAR_AWAY != status)
    status = registrar_store_renew_held (registrar->store);
  return REGISTRAR_DONE == status ? worst : status;
}
