#include "feedback_scan.h"

#include "log.h"

#include <stdlib.h>
#include <string.h>

#define MASKS_MOST 200    /* places of one person's names; what is beyond is found when the first are gone */

/* Words of a phrase stand beside each other in the remark; "a|b" is either of them. */
struct phrase
{
  const char *words;
  enum feedback_why why;
};

#define READERS                                                                                                                    \
  "reviewer|reviewers|scorer|scorers|rater|raters|marker|markers|grader|graders|reader|readers|examiner|examiners|assessor|"       \
  "assessors"
#define JUDGED                                                                                                                     \
  "scored|rated|marked|graded|assessed|awarded|deducted|supervised|supervise|taught|teach|trained|train|mentored|employed|hired|"  \
  "met"

static const struct phrase phrases[] = {
  { "first|second|third|1st|2nd|3rd|other|another|fellow|both|two|three|co|previous|earlier " READERS, FEEDBACK_ROLE },
  { READERS " one|two|three|1|2|3", FEEDBACK_ROLE },
  { "as a|the|your " READERS, FEEDBACK_ROLE },
  { "second|third|other review|reviews|opinion|opinions|reading|score|scores|rating|ratings", FEEDBACK_ROLE },
  { "adjudicator|adjudication|adjudicated|adjudicating|tiebreak|tiebreaker", FEEDBACK_ROLE },
  { "tie break|breaker|breaking", FEEDBACK_ROLE },
  { "my|our colleague|colleagues|peer|peers|partner|assistant", FEEDBACK_PERSON },
  { "my|our score|scores|scoring|rating|ratings|mark|marks|grade|grades|review|reviews|points", FEEDBACK_PERSON },
  { "my|our supervisee|supervisees|student|students|trainee|practice|clinic|agency|office|team|training|workshop|class|course|"
    "lecture|seminar",
    FEEDBACK_PERSON },
  { "i|we " JUDGED, FEEDBACK_PERSON },
  { "i|we have|had|would|could " JUDGED, FEEDBACK_PERSON },
  { "i|we gave|give you|this|a|it|the|full|only|no|two|three|four|1|2|3|4", FEEDBACK_PERSON },
  { "i|we disagree|disagreed|agree|agreed with", FEEDBACK_PERSON },
  { "you know|knew|met me|us", FEEDBACK_PERSON },
  { "i|we know|knew you", FEEDBACK_PERSON },
  { "my name", FEEDBACK_PERSON },
  { "kind|best|warm|warmest regards|wishes", FEEDBACK_SIGNATURE },
  { "yours|sincerely sincerely|truly|faithfully|yours", FEEDBACK_SIGNATURE },
  { "signed by|with", FEEDBACK_SIGNATURE },
};

/* The remark with a mark on each byte: 0, or 1 + why. What was marked first stays. */
struct scan
{
  struct text text;
  unsigned char *marks;
};

static void
mark (struct scan *scan, size_t from, size_t to, enum feedback_why why)
{
  for (size_t i = from; i < to; i++)
    if (0 == scan->marks[i])
      scan->marks[i] = (unsigned char) (1 + why);
}

static bool
is_lower (char c)
{
  return c >= 'a' && c <= 'z';
}

static bool
is_upper (char c)
{
  return c >= 'A' && c <= 'Z';
}

static bool
is_digit (char c)
{
  return c >= '0' && c <= '9';
}

/* Whatever is not ASCII counts as a letter: a word is never cut in two at an accent. */
static bool
is_word (char c)
{
  return is_lower (c) || is_upper (c) || is_digit (c) || 0 != ((unsigned char) c & 0x80);
}

static bool
is_blank (char c)
{
  return ' ' == c || '\t' == c || '\n' == c || '\r' == c;
}

/* ---- names and addresses that masking finds ---- */

static void
mark_points (struct scan *scan, const struct mask *masks, size_t count)
{
  size_t point = 0;
  size_t next = 0;

  for (size_t at = 0; at < scan->text.length && next < count; at++)
    {
      if (at > 0 && 0x80 != ((unsigned char) scan->text.at[at] & 0xC0))
        point++;
      if (point >= masks[next].to)
        next++;
      if (next < count && point >= masks[next].from && point < masks[next].to)
        mark (scan, at, at + 1, MASK_NAME == masks[next].why ? FEEDBACK_NAME : FEEDBACK_ADDRESS);
    }
}

