#include "fold.h"

#include "log.h"

#include <stdlib.h>
#include <utf8proc.h>

#define PARTS_MOST 32  /* into which one code point may decompose */

/* Letters that Unicode does not decompose, and letters of other scripts that look like Latin ones. Names and texts go through
   the same table, so a name that is written in one of those scripts still finds itself. All are lower case: folding is before. */
static const struct
{
  int32_t from;
  char to[3];
  char second;
} table[] = {
  { 0xE6, "a", 'e' },   { 0x153, "o", 'e' },  { 0xF8, "o", 'e' },   { 0xF0, "d", 0 },     { 0xFE, "th", 0 },
  { 0x111, "d", 'j' },  { 0x127, "h", 0 },    { 0x131, "i", 0 },    { 0x142, "l", 0 },    { 0x167, "t", 0 },
  { 0x14B, "n", 0 },    { 0x259, "e", 0 },    { 0x253, "b", 0 },    { 0x257, "d", 0 },    { 0x199, "k", 0 },
  { 0x1B4, "y", 0 },    { 0x18D, "d", 0 },    { 0x268, "i", 0 },    { 0x19A, "l", 0 },    { 0x25B, "e", 0 },
  { 0x254, "o", 0 },
  /* Cyrillic */
  { 0x430, "a", 0 },    { 0x435, "e", 0 },    { 0x43E, "o", 0 },    { 0x440, "p", 0 },    { 0x441, "c", 0 },
  { 0x443, "y", 0 },    { 0x445, "x", 0 },    { 0x456, "i", 0 },    { 0x458, "j", 0 },    { 0x455, "s", 0 },
  { 0x43A, "k", 0 },    { 0x43C, "m", 0 },    { 0x442, "t", 0 },
  /* Greek */
  { 0x3B1, "a", 0 },    { 0x3BF, "o", 0 },    { 0x3BD, "v", 0 },    { 0x3C1, "p", 0 },    { 0x3B9, "i", 0 },
  { 0x3BA, "k", 0 },    { 0x3C4, "t", 0 },    { 0x3C5, "u", 0 },    { 0x3C7, "x", 0 },    { 0x3B5, "e", 0 },
};

static bool
between (int32_t sign, int32_t first, int32_t last)
{
  return sign >= first && sign <= last;
}

/* Accents of Latin, Greek and Cyrillic, points of Hebrew and Arabic: many writers leave them out. The vowel signs of Indic
   scripts are not among them. */
static bool
is_accent (int32_t sign)
{
  return between (sign, 0x300, 0x36F) || between (sign, 0x591, 0x5C7) || between (sign, 0x64B, 0x65F) || 0x670 == sign
         || between (sign, 0x1AB0, 0x1AFF) || between (sign, 0x1DC0, 0x1DFF) || between (sign, 0x20D0, 0x20FF)
         || between (sign, 0xFE00, 0xFE0F) || between (sign, 0xFE20, 0xFE2F);
}

static bool
is_dense (int32_t sign)
{
  return between (sign, 0xE00, 0xEFF) || between (sign, 0x1000, 0x109F) || between (sign, 0x1100, 0x11FF)
         || between (sign, 0x1780, 0x17FF) || between (sign, 0x3040, 0x30FF) || between (sign, 0x3400, 0x9FFF)
         || between (sign, 0xAC00, 0xD7FF) || between (sign, 0x20000, 0x3FFFF);
}

/* Digits stand in runs of ten that begin at a multiple of 16, those of Indic scripts at 6 above one. */
static int32_t
digit_of (int32_t sign)
{
  const int32_t value = (sign & 15) - (between (sign, 0x966, 0xDEF) ? 6 : 0);

  return between (value, 0, 9) ? '0' + value : '0';
}

static bool
is_mark (int32_t sign)
{
  return between ((int32_t) utf8proc_category (sign), UTF8PROC_CATEGORY_MN, UTF8PROC_CATEGORY_ME);
}

