#include "parking.h"

#include "log.h"

#include <stdlib.h>
#include <string.h>

/* --- the list of the ready --- */

static void
append (struct http_spots *list, struct http_spot *spot)
{
  spot->previous = list->last;
  spot->next = NULL;
  if (NULL == list->last)
    list->first = spot;
  else
    list->last->next = spot;
  list->last = spot;
}

static void
cut_out (struct http_spots *list, const struct http_spot *spot)
{
  if (NULL == spot->previous)
    list->first = spot->next;
  else
    spot->previous->next = spot->next;
  if (NULL == spot->next)
    list->last = spot->previous;
  else
    spot->next->previous = spot->previous;
}

/* --- the buckets --- */

_Static_assert (8192 == HTTP_PARKING_BUCKETS, "bucket_of takes 13 bits");

static struct http_bucket *
bucket_of (const struct http_parking *parking, struct uid topic)
{
  uint64_t halves[2];

  memcpy (halves, topic.bytes, sizeof halves);
  return &parking->buckets[((halves[0] ^ (halves[1] >> 1)) * UINT64_C (0x9E3779B97F4A7C15)) >> 51];
}

static struct http_spot *
first_of (const struct http_bucket *bucket, struct uid topic)
{
  struct http_spot *spot = bucket->first;

  while (NULL != spot && ! uid_equal (spot->topic, topic))
    spot = spot->right;
  return spot;
}

static bool
is_crowded (const struct http_parking *parking, struct uid topic)
{
  size_t count = 0;

  for (const struct http_spot *spot = first_of (bucket_of (parking, topic), topic);
       NULL != spot && uid_equal (spot->topic, topic) && count < parking->most_of_topic; spot = spot->right)
    count++;
  return count >= parking->most_of_topic;
}

static void
join_bucket (struct http_bucket *bucket, struct http_spot *spot)
{
  struct http_spot *beside = first_of (bucket, spot->topic);

  spot->left = beside;
  spot->right = NULL == beside ? bucket->first : beside->right;
  if (NULL != spot->right)
    spot->right->left = spot;
  if (NULL == beside)
    bucket->first = spot;
  else
    beside->right = spot;
}

static void
leave_bucket (struct http_bucket *bucket, struct http_spot *spot)
{
  if (NULL == spot->left)
    bucket->first = spot->right;
  else
    spot->left->right = spot->right;
  if (NULL != spot->right)
    spot->right->left = spot->left;
}

/* --- places --- */

static void
make_ready (struct http_parking *parking, struct http_spot *spot)
{
  spot->place = HTTP_PLACE_READY;
  append (&parking->ready, spot);
}

static void
make_parked (struct http_parking *parking, struct http_spot *spot)
{
  spot->place = HTTP_PLACE_PARKED;
  http_dues_add (&parking->dues, spot);
  join_bucket (bucket_of (parking, spot->topic), spot);
}

static void
unpark (struct http_parking *parking, struct http_spot *spot)
{
  http_dues_remove (&parking->dues, spot);
  leave_bucket (bucket_of (parking, spot->topic), spot);
  make_ready (parking, spot);
}

static void
lock (struct http_parking *parking)
{
  (void) pthread_mutex_lock (&parking->lock);
}

static void
unlock (struct http_parking *parking)
{
  (void) pthread_mutex_unlock (&parking->lock);
}

void
http_parking_open (struct http_parking *parking, size_t most, size_t most_of_topic)
{
  *parking = (struct http_parking) { .most = most, .most_of_topic = most_of_topic };
  parking->buckets = calloc (HTTP_PARKING_BUCKETS, sizeof parking->buckets[0]);
  if (NULL == parking->buckets)
    log_fatal ("no_memory", "in=parking");
  http_dues_open (&parking->dues, most);
  (void) pthread_mutex_init (&parking->lock, NULL);
}

void
http_parking_close (struct http_parking *parking)
{
  (void) pthread_mutex_destroy (&parking->lock);
  http_dues_close (&parking->dues);
  free (parking->buckets);
}

