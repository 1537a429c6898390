#include "journal.h"

#include "buf.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define ENDING ".journal"
#define TITLE "blindmark journal 1\n"
#define FIELDS_MOST 7

struct reader
{
  struct journal *journal;
  struct arena *arena;
  size_t sent_room;
  size_t told_room;
};

static const char *const outcomes[] = { "saved", "late", "closed", "stale", "taken", "stored", "absent" };

/* Room for one more; a machine without memory ends the tool, which has nothing to lose. */
static void *
room_for (void *at, size_t size, size_t count, size_t *room)
{
  if (count < *room)
    return at;
  *room = 0 == *room ? 1024 : 2 * *room;
  at = reallocarray (at, *room, size);
  if (NULL == at)
    abort ();
  return at;
}

static size_t
split (char *line, char *fields[FIELDS_MOST + 1])
{
  size_t count = 0;

  for (char *at = line; NULL != at && count <= FIELDS_MOST;)
    {
      char *tab = strchr (at, '\t');
      fields[count++] = at;
      if (NULL != tab)
        *tab++ = '\0';
      at = tab;
    }
  return count;
}

static bool
read_digest (const char *text, struct hash *digest)
{
  if (2 * sizeof digest->bytes != strlen (text) || strspn (text, "0123456789abcdef") != strlen (text))
    return false;
  for (size_t i = 0; i < sizeof digest->bytes; i++)
    {
      const char pair[3] = { text[2 * i], text[2 * i + 1], '\0' };
      digest->bytes[i] = (uint8_t) strtoul (pair, NULL, 16);
    }
  return true;
}

static bool
read_sent (struct reader *reader, char *const *fields, size_t count)
{
  struct journal *journal = reader->journal;
  struct journal_sent sent = { .ref = "" };

  if (7 != count || ! uid_parse (text_of (fields[1]), &sent.save) || ! uid_parse (text_of (fields[2]), &sent.session)
      || ! text_to_i64 (text_of (fields[4]), 0, INT32_MAX, &sent.epoch)
      || ! text_to_i64 (text_of (fields[5]), 0, INT64_MAX, &sent.sequence) || ! read_digest (fields[6], &sent.digest))
    return false;
  sent.ref = arena_string (reader->arena, text_of (fields[3]));
  journal->sent = room_for (journal->sent, sizeof sent, journal->sent_count, &reader->sent_room);
  journal->sent[journal->sent_count++] = sent;
  return true;
}

static bool
read_told (struct reader *reader, char *const *fields, size_t count)
{
  struct journal *journal = reader->journal;
  struct journal_told told = { .receipt = NULL };
  size_t outcome = 0;

  if (5 != count || ! uid_parse (text_of (fields[1]), &told.save)
      || ! text_to_i64 (text_of (fields[3]), 0, INT64_MAX, &told.revision))
    return false;
  while (outcome < BM_COUNT (outcomes) && 0 != strcmp (fields[2], outcomes[outcome]))
    outcome++;
  if (BM_COUNT (outcomes) == outcome)
    return false;
  told.outcome = (enum journal_outcome) outcome;
  if (0 != strcmp (fields[4], "-"))
    told.receipt = arena_string (reader->arena, text_of (fields[4]));
  journal->told = room_for (journal->told, sizeof told, journal->told_count, &reader->told_room);
  journal->told[journal->told_count++] = told;
  return true;
}

static bool
read_line (struct reader *reader, char *line, size_t number)
{
  char *fields[FIELDS_MOST + 1];
  size_t count;

  if (1 == number)
    return 0 == strcmp (line, TITLE);
  line[strlen (line) - 1] = '\0';
  count = split (line, fields);
  if (0 == strcmp (fields[0], "sent"))
    return read_sent (reader, fields, count);
  return 0 == strcmp (fields[0], "told") && read_told (reader, fields, count);
}

static const char *
unreadable (const struct reader *reader, const char *path)
{
  return arena_printf (reader->arena, "%s cannot be read: %s.", path, strerror (errno));
}

static const char *
read_file (struct reader *reader, const char *path)
{
  FILE *file = fopen (path, "re");
  const char *problem = NULL;
  char *line = NULL;
  size_t room = 0;
  ssize_t length;

  if (NULL == file)
    return unreadable (reader, path);
  for (size_t number = 1; NULL == problem && (length = getline (&line, &room, file)) > 0 && '\n' == line[length - 1]; number++)
    if (strlen (line) != (size_t) length || ! read_line (reader, line, number))
      problem = arena_printf (reader->arena, "%s, line %zu: this is no line of a journal.", path, number);
  if (NULL == problem && (ferror (file) || ! feof (file)))  /* the rest of it is not there to be judged */
    problem = unreadable (reader, path);
  free (line);
  (void) fclose (file);
  reader->journal->files++;
  return problem;
}

static bool
ends_so (const char *name)
{
  const size_t length = strlen (name);

  return length > strlen (ENDING) && 0 == strcmp (name + length - strlen (ENDING), ENDING);
}

