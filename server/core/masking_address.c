/* E-mail and web addresses, also spelled out ("maria at clinic dot org"), and names on social networks (@maria). */
#include "masking_inside.h"

#include <string.h>

#define LABEL_MOST 63
#define LOCAL_MOST 64

/* Endings of addresses that are hardly ever the first word of a sentence whose space was forgotten. */
static const char *const endings[]
  = { "com", "org", "net", "edu", "gov", "mil", "info", "biz", "io", "app", "dev", "example", "test", "localhost",
      "invalid", "onion", "uk", "ca", "au", "nz", "ie", "eu", "de", "fr", "es", "nl", "se", "dk", "fi", "pl", "pt",
      "ch", "cz", "hu", "ro", "bg", "gr", "ru", "ua", "tr", "jp", "cn", "kr", "tw", "hk", "sg", "ph", "vn", "th", "br",
      "mx", "ar", "cl", "pe", "co", "za", "ke", "ng", "gh", "et", "il", "ae", "sk", "lt", "lv", "ee", "rs", "hr", "ly",
      "gg", "tv", "cc", "fm", "ai" };

/* Endings that are words too: only with more of an address around them. */
static const char *const words[]
  = { "it", "is", "in", "to", "so", "my", "no", "me", "at", "be", "as", "am", "us", "do", "by", "id", "la", "hr",
      "care", "clinic", "health", "family", "center", "school", "life", "help", "today", "team", "world", "space",
      "name", "pro", "online", "site", "page", "blog", "link", "live", "social", "community", "coach", "academy",
      "foundation", "group", "works", "kids", "love" };

static bool
is_one_of (const struct folded *text, size_t from, size_t to, const char *const *list, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (strlen (list[i]) == to - from)
      {
        size_t k = 0;
        while (from + k < to && text->signs[from + k].sign == list[i][k])
          k++;
        if (from + k == to)
          return true;
      }
  return false;
}

static bool
is_space (const struct fold_sign *sign)
{
  return FOLD_GAP == sign->kind && (' ' == sign->sign || '\n' == sign->sign);
}

static size_t
skip_spaces (const struct folded *text, size_t at)
{
  for (size_t most = at + 3; at < text->count && at < most && is_space (&text->signs[at]);)
    at++;
  return at;
}

static bool
is_bracket (int32_t sign, const char *which)
{
  return sign > 0 && sign < 128 && NULL != strchr (which, (int) sign);
}

/* Past a word that stands for a sign, between brackets or spaces: " dot ", "[at]". at when there is none. */
static size_t
skip_spelled (const struct folded *text, size_t at, const char *word, char sign, bool *bracketed)
{
  const size_t length = strlen (word);
  size_t next = skip_spaces (text, at);
  const bool spaced = next > at;

  *bracketed = next < text->count && is_bracket (text->signs[next].sign, "([{<");
  if (*bracketed)
    next = skip_spaces (text, next + 1);
  if (next < text->count && text->signs[next].sign == sign)
    next++;
  else if (is_one_of (text, next, next + length < text->count ? next + length : text->count, &word, 1))
    next += length;
  else
    return at;
  if (*bracketed)
    {
      next = skip_spaces (text, next);
      if (next >= text->count || ! is_bracket (text->signs[next].sign, ")]}>"))
        return at;
      next++;
    }
  else if (! spaced || next >= text->count || ! is_space (&text->signs[next]))
    return at;
  return skip_spaces (text, next);
}

/* Past a dot between two labels, however it is written. */
static size_t
skip_dot (const struct folded *text, size_t at, bool *spelled)
{
  bool bracketed;
  size_t next;

  if (at + 1 < text->count && '.' == text->signs[at].sign && fold_is_word (&text->signs[at + 1]))
    return at + 1;
  next = skip_spelled (text, at, "dot", '.', &bracketed);
  if (next == at)
    next = skip_spelled (text, at, "punkt", '.', &bracketed);
  *spelled = *spelled || next > at;
  return next;
}

struct domain
{
  size_t end;      /* one past its last ending; 0: it is none */
  size_t labels;
  bool known;      /* it ends as addresses do */
  bool doubtful;   /* with something that is a word too */
  bool spelled;    /* some dot of it is a word, or stands apart */
};

