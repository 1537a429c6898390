#include "roster.h"

#include <string.h>

#define NAME_MOST 120
#define EMAIL_MOST 254

struct synonym
{
  const char *squeezed; /* letters and digits only, lower case */
  int means;
};

static const struct synonym headings[] = {
  { "name", ROSTER_NAME },          { "fullname", ROSTER_NAME },         { "candidate", ROSTER_NAME },
  { "candidatename", ROSTER_NAME }, { "email", ROSTER_EMAIL },           { "emailaddress", ROSTER_EMAIL },
  { "mail", ROSTER_EMAIL },         { "category", ROSTER_CATEGORY },     { "endorsementcategory", ROSTER_CATEGORY },
  { "track", ROSTER_TRACK },        { "endorsement", ROSTER_TRACK },     { "esl", ROSTER_ESL },
  { "eslminutes", ROSTER_ESL },     { "esltime", ROSTER_ESL },           { "extraminutes", ROSTER_ESL },
  { "part", ROSTER_PARTS },         { "parts", ROSTER_PARTS },           { "employer", ROSTER_EMPLOYER },
  { "agency", ROSTER_EMPLOYER },    { "supervisor", ROSTER_SUPERVISOR }, { "reflectivesupervisor", ROSTER_SUPERVISOR },
};

static const char *const categories[] = { "specialist", "mentor-clinical", "mentor-policy", "mentor-research-faculty" };
static const struct synonym category_words[] = {
  { "specialist", 0 },      { "mentorclinical", 1 }, { "clinicalmentor", 1 }, { "clinical", 1 },
  { "mentorpolicy", 2 },    { "policymentor", 2 },   { "policy", 2 },         { "mentorresearchfaculty", 3 },
  { "researchfaculty", 3 }, { "mentorresearch", 3 }, { "mentorfaculty", 3 },  { "research", 3 },
  { "faculty", 3 },
};

static const char *const tracks[] = { "imh", "ecmh" };
static const struct synonym track_words[] = {
  { "imh", 0 },  { "imhe", 0 },  { "infantmentalhealth", 0 },
  { "ecmh", 1 }, { "ecmhe", 1 }, { "earlychildhoodmentalhealth", 1 },
};

static const char *const parts[] = { "1,2", "1", "2" };
static const struct synonym part_words[] = {
  { "both", 0 }, { "12", 0 }, { "1and2", 0 }, { "all", 0 }, { "1", 1 }, { "part1", 1 }, { "2", 2 }, { "part2", 2 },
};

static const struct synonym esl_words[]
    = { { "no", 0 }, { "n", 0 }, { "yes", ROSTER_ESL_MOST }, { "y", ROSTER_ESL_MOST } };

struct reading
{
  struct roster roster;
  struct arena *arena;
  size_t problem_room;
  size_t column[ROSTER_FIELD_COUNT]; /* 1 + place in a line; 0: no such column */
  size_t columns;
};

/* Letters and digits of ASCII, lower case: "E-mail " and "EMAIL" are the same heading. False: too long to mean
 * anything. */
