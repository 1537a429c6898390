/* score_run CONNINFO KEYS ASSOCIATION ADMINISTRATION DUTY: for each line on standard input, scores once with the registrar's own
   code and says how long each step took, measured from before it asks the database to after the last commit:
   "<blocker seconds> <scoring seconds> <processor seconds of this process>". Exit status 1 and a sentence when it cannot. */
#include "clock.h"
#include "crypto.h"
#include "desk_setup.h"
#include "keyring.h"
#include "log.h"
#include "work.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static int
refuse (const char *why)
{
  fprintf (stderr, "score_run: %s\n", why);
  return 1;
}

static double
own_seconds (void)
{
  struct timespec used;

  (void) clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &used);
  return (double) used.tv_sec + (double) used.tv_nsec / 1e9;
}

static bool
score_once (struct registrar *registrar, const struct registrar_duty *duty)
{
  const int64_t began = clock_boot_us ();
  const double used = own_seconds ();
  const char *note = "";
  int64_t looked;

  arena_reset (registrar->arena);
  if (REGISTRAR_DONE != registrar_store_blocker (registrar->store, duty, registrar->arena, &note) || '\0' != note[0])
    return false;
  looked = clock_boot_us ();
  if (REGISTRAR_DONE != registrar_score_sheets (registrar, duty))
    return false;
  printf ("%.6f %.6f %.6f\n", (double) (looked - began) / 1e6, (double) (clock_boot_us () - looked) / 1e6,
          own_seconds () - used);
  return 0 == fflush (stdout);
}

int
main (int argc, char **argv)
{
  struct registrar registrar = { NULL };
  struct registrar_duty duty = { .kind = REGISTRAR_SCORE };
  struct desk_setup setup = { .public_url = "", .candidate_url = "", .review_url = "", .share = "", .language = "en" };
  struct keyring *keyring;
  const char *problem = "";
  char line[16];
  bool fine = true;

  if (6 != argc || ! uid_parse (text_of (argv[3]), &duty.association) || ! uid_parse (text_of (argv[4]), &duty.administration)
      || ! uid_parse (text_of (argv[5]), &duty.id))
    return refuse ("CONNINFO KEYS ASSOCIATION ADMINISTRATION DUTY");
  log_open ("score_run");
  if (! crypto_start ())
    return refuse ("libsodium does not start");
  keyring = keyring_load (argv[2], &problem);
  if (NULL == keyring)
    return refuse (problem);
  setup.conninfo = argv[1];
  setup.keyring = keyring;
  registrar.arena = arena_new ((size_t) 128 * 1024 * 1024);
  registrar.store = registrar_store_open (&setup, registrar.arena, &problem);
  if (NULL == registrar.store)
    return refuse (problem);
  while (fine && NULL != fgets (line, sizeof line, stdin))
    fine = score_once (&registrar, &duty);
  registrar_store_close (registrar.store);
  arena_free (registrar.arena);
  keyring_free (keyring);
  return fine ? 0 : refuse ("it was not scored");
}
