/* Telephone numbers: of North America in any grouping, international with + or 00, national with a leading 0, and whatever stands
   behind a word like "call". Years, dates, amounts and scores are none. */
#include "masking_inside.h"

#include <string.h>

#define GROUPS_MOST 12
#define DIGITS_MOST 15
#define WORDS_BEFORE 3
#define SEVERAL 'm'

/* Runs of digits with at most three signs between two of them. */
struct number
{
  bool plus;
  size_t count;
  size_t sizes[GROUPS_MOST];
  size_t ends[GROUPS_MOST];        /* one past each */
  size_t starts[GROUPS_MOST];
  int32_t between[GROUPS_MOST];    /* what stands before each: one sign, or SEVERAL; of the first nothing */
  const struct folded *text;
};

static bool
is_between (const struct fold_sign *sign)
{
  return FOLD_GAP == sign->kind
         && ((sign->sign > 0 && sign->sign < 128 && NULL != strchr (" -.()/", (int) sign->sign))
             || (sign->sign >= 0x2010 && sign->sign <= 0x2015) || 0x2212 == sign->sign || 0xB7 == sign->sign);
}

/* Past what may stand between two groups, or before the first. */
static size_t
skip_between (const struct folded *text, size_t at, bool first)
{
  for (size_t most = at + 3; at < most && at < text->count; at++)
    if (! is_between (&text->signs[at]) && FOLD_SOFT != text->signs[at].kind && ! (first && '+' == text->signs[at].sign))
      break;
  return at;
}

static size_t
skip_digits (const struct folded *text, size_t at)
{
  while (FOLD_DIGIT == text->signs[at].kind)
    at++;
  return at;
}

static struct number
read_number (const struct folded *text, size_t at)
{
  struct number number = { .text = text, .plus = '+' == text->signs[at].sign };
  size_t digits = 0;

  for (size_t i = 0; i < GROUPS_MOST; i++)
    {
      const size_t from = skip_between (text, at, 0 == i);
      const size_t end = skip_digits (text, from);
      digits += end - from;
      /* "555-0123rd" is none, "555-0123x4" has an extension. */
      if (end == from || digits > DIGITS_MOST || (FOLD_LETTER == text->signs[end].kind && 'x' != text->signs[end].sign))
        break;
      number.starts[i] = from;
      number.sizes[i] = end - from;
      number.ends[i] = end;
      number.between[i] = from - at > 1 ? SEVERAL : text->signs[at].sign;
      number.count++;
      at = end;
    }
  return number;
}

static size_t
digits_of (const struct number *number, size_t count)
{
  size_t digits = 0;

  for (size_t i = 0; i < count; i++)
    digits += number->sizes[i];
  return digits;
}

static int32_t
digit (const struct number *number, size_t place)
{
  return number->text->signs[number->starts[0] + place].sign;
}

/* 907 555 0123, with a 1 before or not, in one piece or in the usual ones; and 555-0123. */
static bool
is_north_american (const struct number *number, size_t count)
{
  static const char *const groups[] = { "a", "37", "64", "334", "b", "1a", "47", "1334", "434" };
  char sizes[GROUPS_MOST + 1];
  const size_t digits = digits_of (number, count);

  if (7 == digits && 2 == count)
    return 3 == number->sizes[0] && digit (number, 0) >= '2' && ('-' == number->between[1] || '.' == number->between[1]);
  for (size_t i = 0; i < count; i++)
    sizes[i] = number->sizes[i] > 9 ? (char) ('a' + number->sizes[i] - 10) : (char) ('0' + number->sizes[i]);
  sizes[count] = '\0';
  for (size_t i = 0; i < BM_COUNT (groups); i++)
    if (0 == strcmp (groups[i], sizes))
      return 11 == digits ? '1' == digit (number, 0) : digit (number, 0) >= '2';
  return false;
}

static bool
is_date (const struct number *number, size_t count)
{
  return count >= 3 && ((number->sizes[0] <= 2 && number->sizes[1] <= 2 && (4 == number->sizes[2] || 2 == number->sizes[2])
                         && number->between[1] == number->between[2] && ' ' != number->between[1])
                        || (4 == number->sizes[0] && 2 == number->sizes[1] && 2 == number->sizes[2]));
}

