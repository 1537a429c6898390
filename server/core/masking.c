#include "masking.h"

#include "log.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* A text as folded letters: each entry is one letter of the case-folded, accent-free text and knows the code point of the
   original it came from. */
struct letter
{
  utf8proc_int32_t sign;
  size_t place;
};

struct folded
{
  struct letter *letters;
  size_t count;
};

#define FOLD_MOST 32  /* letters that one code point may decompose into */

static void
free_folded (struct folded *folded)
{
  free (folded->letters);
}

static struct folded
fold (struct text text)
{
  const utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK;
  struct folded folded = { NULL, 0 };
  size_t room = text.length + FOLD_MOST;
  size_t place = 0;
  size_t at = 0;

  folded.letters = calloc (room, sizeof *folded.letters);
  if (NULL == folded.letters)
    log_fatal ("no_memory", "wanted=%zu", room);
  while (at < text.length)
    {
      utf8proc_int32_t point;
      utf8proc_int32_t parts[FOLD_MOST];
      utf8proc_ssize_t used = utf8proc_iterate ((const utf8proc_uint8_t *) text.at + at,
                                                (utf8proc_ssize_t) (text.length - at), &point);
      utf8proc_ssize_t made;
      int boundary = 0;
      if (used <= 0)
        break;
      made = utf8proc_decompose_char (point, parts, FOLD_MOST, how, &boundary);
      for (utf8proc_ssize_t i = 0; i < made && i < FOLD_MOST && folded.count < room; i++)
        folded.letters[folded.count++] = (struct letter) { parts[i], place };
      at += (size_t) used;
      place++;
    }
  return folded;
}

static bool
is_letter (utf8proc_int32_t sign)
{
  utf8proc_category_t category = utf8proc_category (sign);
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

static bool
is_word_sign (utf8proc_int32_t sign)
{
  return is_letter (sign) || UTF8PROC_CATEGORY_ND == utf8proc_category (sign);
}

/* The letter that a digit or sign stands for in simple swaps, or itself. */
static utf8proc_int32_t
unswap (utf8proc_int32_t sign)
{
  static const char from[] = "013457@$";
  static const char to[] = "oieastas";
  const char *found = sign > 0 && sign < 128 ? strchr (from, (int) sign) : NULL;
  return NULL == found ? sign : to[found - from];
}

static bool
same_letter (utf8proc_int32_t in_text, utf8proc_int32_t in_term)
{
  return in_text == in_term || (is_letter (in_term) && unswap (in_text) == in_term);
}

static bool
matches_at (const struct folded *text, size_t at, const struct letter *term, size_t length)
{
  if (at + length > text->count || (at > 0 && is_word_sign (text->letters[at - 1].sign)))
    return false;
  if (at + length < text->count && is_word_sign (text->letters[at + length].sign))
    return false;
  for (size_t i = 0; i < length; i++)
    if (! same_letter (text->letters[at + i].sign, term[i].sign))
      return false;
  return true;
}


/* One flag for each code point of the text: 0, or 1 + why. */
static void
mark_term (const struct folded *text, const struct letter *term, size_t length, enum mask_why why, unsigned char *marks)
{
  if (0 == length)
    return;
  for (size_t at = 0; at + length <= text->count; at++)
    if (matches_at (text, at, term, length))
      for (size_t i = 0; i < length; i++)
        marks[text->letters[at + i].place] = (unsigned char) (1 + why);
}

/* Each run of letters of at least least letters is a term of its own. */
static void
mark_words (const struct folded *text, struct text words, size_t least, enum mask_why why, unsigned char *marks)
{
  struct folded folded = fold (words);
  size_t from = 0;

  for (size_t at = 0; at <= folded.count; at++)
    {
      if (at < folded.count && is_letter (folded.letters[at].sign))
        continue;
      if (at - from >= least)
        mark_term (text, folded.letters + from, at - from, why, marks);
      from = at + 1;
    }
  free_folded (&folded);
}

static void
mark_whole (const struct folded *text, struct text words, enum mask_why why, unsigned char *marks)
{
  struct folded folded = fold (text_trim (words));

  mark_term (text, folded.letters, folded.count, why, marks);
  free_folded (&folded);
}

/* Runs of equal marks become masks; the space between two masked names stays, so a reader sees where they were. */
static size_t
collect (const unsigned char *marks, size_t length, struct mask *masks, size_t room)
{
  size_t count = 0;

  for (size_t at = 0; at < length; at++)
    {
      size_t end = at;
      if (0 == marks[at])
        continue;
      while (end < length && marks[end] == marks[at])
        end++;
      if (count < room)
        masks[count] = (struct mask) { at, end, (enum mask_why) (marks[at] - 1) };
      count++;
      at = end - 1;
    }
  return count;
}

static unsigned char *
new_marks (struct text response)
{
  unsigned char *marks = calloc (response.length + 1, 1);

  if (NULL == marks)
    log_fatal ("no_memory", "wanted=%zu", response.length);
  return marks;
}

size_t
masking_propose (struct text response, struct masking_person person, struct mask *masks, size_t room)
{
  struct folded text = fold (response);
  unsigned char *marks = new_marks (response);
  const char *sign = memchr (person.email.at, '@', person.email.length);
  size_t count;

  mark_words (&text, person.name, 2, MASK_NAME, marks);
  if (NULL != sign && sign - person.email.at >= 4)
    mark_whole (&text, text_from (person.email.at, (size_t) (sign - person.email.at)), MASK_EMAIL, marks);
  mark_whole (&text, person.email, MASK_EMAIL, marks);
  count = collect (marks, text_code_points (response), masks, room);
  free (marks);
  free_folded (&text);
  return count;
}

size_t
masking_find (struct text response, struct text words, struct mask *masks, size_t room)
{
  struct folded text = fold (response);
  unsigned char *marks = new_marks (response);
  size_t count;

  mark_whole (&text, words, MASK_NAME, marks);
  count = collect (marks, text_code_points (response), masks, room);
  free (marks);
  free_folded (&text);
  return count;
}

bool
masking_apply (struct text response, const struct mask *masks, size_t count, struct buf *out)
{
  size_t place = 0;
  size_t next = 0;
  size_t last = 0;

  for (size_t i = 0; i < count; i++)
    {
      if (masks[i].from < last || masks[i].to <= masks[i].from || masks[i].to > text_code_points (response))
        return false;
      last = masks[i].to;
    }
  for (size_t at = 0; at < response.length; place++)
    {
      size_t end = at + 1;
      while (end < response.length && 0x80 == ((unsigned char) response.at[end] & 0xC0))
        end++;
      if (next < count && place == masks[next].from)
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
    }
  return "";
}