static void
mark_person (struct scan *scan, struct text name, struct text email)
{
  const struct masking_person person = { .name = name, .email = email, .employer = text_of (""), .supervisor = text_of ("") };
  struct mask masks[MASKS_MOST];
  const size_t found = masking_propose (scan->text, person, masks, MASKS_MOST);

  mark_points (scan, masks, found < MASKS_MOST ? found : MASKS_MOST);
}

/* Whole addresses and numbers of anybody; then names; then what addresses of reviewers begin with, which often is a name. */
static void
mark_people (struct scan *scan, const struct masking_person *reviewers, size_t count)
{
  mark_person (scan, text_of (""), text_of (""));
  for (size_t i = 0; i < count; i++)
    mark_person (scan, reviewers[i].name, text_of (""));
  for (size_t i = 0; i < count; i++)
    mark_person (scan, text_of (""), reviewers[i].email);
}

static void
mark_signs (struct scan *scan)
{
  const size_t length = strlen (MASKING_SIGN);

  for (size_t at = 0; at + length <= scan->text.length; at++)
    if (0 == memcmp (scan->text.at + at, MASKING_SIGN, length))
      mark (scan, at, at + length, FEEDBACK_MASK);
}

/* ---- turns of phrase ---- */

static bool
same_word (struct text word, const char *wanted, size_t length)
{
  if (word.length != length)
    return false;
  for (size_t i = 0; i < length; i++)
    if ((is_upper (word.at[i]) ? word.at[i] + ('a' - 'A') : word.at[i]) != wanted[i])
      return false;
  return true;
}

/* Is the word one of "a|b|c"? *choices goes on to what follows them. */
static bool
is_one_of (struct text word, const char **choices)
{
  const char *at = *choices;
  bool found = false;

  while ('\0' != *at && ' ' != *at)
    {
      const size_t length = strcspn (at, "| ");
      found = found || same_word (word, at, length);
      at += length;
      if ('|' == *at)
        at++;
    }
  *choices = ' ' == *at ? at + 1 : at;
  return found;
}

/* The next word from here, if only white space, a hyphen or an apostrophe lies between; empty if not. */
static struct text
word_from (struct text text, size_t at, bool beside)
{
  size_t from = at;
  size_t to;

  while (from < text.length && ! is_word (text.at[from]))
    {
      if (beside && ! is_blank (text.at[from]) && '-' != text.at[from] && '\'' != text.at[from])
        return text_of ("");
      from++;
    }
  to = from;
  while (to < text.length && is_word (text.at[to]))
    to++;
  return text_from (text.at + from, to - from);
}

/* The end of the phrase when it begins with this word; 0 when it does not. */
static size_t
phrase_end (struct text text, struct text word, const char *words)
{
  size_t end = 0;

  while ('\0' != *words)
    {
      if (0 == word.length || ! is_one_of (word, &words))
        return 0;
      end = (size_t) (word.at - text.at) + word.length;
      word = word_from (text, end, true);
    }
  return end;
}

static void
mark_phrases (struct scan *scan)
{
  struct text word = word_from (scan->text, 0, false);

  while (0 != word.length)
    {
      const size_t from = (size_t) (word.at - scan->text.at);
      for (size_t i = 0; i < BM_COUNT (phrases); i++)
        mark (scan, from, phrase_end (scan->text, word, phrases[i].words), phrases[i].why);
      word = word_from (scan->text, from + word.length, false);
    }
}

/* ---- signatures ---- */

/* Initials or one name: "KM", "K. M.", "K.M.", "Karen". */
static bool
is_signature (struct text text, bool initials_only)
{
  size_t capitals = 0;
  size_t small = 0;

  for (size_t i = 0; i < text.length; i++)
    {
      capitals += is_upper (text.at[i]);
      small += is_lower (text.at[i]);
      if (! is_upper (text.at[i]) && ! is_lower (text.at[i]) && '.' != text.at[i] && ' ' != text.at[i])
        return false;
    }
  if (0 == small)
    return capitals >= (initials_only ? 2 : 1) && capitals <= 4;
  return ! initials_only && 1 == capitals && is_upper (text.at[0]) && NULL == memchr (text.at, ' ', text.length);
}

