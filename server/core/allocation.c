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

size_t
allocation_find (struct allocation_packet *packets, size_t packet_count, struct allocation_reviewer *reviewers,
                 size_t reviewer_count, struct arena *arena)
{
  size_t empty = 0;
  struct search s
      = { .packets = packets, .packet_count = packet_count, .reviewers = reviewers, .reviewer_count = reviewer_count };
  s.reached = arena_take (arena, (reviewer_count + 1) * sizeof *s.reached);
  s.through = arena_take (arena, (reviewer_count + 1) * sizeof *s.through);
  s.from = arena_take (arena, (reviewer_count + 1) * sizeof *s.from);
  s.queue = arena_take (arena, (reviewer_count + 1) * sizeof *s.queue);
  for (size_t p = 0; p < packet_count; p++)
    packets[p].reviewer[0] = packets[p].reviewer[1] = ALLOCATION_NOBODY;
  for (size_t seat = 0; seat < 2; seat++)
    for (size_t p = 0; p < packet_count; p++)
      if (seat < packets[p].seats && ! fill_seat (&s, p))
        empty++;
  return empty;
}
