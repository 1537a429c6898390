#include "tool_verify.h"

#include "receipt_file.h"
#include "tool_seals.h"
#include "tool_file.h"
#include "tool_options.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define ARENA_MOST ((size_t) 256 * 1024 * 1024)
#define TIME_ROOM 64

/* RFC 3339 with microseconds; a time that has no year of four digits is given as its number. */
static void
write_time (int64_t time_us, char text[TIME_ROOM])
{
  const int64_t rest = (time_us % 1000000 + 1000000) % 1000000;
  const time_t seconds = (time_t) ((time_us - rest) / 1000000);
  char day[32];
  struct tm utc;

  if (time_us < 0 || NULL == gmtime_r (&seconds, &utc) || utc.tm_year > 9999 - 1900
      || 0 == strftime (day, sizeof day, "%Y-%m-%dT%H:%M:%S", &utc))
    (void) snprintf (text, TIME_ROOM, "%" PRId64 " us", time_us);
  else
    (void) snprintf (text, TIME_ROOM, "%s.%06dZ", day, (int) rest);
}

static void
print_good (const struct receipt_row *row)
{
  char session[UID_TEXT_ROOM];
  char when[TIME_ROOM];
  char code[RECEIPT_CODE_ROOM];

  uid_print (row->is_seal ? row->seal.session : row->save.session, session);
  write_time (row->is_seal ? row->seal.time_us : row->save.time_us, when);
  if (row->is_seal)
    {
      receipt_code (&row->seal, code);
      printf ("%s: good: %s, session %s, part %u sealed with %" PRIu32 " saves, %s", row->name, code, session, row->seal.part,
              row->seal.saves, when);
    }
  else
    printf ("%s: good: session %s, %s, epoch %" PRIu32 ", sequence %" PRIu64 ", %s", row->name, session, row->save.ref,
            row->save.epoch, row->save.sequence, when);
  printf (NULL == row->remark ? "\n" : "; %s\n", row->remark);
}

static void
print_rows (const struct receipt_file *file)
{
  for (size_t i = 0; i < file->count; i++)
    if (NULL == file->rows[i].problem)
      print_good (&file->rows[i]);
    else
      printf ("%s: NOT GOOD: %s\n", file->rows[i].name, file->rows[i].problem);
}

static const struct receipt_row *
first_bad (const struct receipt_file *file)
{
  size_t at = 0;

  while (NULL == file->rows[at].problem)
    at++;
  return &file->rows[at];
}

static enum tool_exit
verify (const char *path, const struct receipt_key *key, struct arena *arena)
{
  struct receipt_file file;
  struct text content;
  const char *problem = tool_read (path, arena, &content);
  size_t bad;

  if (NULL != problem)
    {
      tool_complain ("%s", problem);
      return TOOL_FAILED;
    }
  problem = receipt_file_read (content, arena, &file);
  if (NULL != problem)
    {
      tool_complain ("%s is no file of receipts: %s", path, problem);
      return TOOL_FAILED;
    }
  bad = receipt_file_check (&file, key, arena);
  print_rows (&file);
  if (0 != fflush (stdout))
    return TOOL_FAILED;
  if (0 != bad)
    tool_complain ("%s: %zu of %zu not good; %s: %s", path, bad, file.count, first_bad (&file)->name, first_bad (&file)->problem);
  return 0 == bad ? TOOL_DONE : TOOL_FAILED;
}

/* Where ./run and `blindmark up` keep it: beside the folder of the programs. Elsewhere --key tells. */
static const char *
usual_key (struct arena *arena)
{
  const char *path = arena_printf (arena, "%s/../../keys/receipt.pub", tool_share (arena));
  return tool_exists (path) ? path : NULL;
}

static const char *
read_key (const char *path, struct arena *arena, struct receipt_key *key)
{
  struct text text;
  const char *problem = tool_read (path, arena, &text);

  if (NULL == problem && ! receipt_key_read (text, key))
    problem = arena_printf (arena, "%s does not hold the public key of receipts: one line of 64 hexadecimal digits.", path);
  return problem;
}

static enum tool_exit
verify_receipts (int argc, char **argv)
{
  struct arena *arena BM_CLEANUP (arena_cleanup) = arena_new (ARENA_MOST);
  const char *path = NULL;
  const struct tool_option known[] = { { "--key", &path } };
  const char *problem = "libsodium does not start";
  struct receipt_key key;

  if (argc < 3 || 0 != strcmp (argv[1], "receipt") || '-' == argv[2][0]
      || ! tool_options_read (argc - 2, argv + 2, known, BM_COUNT (known)))
    {
      tool_complain ("usage: blindmark verify receipt FILE [--key receipt.pub], or blindmark verify seals --conninfo C");
      return TOOL_MISUSED;
    }
  if (NULL == path)
    path = usual_key (arena);
  if (NULL == path)
    {
      tool_complain ("no receipt.pub lies where this program was installed: say with --key which one to check with");
      return TOOL_MISUSED;
    }
  if (crypto_start ())
    problem = read_key (path, arena, &key);
  if (NULL != problem)
    {
      tool_complain ("%s", problem);
      return TOOL_FAILED;
    }
  return verify (argv[2], &key, arena);
}

enum tool_exit
tool_verify (int argc, char **argv)
{
  return argc >= 2 && 0 == strcmp (argv[1], "seals") ? tool_seals (argc - 1, argv + 1) : verify_receipts (argc, argv);
}
