#include "masking_inside.h"

#include "log.h"

#include <stdlib.h>
#include <string.h>

#define LOCAL_LEAST 4  /* letters of an address before its @ that are looked for alone */

static void
work_free (struct masking_work *work)
{
  free (work->marks);
  fold_free (&work->text);
}

static struct masking_work
work_new (struct text response)
{
  struct masking_work work = { fold_text (response), NULL };

  work.marks = calloc (work.text.places + 1, 1);
  if (NULL == work.marks)
    log_fatal ("no_memory", "wanted=%zu", work.text.places);
  return work;
}

static void
mark (struct masking_work *work, size_t from, size_t to, enum mask_why why, bool over)
{
  const size_t last = work->text.signs[to - 1].place + 1;
  /* Accents that were written behind the last letter belong to it. */
  const size_t end = work->text.signs[to].place > last ? work->text.signs[to].place : last;

  for (size_t at = work->text.signs[from].place; at < end; at++)
    if (over || 0 == work->marks[at])
      work->marks[at] = (unsigned char) (1 + why);
}

void
masking_mark (struct masking_work *work, size_t from, size_t to, enum mask_why why)
{
  mark (work, from, to, why, false);
}

void
masking_mark_over (struct masking_work *work, size_t from, size_t to, enum mask_why why)
{
  mark (work, from, to, why, true);
}

/* Runs of equal marks become masks. */
static size_t
collect (const struct masking_work *work, struct mask *masks, size_t room)
{
  const size_t length = work->text.places;
  size_t count = 0;

  for (size_t at = 0; at < length; at++)
    {
      size_t end = at;
      if (0 == work->marks[at])
        continue;
      while (end < length && work->marks[end] == work->marks[at])
        end++;
      if (count < room)
        masks[count] = (struct mask) { at, end, (enum mask_why) (work->marks[at] - 1) };
      count++;
      at = end - 1;
    }
  return count;
}

/* What stands before the @ of the writer's own address: also a name on other services. */
static void
mark_local (struct masking_work *work, struct text email)
{
  static const char *const plain[] = { "info", "mail", "office", "contact", "admin", "hello", "home", "work", "email" };
  const char *sign = memchr (email.at, '@', email.length);
  const struct text local = text_from (email.at, NULL == sign ? 0 : (size_t) (sign - email.at));
  struct term_set set BM_CLEANUP (term_set_free) = term_set_new (MASK_EMAIL);
  struct folded words BM_CLEANUP (fold_free) = fold_text (local);

  for (size_t i = 0; i < BM_COUNT (plain); i++)
    if (text_is (local, plain[i]))
      return;
  if (local.length >= LOCAL_LEAST && NULL != term_add (&set, &words, 0, words.count))
    term_set_mark (&set, work);
}

size_t
masking_propose (struct text response, struct masking_person person, struct mask *masks, size_t room)
{
  struct masking_work work BM_CLEANUP (work_free) = work_new (response);

  masking_mark_person (&work, person.name, MASK_NAME);
  masking_mark_people (&work, person.supervisor, MASK_SUPERVISOR);
  masking_mark_employer (&work, person.employer);
  masking_mark_addresses (&work);
  masking_mark_phones (&work);
  mark_local (&work, person.email);
  return collect (&work, masks, room);
}

size_t
masking_find (struct text response, struct text words, struct mask *masks, size_t room)
{
  struct masking_work work BM_CLEANUP (work_free) = work_new (response);
  struct term_set set BM_CLEANUP (term_set_free) = term_set_new (MASK_MASKER);
  struct folded wanted BM_CLEANUP (fold_free) = fold_text (words);

  if (NULL != term_add (&set, &wanted, 0, wanted.count))
    term_set_mark (&set, &work);
  return collect (&work, masks, room);
}

/* Takes blanks away behind a sign: a name of three words, or two reasons to mask one, shows no more than one of one word. */
static bool
follows_sign (struct buf *out)
{
  const size_t sign = sizeof MASKING_SIGN - 1;
  size_t length = out->length;

  while (length > 0 && ' ' == out->at[length - 1])
    length--;
  if (length < sign || 0 != memcmp (out->at + length - sign, MASKING_SIGN, sign))
    return false;
  out->length = length;
  out->at[length] = '\0';
  return true;
}

bool
masking_apply (struct text response, const struct mask *masks, size_t count, struct buf *out)
{
  const size_t points = text_code_points (response);
  size_t place = 0;
  size_t next = 0;
  size_t last = 0;

  for (size_t i = 0; i < count; i++)
    {
      if (masks[i].from < last || masks[i].to <= masks[i].from || masks[i].to > points)
        return false;
      last = masks[i].to;
    }
  for (size_t at = 0; at < response.length; place++)
    {
      size_t end = at + 1;
      while (end < response.length && 0x80 == ((unsigned char) response.at[end] & 0xC0))
        end++;
      if (next < count && place == masks[next].from && ! follows_sign (out))
        buf_string (out, MASKING_SIGN);
      if (next >= count || place < masks[next].from)
        buf_add (out, response.at + at, end - at);
      if (next < count && place + 1 == masks[next].to)
        next++;
      at = end;
    }
  return ! out->overflow;
}

const char *
mask_why_word (enum mask_why why)
{
  switch (why)
    {
    case MASK_NAME: return "name";
    case MASK_EMAIL: return "email";
    case MASK_EMPLOYER: return "employer";
    case MASK_SUPERVISOR: return "supervisor";
    case MASK_PHONE: return "phone";
    case MASK_WEB: return "web";
    case MASK_MASKER: return "masker";
    }
  return "";
}