static size_t
label_end (const struct folded *text, size_t at)
{
  size_t end = at;

  while (end < text->count && end - at < LABEL_MOST
         && (fold_is_word (&text->signs[end]) || ('-' == text->signs[end].sign && end > at)))
    end++;
  return end;
}

static bool
is_ending (const struct folded *text, size_t from, size_t to)
{
  for (size_t at = from; at < to; at++)
    if (FOLD_LETTER != text->signs[at].kind)
      return false;
  return to - from >= 2 && to - from <= 24;
}

/* The longest domain from at on that ends in letters. */
static struct domain
read_domain (const struct folded *text, size_t at)
{
  struct domain best = { 0 };
  bool spelled = false;
  size_t labels = 0;

  for (;;)
    {
      const size_t end = label_end (text, at);
      size_t next;
      if (end == at)
        break;
      labels++;
      if (labels > 1 && is_ending (text, at, end))
        {
          const bool doubtful = is_one_of (text, at, end, words, BM_COUNT (words));
          const bool known = doubtful || is_one_of (text, at, end, endings, BM_COUNT (endings));
          /* Once it ends as addresses do, only such an ending makes it longer: the next sentence is no part of it. */
          if (! best.known || known)
            best = (struct domain) { end, labels, known, doubtful, spelled };
        }
      next = skip_dot (text, end, &spelled);
      if (next == end)
        break;
      at = next;
    }
  return best;
}

static bool
is_local (const struct fold_sign *sign)
{
  return fold_is_word (sign) || FOLD_SOFT == sign->kind || (FOLD_GAP == sign->kind && is_bracket (sign->sign, "._%+-'"));
}

/* Where the part before the sign begins, which ends just before at; at: there is none. */
static size_t
local_start (const struct folded *text, size_t at)
{
  size_t from = at;

  while (from > 0 && at - from < LOCAL_MOST && is_local (&text->signs[from - 1]))
    from--;
  while (from < at && ! fold_is_word (&text->signs[from]))
    from++;
  return from;
}

static bool
has_marks (const struct folded *text, size_t from, size_t to)
{
  for (size_t at = from; at < to; at++)
    if (FOLD_DIGIT == text->signs[at].kind || '.' == text->signs[at].sign || '_' == text->signs[at].sign)
      return true;
  return false;
}

/* "maria.ortiz" may stand as "maria dot ortiz" before the sign. */
static size_t
longer_local (const struct folded *text, size_t from)
{
  static const char dot[] = "dot";
  size_t at = from;

  while (at > 0 && is_space (&text->signs[at - 1]))
    at--;
  if (at < 4 || at == from || ! is_one_of (text, at - 3, at, (const char *const[]) { dot }, 1) || ! is_space (&text->signs[at - 4]))
    return from;
  for (at -= 3; at > 0 && is_space (&text->signs[at - 1]);)
    at--;
  return local_start (text, at);
}

/* "maria@clinic" inside a house, and "@maria" on a network: only where no name was found, since a sign @ may be its a. */
static size_t
handle_at (struct masking_work *work, size_t at)
{
  const struct folded *text = &work->text;
  const size_t from = local_start (text, at);
  size_t end = at + 1;

  if (0 != work->marks[text->signs[at].place])
    return end;
  if (from == at && at > 0 && ! is_space (&text->signs[at - 1]) && ! is_bracket (text->signs[at - 1].sign, "(\"':,;"))
    return end;
  while (end < text->count && (fold_is_word (&text->signs[end]) || '_' == text->signs[end].sign
                               || (is_bracket (text->signs[end].sign, ".-") && fold_is_word (&text->signs[end + 1]))))
    end++;
  if (end - at > 3)
    masking_mark (work, from, end, from < at ? MASK_EMAIL : MASK_WEB);
  return end;
}

