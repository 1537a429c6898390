#include "load.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
load_give_up (const char *why)
{
  fprintf (stderr, "load: %s (%s)\n", why, strerror (errno));
  exit (1);
}

static _Noreturn void
explain (void)
{
  fprintf (stderr,
           "usage: load closed|open|herd --url URL --sessions FILE [--first N] [--count N] [--processes N] [--seconds S]\n"
           "            [--warm S] [--drain S] [--sequence N] [--key FILE] [--verify-every N] [--connections N]\n"
           "            [--every S] [--ramp S] [--news] [--pulse] [--bare] [--questions PATH] [--marker TEXT]\n"
           "prints one line of JSON; exit status 0 whatever it counted.\n");
  exit (2);
}

static enum load_mode
mode_of (const char *word)
{
  if (0 == strcmp (word, "closed"))
    return LOAD_CLOSED;
  if (0 == strcmp (word, "open"))
    return LOAD_OPEN;
  if (0 == strcmp (word, "herd"))
    return LOAD_HERD;
  explain ();
}

static const struct option names[] = {
  { "url", required_argument, NULL, 'u' }, { "sessions", required_argument, NULL, 'f' }, { "first", required_argument, NULL, 'F' },
  { "count", required_argument, NULL, 'C' }, { "processes", required_argument, NULL, 'p' },
  { "seconds", required_argument, NULL, 's' }, { "warm", required_argument, NULL, 'w' },
  { "drain", required_argument, NULL, 'd' }, { "sequence", required_argument, NULL, 'q' }, { "key", required_argument, NULL, 'k' },
  { "verify-every", required_argument, NULL, 'v' }, { "connections", required_argument, NULL, 'n' },
  { "every", required_argument, NULL, 'e' }, { "ramp", required_argument, NULL, 'r' }, { "news", no_argument, NULL, 'N' },
  { "pulse", no_argument, NULL, 'P' }, { "bare", no_argument, NULL, 'b' }, { "marker", required_argument, NULL, 'm' },
  { "questions", required_argument, NULL, 'Q' },
  { NULL, 0, NULL, 0 },
};

static size_t
number (const char *text)
{
  return (size_t) strtoull (text, NULL, 10);
}

static void
take (struct load_options *options, int option, const char *value)
{
  switch (option)
    {
    case 'u': options->url = value; break;
    case 'f': options->sessions = value; break;
    case 'F': options->first = number (value); break;
    case 'C': options->count = number (value); break;
    case 'p': options->processes = number (value); break;
    case 's': options->seconds = strtod (value, NULL); break;
    case 'w': options->warm = strtod (value, NULL); break;
    case 'd': options->drain = strtod (value, NULL); break;
    case 'q': options->sequence = number (value); break;
    case 'k': options->key_file = value; break;
    case 'v': options->verify_every = number (value); break;
    case 'n': options->connections = number (value); break;
    case 'e': options->every = strtod (value, NULL); break;
    case 'r': options->ramp = strtod (value, NULL); break;
    case 'N': options->news = true; break;
    case 'P': options->pulse = true; break;
    case 'b': options->bare = true; break;
    case 'Q': options->questions = value; break;
    case 'm': options->marker = value; break;
    default: explain ();
    }
}

void
load_options_read (int argc, char **argv, struct load_options *options)
{
  const char *colon;
  int option;

  *options = (struct load_options) { .processes = 1, .seconds = 3, .warm = 1, .drain = 20, .every = 15, .ramp = 3,
                                     .connections = 64, .verify_every = 500, .sequence = 1,
                                     .questions = "/parts/1/questions", .marker = "\"stem\":" };
  if (argc < 2)
    explain ();
  options->mode = mode_of (argv[1]);
  while (-1 != (option = getopt_long (argc - 1, argv + 1, "", names, NULL)))
    take (options, option, optarg);
  if (NULL == options->url || NULL == options->sessions || argc - 1 != optind || 0 == options->processes
      || options->processes > LOAD_PROCESSES_MOST || 0 == options->verify_every || 0 == options->sequence)
    explain ();
  colon = strrchr (options->url, ':');
  options->port = NULL == colon ? 0 : (uint16_t) number (colon + 1);
  if (0 == options->port || 0 != strncmp (options->url, "http://", sizeof "http://" - 1))
    explain ();
}

static int
digit (char c)
{
  if (c >= '0' && c <= '9')
    return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Bytes from hex digits; hyphens are passed over. False: something else stands there. */
static bool
read_hex (const char *text, uint8_t *bytes, size_t count)
{
  for (size_t i = 0; i < 2 * count; text++)
    {
      const int value = digit (*text);
      if ('-' == *text)
        continue;
      if (value < 0)
        return false;
      bytes[i / 2] = (uint8_t) (0 == i % 2 ? value << 4 : bytes[i / 2] | value);
      i++;
    }
  return true;
}

static struct load_candidate
candidate_of (const char *line, uint64_t sequence)
{
  struct load_candidate candidate = { .sequence = sequence - 1 };

  if (3 != sscanf (line, "%43s %36s %u", candidate.token, candidate.session, &candidate.epoch)
      || LOAD_TOKEN != strlen (candidate.token) || ! read_hex (candidate.session, candidate.session_bytes, 16))
    load_give_up ("the file of sessions is not readable");
  return candidate;
}

struct load_candidate *
load_candidates_read (const struct load_options *options, size_t *count)
{
  FILE *file = fopen (options->sessions, "r");
  struct load_candidate *candidates = NULL;
  size_t room = 0, number_of_line = 0;
  char line[160];

  *count = 0;
  if (NULL == file)
    load_give_up (options->sessions);
  while (NULL != fgets (line, sizeof line, file) && (0 == options->count || *count < options->count))
    {
      if (number_of_line++ < options->first)
        continue;
      if (*count == room)
        candidates = realloc (candidates, (room = 2 * room + 1024) * sizeof *candidates);
      if (NULL == candidates)
        load_give_up ("no memory");
      candidates[(*count)++] = candidate_of (line, options->sequence);
    }
  (void) fclose (file);
  if (0 == *count || (0 != options->count && *count < options->count))
    load_give_up ("there are not so many sessions");
  return candidates;
}

void
load_key_read (const char *path, uint8_t key[32])
{
  FILE *file = fopen (path, "r");
  char line[256];
  bool read = false;

  while (NULL != file && ! read && NULL != fgets (line, sizeof line, file))
    read = '#' != line[0] && read_hex (line, key, 32);
  if (! read)
    load_give_up ("the public key is not readable");
  (void) fclose (file);
}