static bool
is_dash (struct text line, size_t end, size_t *from)
{
  const bool wide = end >= 3
                    && (0 == memcmp (line.at + end - 3, "\xE2\x80\x93", 3) || 0 == memcmp (line.at + end - 3, "\xE2\x80\x94", 3));

  *from = end - (wide ? 3 : 1);
  return wide || NULL != memchr ("-~/", line.at[end - 1], 3);
}

/* Where the last dash of this line ends that is not inside a word; 0 when there is none. */
static size_t
after_dash (struct text line)
{
  for (size_t end = line.length; end > 0; end--)
    {
      size_t from;
      if (is_dash (line, end, &from) && (0 == from || ! is_word (line.at[from - 1])))
        return end;
    }
  return 0;
}

/* Where the last sentence of this line ends that something follows; 0 when there is none. */
static size_t
after_sentence (struct text line)
{
  for (size_t end = line.length - 1; end > 0; end--)
    if (is_blank (line.at[end]) && NULL != memchr (".!?", line.at[end - 1], 3))
      return end;
  return 0;
}

static void
mark_signature (struct scan *scan, struct text line, size_t from, bool initials_only)
{
  const struct text signed_by = text_trim (text_from (line.at + from, line.length - from));

  if (0 != signed_by.length && is_signature (signed_by, initials_only))
    mark (scan, (size_t) (signed_by.at - scan->text.at), (size_t) (line.at - scan->text.at) + line.length, FEEDBACK_SIGNATURE);
}

/* "… - KM", "… Good. KM", "KM" alone, "… (KM)" */
static void
mark_line_end (struct scan *scan, struct text line)
{
  const size_t dash = after_dash (line);
  const size_t start = (size_t) (line.at - scan->text.at);
  size_t open = line.length;

  if (dash > 0)
    mark_signature (scan, line, dash, false);
  mark_signature (scan, line, after_sentence (line), true);
  if (')' != line.at[line.length - 1])
    return;
  while (open > 0 && '(' != line.at[open - 1])
    open--;
  if (open > 0 && is_signature (text_from (line.at + open, line.length - open - 1), true))
    mark (scan, start + open - 1, start + line.length, FEEDBACK_SIGNATURE);
}

static void
mark_signatures (struct scan *scan)
{
  const struct text text = scan->text;
  size_t from = 0;

  for (size_t at = 0; at <= text.length; at++)
    if (at == text.length || '\n' == text.at[at])
      {
        const struct text line = text_trim (text_from (text.at + from, at - from));
        if (0 != line.length)
          mark_line_end (scan, line);
        from = at + 1;
      }
}

/* Runs of equal marks, told in code points. */
static size_t
collect (const struct scan *scan, struct feedback_found *found, size_t room)
{
  size_t count = 0;
  size_t point = 0;
  unsigned char open = 0;

  for (size_t at = 0; at < scan->text.length; at++)
    {
      if (0x80 == ((unsigned char) scan->text.at[at] & 0xC0))
        continue;
      if (scan->marks[at] != open && 0 != open && count <= room)
        found[count - 1].to = point;
      if (scan->marks[at] != open && 0 != scan->marks[at])
        {
          if (count < room)
            found[count] = (struct feedback_found) { point, point, (enum feedback_why) (scan->marks[at] - 1) };
          count++;
        }
      open = scan->marks[at];
      point++;
    }
  if (0 != open && count <= room)
    found[count - 1].to = point;
  return count;
}

size_t
feedback_scan (struct text remark, const struct masking_person *reviewers, size_t count, struct feedback_found *found, size_t room)
{
  struct scan scan = { remark, calloc (remark.length + 1, 1) };
  size_t places;

  if (NULL == scan.marks)
    log_fatal ("no_memory", "wanted=%zu", remark.length);
  mark_people (&scan, reviewers, count);
  mark_signs (&scan);
  mark_phrases (&scan);
  mark_signatures (&scan);
  places = collect (&scan, found, room);
  free (scan.marks);
  return places;
}

const char *
feedback_why_word (enum feedback_why why)
{
  static const char *const words[] = {
#define X(name, word) word,
    FEEDBACK_WHYS (X)
#undef X
  };
  return words[why];
}
