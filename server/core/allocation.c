#include "allocation.h"

/* A breadth-first search from one packet over "may take it" edges and back over "has taken it" edges. */
struct search
{
  struct allocation_packet *packets;
  size_t packet_count;
  struct allocation_reviewer *reviewers;
  size_t reviewer_count;
  bool *reached;   /* by reviewer */
  size_t *through; /* the packet by which a reviewer was reached */
  size_t *from;    /* the reviewer who would hand that packet over; NOBODY: the starting packet */
  size_t *queue;
  size_t head;
  size_t tail;
};

static bool
has (const struct allocation_packet *packet, size_t reviewer)
{
  for (size_t seat = 0; seat < packet->seats; seat++)
    if (reviewer == packet->reviewer[seat])
      return true;
  return false;
}

static void
reach (struct search *s, size_t packet, size_t from)
{
  for (size_t r = 0; r < s->reviewer_count; r++)
    if (! s->reached[r] && s->packets[packet].may[r] && ! has (&s->packets[packet], r))
      {
        s->reached[r] = true;
        s->through[r] = packet;
        s->from[r] = from;
        s->queue[s->tail++] = r;
      }
}

/* Of all who can be reached and have room, the one with the least load: the path to them keeps the others' loads. */
static size_t
best_end (const struct search *s)
{
  size_t best = ALLOCATION_NOBODY;
  for (size_t i = 0; i < s->tail; i++)
    {
      const struct allocation_reviewer *one = &s->reviewers[s->queue[i]];
      if (one->load < one->capacity && (ALLOCATION_NOBODY == best || one->load < s->reviewers[best].load))
        best = s->queue[i];
    }
  return best;
}

static void
take (struct allocation_packet *packet, size_t old, size_t reviewer)
{
  for (size_t seat = 0; seat < packet->seats; seat++)
    if (old == packet->reviewer[seat])
      {
        packet->reviewer[seat] = reviewer;
        return;
      }
}

static bool
fill_seat (struct search *s, size_t packet)
{
  size_t end;
  s->head = s->tail = 0;
  for (size_t r = 0; r < s->reviewer_count; r++)
    s->reached[r] = false;
  reach (s, packet, ALLOCATION_NOBODY);
  while (s->head < s->tail)
    {
      size_t holder = s->queue[s->head++];
      for (size_t p = 0; p < s->packet_count; p++)
        if (has (&s->packets[p], holder))
          reach (s, p, holder);
    }
  end = best_end (s);
  if (ALLOCATION_NOBODY == end)
    return false;
  s->reviewers[end].load++;
  while (ALLOCATION_NOBODY != end)
    {
      take (&s->packets[s->through[end]], s->from[end], end);
      end = s->from[end];
    }
  return true;
}

static struct search
search_over (struct allocation_packet *packets, size_t packet_count, struct allocation_reviewer *reviewers, size_t reviewer_count,
             struct arena *arena)
{
  struct search s
      = { .packets = packets, .packet_count = packet_count, .reviewers = reviewers, .reviewer_count = reviewer_count };
  s.reached = arena_take (arena, (reviewer_count + 1) * sizeof *s.reached);
  s.through = arena_take (arena, (reviewer_count + 1) * sizeof *s.through);
  s.from = arena_take (arena, (reviewer_count + 1) * sizeof *s.from);
  s.queue = arena_take (arena, (reviewer_count + 1) * sizeof *s.queue);
  return s;
}

static size_t
fill_all (struct search *s)
{
  size_t empty = 0;
  for (size_t p = 0; p < s->packet_count; p++)
    s->packets[p].reviewer[0] = s->packets[p].reviewer[1] = ALLOCATION_NOBODY;
  for (size_t seat = 0; seat < 2; seat++)
    for (size_t p = 0; p < s->packet_count; p++)
      if (seat < s->packets[p].seats && ! fill_seat (s, p))
        empty++;
  return empty;
}

size_t
allocation_find (struct allocation_packet *packets, size_t packet_count, struct allocation_reviewer *reviewers,
                 size_t reviewer_count, struct arena *arena)
{
  struct search s = search_over (packets, packet_count, reviewers, reviewer_count, arena);
  return fill_all (&s);
}

static bool
is_whole (const struct allocation_packet *packet)
{
  return ! has (packet, ALLOCATION_NOBODY);
}

static void
empty_out (struct search *s, struct allocation_packet *packet)
{
  for (size_t seat = 0; seat < packet->seats; seat++)
    if (ALLOCATION_NOBODY != packet->reviewer[seat])
      {
        s->reviewers[packet->reviewer[seat]].load--;
        packet->reviewer[seat] = ALLOCATION_NOBODY;
      }
}

/* What half packets had is given back, and each of them tries again for all its seats. */
static void
drop_halves (struct search *s)
{
  for (size_t p = 0; p < s->packet_count; p++)
    if (! is_whole (&s->packets[p]))
      empty_out (s, &s->packets[p]);
  for (size_t p = 0; p < s->packet_count; p++)
    {
      bool whole = true;
      for (size_t seat = 0; whole && seat < s->packets[p].seats; seat++)
        whole = ALLOCATION_NOBODY != s->packets[p].reviewer[seat] || fill_seat (s, p);
      if (! whole)
        empty_out (s, &s->packets[p]);
    }
}

/* Filled once more without those that stay behind: so the loads are even again. */
size_t
allocation_find_whole (struct allocation_packet *packets, size_t packet_count, struct allocation_reviewer *reviewers,
                       size_t reviewer_count, struct arena *arena)
{
  struct search s = search_over (packets, packet_count, reviewers, reviewer_count, arena);
  size_t *loads = arena_take (arena, (reviewer_count + 1) * sizeof *loads);
  size_t *seats = arena_take (arena, (packet_count + 1) * sizeof *seats);
  size_t whole = 0;
  for (size_t r = 0; r < reviewer_count; r++)
    loads[r] = reviewers[r].load;
  if (fill_all (&s) > 0)
    {
      drop_halves (&s);
      for (size_t p = 0; p < packet_count; p++)
        {
          seats[p] = packets[p].seats;
          packets[p].seats = is_whole (&packets[p]) ? seats[p] : 0;
        }
      for (size_t r = 0; r < reviewer_count; r++)
        reviewers[r].load = loads[r];
      (void) fill_all (&s);
      for (size_t p = 0; p < packet_count; p++)
        packets[p].seats = seats[p];
    }
  for (size_t p = 0; p < packet_count; p++)
    whole += packets[p].seats > 0 && is_whole (&packets[p]) ? 1 : 0;
  return whole;
}
