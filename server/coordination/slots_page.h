/* The form of new slots as typed, and what refused acts on slots and appointments are called. */
#ifndef BM_COORDINATION_SLOTS_PAGE_H
#define BM_COORDINATION_SLOTS_PAGE_H

#include "coordination_endpoints.h"
#include "coordination_slots.h"

struct new_slots
{
  struct text part, date, time, places, place, times, every;
};

struct new_slots new_slots_default (void);

/* Puts the entries into the page's document, as "entered". */
void new_slots_show (const struct new_slots *entries, json_t *doc) BM_NONNULL_ALL;

/* The reason in errors.json for doc.why of a store's function; "bad_word" for one that is not known. */
const char *slots_reason (const json_t *doc);

#endif