static bool
all_same_size (const struct number *number, size_t count)
{
  for (size_t i = 1; i < count; i++)
    if (number->sizes[i] != number->sizes[0])
      return false;
  return true;
}

/* 1.234.567.890 */
static bool
is_amount (const struct number *number, size_t count)
{
  for (size_t i = 1; i < count; i++)
    if (3 != number->sizes[i] || '.' != number->between[i])
      return false;
  return true;
}

/* Three groups or more with hyphens, dots or brackets between them all. */
static bool
is_joined (const struct number *number, size_t count)
{
  for (size_t i = 1; i < count; i++)
    if (' ' == number->between[i] || '/' == number->between[i])
      return false;
  return count >= 3 && ! is_amount (number, count);
}

static bool
is_phone (const struct number *number, size_t count, bool called)
{
  const size_t digits = digits_of (number, count);

  if (digits < 7 || digits > DIGITS_MOST || is_date (number, count))
    return false;
  if (number->plus || called || is_north_american (number, count))
    return true;
  if (digits >= 9 && '0' == digit (number, 0) && number->sizes[0] >= 2)
    return true;
  return digits >= 9 && is_joined (number, count) && ! all_same_size (number, count);
}

/* One past the word when it stands at at; 0: it does not. */
static size_t
past_word (const struct folded *text, size_t at, const char *word)
{
  for (; '\0' != *word; word++, at++)
    if (at >= text->count || text->signs[at].sign != *word)
      return 0;
  return at;
}

/* One of the few words before at says that a number for a telephone comes. */
static bool
is_called (const struct folded *text, size_t at)
{
  static const char *const words[] = { "phone", "telephone", "tel",  "call", "text",     "fax",       "cell", "mobile",
                                       "whatsapp", "sms",    "ring", "dial", "landline", "cellphone", "phones" };
  for (size_t word = 0; word < WORDS_BEFORE && at > 0; word++)
    {
      size_t end = at;
      while (end > 0 && ! fold_is_word (&text->signs[end - 1]))
        end--;
      for (at = end; at > 0 && fold_is_word (&text->signs[at - 1]);)
        at--;
      for (size_t i = 0; i < BM_COUNT (words); i++)
        if (end > 0 && end == past_word (text, at, words[i]))
          return true;
    }
  return false;
}

static size_t
skip_few_gaps (const struct folded *text, size_t at)
{
  for (size_t most = at + 2; at < most && at < text->count && FOLD_GAP == text->signs[at].kind;)
    at++;
  return at;
}

/* Past "x12", "ext. 12". */
static size_t
extension_end (const struct folded *text, size_t end)
{
  static const char *const words[] = { "extension", "ext", "x" };
  const size_t at = skip_few_gaps (text, end);

  for (size_t i = 0; i < BM_COUNT (words); i++)
    {
      const size_t after = past_word (text, at, words[i]);
      const size_t from = skip_few_gaps (text, after);
      const size_t last = skip_digits (text, from);
      if (0 != after && last > from && ! fold_is_word (&text->signs[last]))
        return last;
    }
  return end;
}

/* Returns where to go on. */
static size_t
phone_at (struct masking_work *work, size_t at)
{
  const struct number number = read_number (&work->text, at);
  const bool called = number.count > 0 && is_called (&work->text, at);

  for (size_t count = number.count; count > 0; count--)
    if (is_phone (&number, count, called))
      {
        const size_t end = extension_end (&work->text, number.ends[count - 1]);
        masking_mark (work, at, end, MASK_PHONE);
        return end;
      }
  return 0 == number.count ? at + 1 : number.ends[0];
}

void
masking_mark_phones (struct masking_work *work)
{
  const struct folded *text = &work->text;

  for (size_t at = 0; at < text->count;)
    {
      const struct fold_sign *sign = &text->signs[at];
      const bool opens = FOLD_GAP == sign->kind && ('+' == sign->sign || '(' == sign->sign);
      const bool begins = (opens || FOLD_DIGIT == sign->kind) && masking_starts (text, at) && 0 == work->marks[sign->place];
      at = begins ? phone_at (work, at) : at + 1;
    }
}