static enum fold_kind
kind_of (int32_t sign)
{
  const utf8proc_category_t category = utf8proc_category (sign);

  if (between (sign, 0x2B0, 0x2FF) || UTF8PROC_CATEGORY_CF == category)
    return FOLD_SOFT;
  if (between ((int32_t) category, UTF8PROC_CATEGORY_LU, UTF8PROC_CATEGORY_LO) || is_mark (sign))
    return FOLD_LETTER;
  return UTF8PROC_CATEGORY_ND == category ? FOLD_DIGIT : FOLD_GAP;
}

static int32_t
gap_sign (int32_t sign)
{
  const utf8proc_category_t category = utf8proc_category (sign);

  if ('\n' == sign || '\r' == sign || 0x2028 == sign || 0x2029 == sign)
    return '\n';
  return UTF8PROC_CATEGORY_ZS == category || '\t' == sign ? ' ' : sign;
}

static void
add (struct folded *folded, struct fold_sign sign)
{
  sign.kind = kind_of (sign.sign);
  sign.dense = is_dense (sign.sign);
  sign.mark = is_mark (sign.sign);
  if (FOLD_DIGIT == sign.kind)
    sign.sign = digit_of (sign.sign);
  if (FOLD_GAP == sign.kind)
    sign.sign = gap_sign (sign.sign);
  if (FOLD_LETTER != sign.kind)
    {
      folded->signs[folded->count++] = sign;
      return;
    }
  for (size_t i = 0; i < BM_COUNT (table); i++)
    if (table[i].from == sign.sign)
      {
        sign.second = table[i].second;
        for (const char *to = table[i].to; '\0' != *to; to++)
          {
            sign.sign = *to;
            folded->signs[folded->count++] = sign;
          }
        return;
      }
  folded->signs[folded->count++] = sign;
}

/* Two dots over a, o, u and the ring over a may be written as a second letter. */
static void
note_accent (struct folded *folded, int32_t accent)
{
  struct fold_sign *last = 0 == folded->count ? NULL : &folded->signs[folded->count - 1];

  if (NULL == last)
    return;
  if (0x308 == accent && ('a' == last->sign || 'o' == last->sign || 'u' == last->sign))
    last->second = 'e';
  if (0x30A == accent && 'a' == last->sign)
    last->second = 'a';
}

struct folded
fold_text (struct text text)
{
  const utf8proc_option_t how = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD;
  /* The longest decomposition, of 18 signs, is of three bytes; the longest entry of the table makes one sign into two. */
  const size_t room = 8 * text.length + 2 * PARTS_MOST;
  struct folded folded = { calloc (room, sizeof *folded.signs), 0, 0 };
  size_t at = 0;

  if (NULL == folded.signs)
    log_fatal ("no_memory", "wanted=%zu", room);
  while (at < text.length)
    {
      utf8proc_int32_t point;
      utf8proc_int32_t parts[PARTS_MOST];
      const utf8proc_ssize_t used = utf8proc_iterate ((const utf8proc_uint8_t *) text.at + at,
                                                      (utf8proc_ssize_t) (text.length - at), &point);
      utf8proc_ssize_t made;
      int boundary = 0;
      if (used <= 0)
        break;
      made = utf8proc_decompose_char (point, parts, PARTS_MOST, how, &boundary);
      for (utf8proc_ssize_t i = 0; i < made && i < PARTS_MOST && folded.count + 3 < room; i++)
        {
          if (is_accent (parts[i]))
            note_accent (&folded, parts[i]);
          else
            add (&folded, (struct fold_sign) { .sign = parts[i], .place = (uint32_t) folded.places,
                                               .upper = UTF8PROC_CATEGORY_LU == utf8proc_category (point) });
        }
      at += (size_t) used;
      folded.places++;
    }
  folded.signs[folded.count] = (struct fold_sign) { .sign = ' ', .place = (uint32_t) folded.places, .kind = FOLD_GAP };
  return folded;
}

void
fold_free (struct folded *folded)
{
  free (folded->signs);
  folded->signs = NULL;
}

bool
fold_is_word (const struct fold_sign *sign)
{
  return FOLD_LETTER == sign->kind || FOLD_DIGIT == sign->kind;
}
