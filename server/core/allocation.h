/* Who reviews which packet: a fair share for everybody, nobody who is barred, two different people for a packet. Finds an
   allocation whenever one exists (augmenting paths), and then the loads are as even as any allocation can make them: the sum of
   their squares is the least there is, within one packet of each other where nobody is barred or full. What is held already stays.
   Pure; the order of packets and reviewers decides among equals, so a caller that wants chance shuffles both. */
#ifndef BM_ALLOCATION_H
#define BM_ALLOCATION_H

#include "arena.h"

#define ALLOCATION_REVIEWERS_MOST 500
#define ALLOCATION_NOBODY SIZE_MAX

struct allocation_packet
{
  const bool *may;      /* one for each reviewer: has the category, is not barred, has not had this packet */
  size_t seats;         /* 1 or 2 to be filled */
  size_t reviewer[2];   /* out: places among the reviewers, ALLOCATION_NOBODY where nobody is left */
};

struct allocation_reviewer
{
  size_t load;          /* packets of this administration already held; out: with the new ones */
  size_t capacity;
};

/* Fills every seat that can be filled; returns how many stay empty. */
size_t allocation_find (struct allocation_packet *packets, size_t packet_count, struct allocation_reviewer *reviewers,
                        size_t reviewer_count, struct arena *arena) BM_NONNULL (5);

/* Where not every seat can be filled: gives packets all their seats or none, so that one that nobody is left for keeps none of the
   others waiting. A packet stays without when it cannot have all its seats beside those that have them (as many as possible is not
   promised). Seats of a packet that stays without are ALLOCATION_NOBODY. Loads come as for allocation_find; returns how many
   packets have their seats. */
size_t allocation_find_whole (struct allocation_packet *packets, size_t packet_count, struct allocation_reviewer *reviewers,
                              size_t reviewer_count, struct arena *arena) BM_NONNULL (5);

#endif
