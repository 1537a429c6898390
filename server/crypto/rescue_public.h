/* The public half of the rescue key as pages carry it: what a browser could not send it may seal to this key. */
#ifndef BM_RESCUE_PUBLIC_H
#define BM_RESCUE_PUBLIC_H

#include "keyring.h"

#define RESCUE_PUBLIC_ROOM 44  /* 43 characters of unpadded base64url and NUL */

/* "" when the ring does not hold it: an installation from before there was one. */
void rescue_public (const struct keyring *ring, char text[RESCUE_PUBLIC_ROOM]) BM_NONNULL_ALL;

#endif
