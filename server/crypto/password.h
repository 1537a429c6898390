/* Argon2id (3 passes, 32 MiB, about 60 ms): call only from the hashing lane (http_route.h), never from a worker that
   others wait for. */
#ifndef BM_PASSWORD_H
#define BM_PASSWORD_H

#include "crypto.h"

#define PASSWORD_ROOM 128
#define PASSWORD_LEAST 15   /* code points (SP 800-63B-4 for a single factor) */
#define PASSWORD_MOST 128   /* code points */

enum password_form { PASSWORD_GOOD, PASSWORD_SHORT, PASSWORD_LONG, PASSWORD_COMMON };

/* COMMON: one repeated character or a run, or one of a short list of very common long ones. */
enum password_form password_judge (struct text password) BM_MUST_USE;

void password_hash (struct text password, char stored[PASSWORD_ROOM]) BM_NONNULL_ALL;

/* stored NULL or "": the account is unknown; takes the same time as a real check and is false. */
bool password_verify (struct text password, const char *stored) BM_MUST_USE;

#endif
