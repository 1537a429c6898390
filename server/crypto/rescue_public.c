#include "rescue_public.h"

#include "keyring_key.h"

#include <sodium.h>

void
rescue_public (const struct keyring *ring, char text[RESCUE_PUBLIC_ROOM])
{
  text[0] = '\0';
  if (keyring_holds (ring, KEY_RESCUE_PUBLIC))
    (void) sodium_bin2base64 (text, RESCUE_PUBLIC_ROOM, keyring_key (ring, KEY_RESCUE_PUBLIC), KEY_BYTES,
                              sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}