/* With a sign @ at at. Returns where to go on. */
static size_t
email_at (struct masking_work *work, size_t at)
{
  const struct folded *text = &work->text;
  const size_t apart = skip_spaces (text, at + 1);
  const struct domain domain = read_domain (text, apart);
  size_t before = at;
  size_t from;

  while (before > 0 && at - before < 3 && is_space (&text->signs[before - 1]))
    before--;
  from = local_start (text, before);
  if (from < before && 0 != domain.end && ((before == at && apart == at + 1) || domain.known))
    {
      masking_mark_over (work, domain.spelled ? longer_local (text, from) : from, domain.end, MASK_EMAIL);
      return domain.end;
    }
  return apart > at + 1 || FOLD_LETTER != text->signs[apart].kind ? at + 1 : handle_at (work, at);
}

/* With the end of a word at at: "maria at clinic dot org". A mere "at" needs a dot that is spelled as well, or a name that is
   none of a sentence's words. Returns where to go on. */
static size_t
spelled_email_at (struct masking_work *work, size_t at)
{
  const struct folded *text = &work->text;
  bool bracketed;
  size_t next = skip_spelled (text, at, "at", '@', &bracketed);
  struct domain domain;
  size_t from;

  if (next == at)
    return at;
  domain = read_domain (text, next);
  from = local_start (text, at);
  if (0 == domain.end || from == at || ! (bracketed || (domain.known && (domain.spelled || has_marks (text, from, at)))))
    return at;
  masking_mark_over (work, longer_local (text, from), domain.end, MASK_EMAIL);
  return domain.end;
}

static bool
stands_at (const struct folded *text, size_t at, const char *word)
{
  for (; '\0' != *word; word++, at++)
    if (at >= text->count || text->signs[at].sign != *word)
      return false;
  return true;
}

/* To the next space, without the punctuation of the sentence around it. */
static size_t
address_end (const struct folded *text, size_t at)
{
  const size_t from = at;

  while (at < text->count && ! is_space (&text->signs[at]) && ! is_bracket (text->signs[at].sign, "<>\""))
    at++;
  while (at > from && FOLD_GAP == text->signs[at - 1].kind && '/' != text->signs[at - 1].sign)
    at--;
  return at;
}

/* With the start of a word at at. Returns where to go on. */
static size_t
web_at (struct masking_work *work, size_t at)
{
  static const char *const schemes[]
    = { "http://", "https://", "hxxp://", "hxxps://", "ftp://", "mailto:", "http:", "https:", "www." };
  const struct folded *text = &work->text;
  struct domain domain;
  size_t end = at;

  for (size_t i = 0; i < BM_COUNT (schemes); i++)
    if (stands_at (text, at, schemes[i]) && ! is_space (&text->signs[at + strlen (schemes[i])]))
      {
        end = address_end (text, at);
        masking_mark_over (work, at, end, MASK_WEB);
        return end;
      }
  domain = read_domain (text, at);
  if (0 == domain.end || ! domain.known)
    return at;
  end = '/' == text->signs[domain.end].sign || ':' == text->signs[domain.end].sign ? address_end (text, domain.end) : domain.end;
  if (domain.doubtful && domain.labels < 3 && ! (end > domain.end + 1 && '/' == text->signs[domain.end].sign))
    return at;
  masking_mark_over (work, at, end, MASK_WEB);
  return end;
}

static bool
web_starts (const struct folded *text, size_t at)
{
  return fold_is_word (&text->signs[at]) && masking_starts (text, at)
         && (0 == at || ! is_bracket (text->signs[at - 1].sign, "@.-_"));
}

void
masking_mark_addresses (struct masking_work *work)
{
  const struct folded *text = &work->text;

  for (size_t at = 0; at < text->count;)
    {
      size_t next = at;
      if ('@' == text->signs[at].sign)
        next = email_at (work, at);
      else if (at > 0 && ! fold_is_word (&text->signs[at]) && fold_is_word (&text->signs[at - 1]))
        next = spelled_email_at (work, at);
      at = next > at ? next : at + 1;
    }
  for (size_t at = 0; at < text->count;)
    {
      const size_t next = MASK_EMAIL + 1 != work->marks[text->signs[at].place] && web_starts (text, at) ? web_at (work, at) : at;
      at = next > at ? next : at + 1;
    }
}