/* Not every file system tells what an entry is, and a link is what it leads to. False: it cannot be told, errno says why. */
static bool
is_folder (DIR *folder, const struct dirent *entry, bool *is)
{
  struct stat found;

  *is = DT_DIR == entry->d_type;
  if (DT_UNKNOWN != entry->d_type && DT_LNK != entry->d_type)
    return true;
  if (0 != fstatat (dirfd (folder), entry->d_name, &found, 0))
    return false;
  *is = S_ISDIR (found.st_mode);
  return true;
}

static const char *read_folder (struct reader *reader, const char *path, bool inner) BM_NONNULL_ALL;

static const char *
read_entry (struct reader *reader, DIR *folder, const struct dirent *entry, const char *path, bool inner)
{
  bool is;

  if (! is_folder (folder, entry, &is))
    return unreadable (reader, path);
  if (is && inner)
    return arena_printf (reader->arena, "%s is a folder too deep: journals in it would not be read.", path);
  if (is)
    return read_folder (reader, path, true);
  return ends_so (entry->d_name) ? read_file (reader, path) : NULL;
}

/* NULL: the end, or errno is not 0. */
static const struct dirent *
next_entry (DIR *folder)
{
  errno = 0;
  return readdir (folder);
}

static const char *
read_folder (struct reader *reader, const char *path, bool inner)
{
  DIR *folder = opendir (path);
  const char *problem = NULL;
  const struct dirent *entry;

  if (NULL == folder)
    return arena_printf (reader->arena, "The folder %s cannot be read: %s.", path, strerror (errno));
  while (NULL == problem && NULL != (entry = next_entry (folder)))
    if ('.' != entry->d_name[0])
      problem = read_entry (reader, folder, entry, arena_printf (reader->arena, "%s/%s", path, entry->d_name), inner);
  if (NULL == problem && 0 != errno)  /* not all that is in it was seen */
    problem = arena_printf (reader->arena, "The folder %s cannot be read: %s.", path, strerror (errno));
  (void) closedir (folder);
  return problem;
}

static int
by_save_sent (const void *a, const void *b)
{
  const struct journal_sent *one = a;
  const struct journal_sent *other = b;
  const int order = memcmp (one->save.bytes, other->save.bytes, sizeof one->save.bytes);

  return 0 != order ? order : (one->sequence > other->sequence) - (one->sequence < other->sequence);
}

static int
by_save_told (const void *a, const void *b)
{
  const struct journal_told *one = a;
  const struct journal_told *other = b;

  return memcmp (one->save.bytes, other->save.bytes, sizeof one->save.bytes);
}

static int
by_id (const void *a, const void *b)
{
  const struct journal_session *one = a;
  const struct journal_session *other = b;

  return memcmp (one->id.bytes, other->id.bytes, sizeof one->id.bytes);
}

static void
list_sessions (struct journal *journal)
{
  size_t room = 0;
  size_t kept = 0;

  for (size_t i = 0; i < journal->sent_count; i++)
    {
      journal->sessions = room_for (journal->sessions, sizeof *journal->sessions, i, &room);
      journal->sessions[i] = (struct journal_session) { .id = journal->sent[i].session };
    }
  if (0 == journal->sent_count)
    return;
  qsort (journal->sessions, journal->sent_count, sizeof *journal->sessions, by_id);
  for (size_t i = 0; i < journal->sent_count; i++)
    if (0 == kept || ! uid_equal (journal->sessions[i].id, journal->sessions[kept - 1].id))
      journal->sessions[kept++] = journal->sessions[i];
  journal->session_count = kept;
}

struct journal_session *
journal_session (const struct journal *journal, struct uid session)
{
  const struct journal_session wanted = { .id = session };

  if (0 == journal->session_count)
    return NULL;
  return bsearch (&wanted, journal->sessions, journal->session_count, sizeof wanted, by_id);
}

const char *
journal_read (const char *folder, struct arena *arena, struct journal *journal)
{
  struct reader reader = { .journal = journal, .arena = arena };
  const char *problem;

  *journal = (struct journal) { 0 };
  problem = read_folder (&reader, folder, false);
  if (NULL == problem && 0 == journal->files)
    problem = arena_printf (arena, "There is no journal in %s.", folder);
  if (0 != journal->sent_count)
    qsort (journal->sent, journal->sent_count, sizeof *journal->sent, by_save_sent);
  if (0 != journal->told_count)
    qsort (journal->told, journal->told_count, sizeof *journal->told, by_save_told);
  list_sessions (journal);
  return problem;
}

void
journal_free (struct journal *journal)
{
  free (journal->sent);
  free (journal->told);
  free (journal->sessions);
  *journal = (struct journal) { 0 };
}

size_t
journal_sendings (const struct journal *journal, struct uid save, size_t *first)
{
  size_t low = 0;
  size_t high = journal->sent_count;
  size_t count = 0;

  while (low < high)
    {
      const size_t middle = low + (high - low) / 2;
      if (memcmp (journal->sent[middle].save.bytes, save.bytes, sizeof save.bytes) < 0)
        low = middle + 1;
      else
        high = middle;
    }
  *first = low;
  while (low + count < journal->sent_count && uid_equal (journal->sent[low + count].save, save))
    count++;
  return count;
}