uint64_t
http_parking_wakes (struct http_parking *parking)
{
  uint64_t wakes;

  lock (parking);
  wakes = parking->wakes;
  unlock (parking);
  return wakes;
}

void
http_parking_enter (struct http_parking *parking, struct http_spot *spot, int64_t now_us)
{
  lock (parking);
  parking->count++;
  spot->over = parking->count > parking->most || is_crowded (parking, spot->topic);
  if (spot->over || parking->ended || spot->due_us <= now_us || bucket_of (parking, spot->topic)->woken > spot->seen)
    make_ready (parking, spot);
  else
    make_parked (parking, spot);
  unlock (parking);
}

bool
http_parking_wake (struct http_parking *parking, const struct uid *topics, size_t count)
{
  bool any = false;

  lock (parking);
  parking->wakes++;
  for (size_t i = 0; i < count; i++)
    {
      struct http_bucket *bucket = bucket_of (parking, topics[i]);
      bucket->woken = parking->wakes;
      for (struct http_spot *spot = first_of (bucket, topics[i]), *right; NULL != spot; spot = right)
        {
          right = NULL != spot->right && uid_equal (spot->right->topic, topics[i]) ? spot->right : NULL;
          unpark (parking, spot);
          any = true;
        }
    }
  unlock (parking);
  return any;
}

void
http_parking_ripen (struct http_parking *parking, int64_t now_us)
{
  lock (parking);
  for (struct http_spot *spot = http_dues_earliest (&parking->dues); NULL != spot && spot->due_us <= now_us;
       spot = http_dues_earliest (&parking->dues))
    unpark (parking, spot);
  unlock (parking);
}

struct http_spot *
http_parking_take (struct http_parking *parking, int64_t now_us)
{
  struct http_spot *spot;

  lock (parking);
  spot = parking->ready.first;
  if (NULL != spot)
    {
      cut_out (&parking->ready, spot);
      parking->count--;
      spot->place = HTTP_PLACE_NONE;
      spot->over = spot->over || parking->ended || spot->due_us <= now_us;
    }
  unlock (parking);
  return spot;
}

void
http_parking_leave (struct http_parking *parking, struct http_spot *spot)
{
  lock (parking);
  if (HTTP_PLACE_PARKED == spot->place)
    unpark (parking, spot);
  cut_out (&parking->ready, spot);
  parking->count--;
  spot->place = HTTP_PLACE_NONE;
  unlock (parking);
}

void
http_parking_end (struct http_parking *parking)
{
  lock (parking);
  parking->ended = true;
  for (struct http_spot *spot = http_dues_earliest (&parking->dues); NULL != spot;
       spot = http_dues_earliest (&parking->dues))
    unpark (parking, spot);
  unlock (parking);
}

static size_t
add_topics (const struct http_bucket *bucket, struct uid *topics, size_t most)
{
  size_t count = 0;

  for (const struct http_spot *spot = bucket->first; NULL != spot && count < most; spot = spot->right)
    if (NULL == spot->left || ! uid_equal (spot->left->topic, spot->topic))
      topics[count++] = spot->topic;
  return count;
}

size_t
http_parking_topics (struct http_parking *parking, struct uid *topics, size_t most)
{
  size_t count = 0;

  lock (parking);
  for (size_t i = 0; 0 != parking->dues.count && i < HTTP_PARKING_BUCKETS && count < most; i++)
    count += add_topics (&parking->buckets[i], topics + count, most - count);
  unlock (parking);
  return count;
}

size_t
http_parking_count (struct http_parking *parking)
{
  size_t count;

  lock (parking);
  count = parking->count;
  unlock (parking);
  return count;
}

int64_t
http_parking_patience (struct http_parking *parking, int64_t now_us)
{
  const struct http_spot *earliest;
  int64_t left = INT64_MAX;

  lock (parking);
  earliest = http_dues_earliest (&parking->dues);
  if (NULL != earliest)
    left = earliest->due_us > now_us ? earliest->due_us - now_us : 0;
  unlock (parking);
  return left;
}