static bool
squeeze (struct text text, char out[40])
{
  size_t length = 0;
  for (size_t i = 0; i < text.length; i++)
    {
      char c = text.at[i];
      if (c >= 'A' && c <= 'Z')
        c = (char) (c - 'A' + 'a');
      if (! ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')))
        continue;
      if (length == 39)
        return false;
      out[length++] = c;
    }
  out[length] = '\0';
  return true;
}

static int
meaning (struct text text, const struct synonym *words, size_t count)
{
  char squeezed[40];
  if (! squeeze (text, squeezed))
    return -1;
  for (size_t i = 0; i < count; i++)
    if (0 == strcmp (squeezed, words[i].squeezed))
      return words[i].means;
  return -1;
}

static void
complain (struct reading *r, size_t row, enum roster_field field, enum roster_reason reason, struct text value)
{
  if (r->roster.problem_count == r->problem_room)
    return;
  r->roster.problems[r->roster.problem_count++] = (struct roster_problem) { row, field, reason, value };
}

static void
read_headings (struct reading *r, const struct roster_line *line)
{
  r->columns = line->count;
  r->roster.unused = arena_take (r->arena, (line->count + 1) * sizeof (struct text));
  for (size_t i = 0; i < line->count; i++)
    {
      int field = meaning (line->cells[i], headings, BM_COUNT (headings));
      if (field < 0)
        {
          if (text_trim (line->cells[i]).length > 0)
            r->roster.unused[r->roster.unused_count++] = text_trim (line->cells[i]);
          continue;
        }
      if (0 != r->column[field])
        complain (r, line->row, (enum roster_field) field, ROSTER_COLUMN_TWICE, text_trim (line->cells[i]));
      r->column[field] = i + 1;
    }
  for (enum roster_field field = ROSTER_NAME; field <= ROSTER_TRACK; field++)
    if (0 == r->column[field])
      complain (r, line->row, field, ROSTER_NO_COLUMN, text_of (""));
}

static struct text
cell (const struct reading *r, const struct roster_line *line, enum roster_field field)
{
  size_t place = r->column[field];
  return 0 == place || place > line->count ? text_of ("") : text_trim (line->cells[place - 1]);
}

static bool
is_printable (struct text text)
{
  for (size_t i = 0; i < text.length; i++)
    {
      if ((unsigned char) text.at[i] < 0x20 || 0x7F == text.at[i])
        return false;
      if (i + 3 <= text.length && 0 == memcmp (text.at + i, "\xEF\xBF\xBD", 3))
        return false; /* U+FFFD: letters were lost before the text came here */
    }
  return true;
}

static struct text
read_text (struct reading *r, const struct roster_line *line, enum roster_field field, bool needed, size_t most)
{
  struct text text = cell (r, line, field);
  if (0 == text.length && needed && 0 != r->column[field])
    complain (r, line->row, field, ROSTER_MISSING, text);
  else if (! is_printable (text))
    complain (r, line->row, field, ROSTER_BAD_TEXT, text_of (""));
  else if (text_code_points (text) > most)
    complain (r, line->row, field, ROSTER_TOO_LONG, text_of (""));
  return text;
}

/* One @ with something before it and a name with a dot after it. Whether mail arrives is for people to find out. */
static bool
is_email (struct text text)
{
  size_t at = 0;
  size_t ats = 0;
  bool dot = false;
  for (size_t i = 0; i < text.length; i++)
    {
      if (' ' == text.at[i] || ',' == text.at[i] || ';' == text.at[i] || '<' == text.at[i] || '>' == text.at[i])
        return false;
      if ('@' == text.at[i])
        {
          at = i;
          ats++;
        }
      if ('.' == text.at[i] && ats > 0 && i > at + 1 && i + 1 < text.length)
        dot = true;
    }
  return 1 == ats && at > 0 && dot && '.' != text.at[text.length - 1];
}

static void
read_email (struct reading *r, const struct roster_line *line, struct roster_candidate *candidate)
{
  size_t before = r->roster.problem_count;
  candidate->email = read_text (r, line, ROSTER_EMAIL, true, EMAIL_MOST);
  if (before == r->roster.problem_count && 0 != r->column[ROSTER_EMAIL] && ! is_email (candidate->email))
    complain (r, line->row, ROSTER_EMAIL, ROSTER_BAD_EMAIL, candidate->email);
}

/* What a cell of fixed words means; absent: 0 when it may be. */
static int
read_word (struct reading *r, const struct roster_line *line, enum roster_field field, const struct synonym *words,
           size_t count, bool needed, enum roster_reason reason)
{
  struct text text = cell (r, line, field);
  int found = meaning (text, words, count);
  if (0 == text.length)
    {
      if (needed && 0 != r->column[field])
        complain (r, line->row, field, ROSTER_MISSING, text);
      return 0;
    }
  if (found < 0)
    complain (r, line->row, field, reason, text);
  return found < 0 ? 0 : found;
}

static int
read_esl (struct reading *r, const struct roster_line *line)
{
  int64_t minutes = 0;
  struct text text = cell (r, line, ROSTER_ESL);
  if (text_to_i64 (text, 0, ROSTER_ESL_MOST, &minutes))
    return (int) minutes;
  return read_word (r, line, ROSTER_ESL, esl_words, BM_COUNT (esl_words), false, ROSTER_BAD_ESL);
}

static void
read_row (struct reading *r, const struct roster_line *line)
{
  struct roster_candidate *candidate = &r->roster.candidates[r->roster.count++];
  if (line->count > r->columns)
    {
      struct text extra = text_of ("");
      for (size_t i = r->columns; i < line->count && 0 == extra.length; i++)
        extra = text_trim (line->cells[i]);
      if (extra.length > 0)
        complain (r, line->row, ROSTER_FIELD_COUNT, ROSTER_TOO_MANY_CELLS, extra);
    }
  candidate->row = line->row;
  candidate->name = read_text (r, line, ROSTER_NAME, true, NAME_MOST);
  read_email (r, line, candidate);
  candidate->category = categories[read_word (r, line, ROSTER_CATEGORY, category_words, BM_COUNT (category_words), true,
                                              ROSTER_BAD_CATEGORY)];
  candidate->track
      = tracks[read_word (r, line, ROSTER_TRACK, track_words, BM_COUNT (track_words), true, ROSTER_BAD_TRACK)];
  candidate->esl_minutes = read_esl (r, line);
  candidate->parts
      = parts[read_word (r, line, ROSTER_PARTS, part_words, BM_COUNT (part_words), false, ROSTER_BAD_PARTS)];
  candidate->employer = read_text (r, line, ROSTER_EMPLOYER, false, NAME_MOST);
  candidate->supervisor = read_text (r, line, ROSTER_SUPERVISOR, false, NAME_MOST);
}

static bool
is_blank (const struct roster_line *line)
{
  for (size_t i = 0; i < line->count; i++)
    if (text_trim (line->cells[i]).length > 0)
      return false;
  return true;
}

static bool
same_letters (struct text a, struct text b)
{
  if (a.length != b.length || 0 == a.length)
    return false;
  for (size_t i = 0; i < a.length; i++)
    {
      unsigned char x = (unsigned char) a.at[i];
      unsigned char y = (unsigned char) b.at[i];
      if (x != y && ((x | 0x20) != (y | 0x20) || (x | 0x20) < 'a' || (x | 0x20) > 'z'))
        return false;
    }
  return true;
}

static void
find_doubles (struct reading *r)
{
  for (size_t i = 1; i < r->roster.count; i++)
    for (size_t j = 0; j < i; j++)
      if (same_letters (r->roster.candidates[i].email, r->roster.candidates[j].email))
        {
          complain (r, r->roster.candidates[i].row, ROSTER_EMAIL, ROSTER_EMAIL_TWICE, r->roster.candidates[i].email);
          break;
        }
}

struct roster
roster_read (const struct roster_line *lines, size_t count, struct arena *arena)
{
  struct reading r = { .arena = arena };
  r.problem_room = 10 * (count < ROSTER_ROWS_MOST ? count : ROSTER_ROWS_MOST) + 20;
  r.roster.problems = arena_take (arena, r.problem_room * sizeof (struct roster_problem));
  r.roster.candidates = arena_take (arena, (count + 1) * sizeof (struct roster_candidate));
  while (count > 0 && is_blank (&lines[0]))
    {
      lines++;
      count--;
    }
  if (count > 0)
    read_headings (&r, &lines[0]);
  if (count > ROSTER_ROWS_MOST + 1)
    {
      complain (&r, lines[ROSTER_ROWS_MOST + 1].row, ROSTER_FIELD_COUNT, ROSTER_TOO_MANY_ROWS, text_of (""));
      return r.roster;
    }
  for (size_t i = 1; i < count; i++)
    if (! is_blank (&lines[i]))
      read_row (&r, &lines[i]);
  if (0 == r.roster.count)
    complain (&r, 1, ROSTER_FIELD_COUNT, ROSTER_EMPTY, text_of (""));
  find_doubles (&r);
  return r.roster;
}

const char *
roster_field_word (enum roster_field field)
{
  static const char *const words[] = {
#define X(name, word) word,
    ROSTER_FIELDS (X)
#undef X
        "row"
  };
  return words[field];
}

const char *
roster_reason_word (enum roster_reason reason)
{
  static const char *const words[] = {
#define X(name, word) word,
    ROSTER_REASONS (X)
#undef X
        ""
  };
  return words[reason];
}
