#include "seeded.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void
seeded (const char *purpose, const void *of, size_t of_length, void *bytes, size_t length)
{
  const char *hex = getenv ("BM_DRAW_SEED");
  unsigned char seed[32];
  unsigned char drawn[crypto_generichash_BYTES_MAX];
  crypto_generichash_state state;
  size_t got = 0;

  if (NULL == hex || 0 != sodium_hex2bin (seed, sizeof seed, hex, strlen (hex), NULL, &got, NULL) || sizeof seed != got
      || length > sizeof drawn)
    {
      fputs ("BM_DRAW_SEED: 64 hexadecimal characters, and draws of at most 64 bytes\n", stderr);
      abort ();
    }
  (void) crypto_generichash_init (&state, seed, sizeof seed, sizeof drawn);
  (void) crypto_generichash_update (&state, (const unsigned char *) purpose, strlen (purpose) + 1);
  (void) crypto_generichash_update (&state, of, of_length);
  (void) crypto_generichash_final (&state, drawn, sizeof drawn);
  memcpy (bytes, drawn, length);
}
