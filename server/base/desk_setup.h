/* What a process hands to its wing. Lives in base, because `app` may include a wing and a wing may not include `app`.
   Borrowed for as long as the process runs. Every thread opens its own connection with conninfo. */
#ifndef BM_DESK_SETUP_H
#define BM_DESK_SETUP_H

struct keyring;   /* keyring.h */

struct desk_setup
{
  const char *conninfo;            /* libpq string, with this process's own secret */
  const struct keyring *keyring;   /* only the kinds this process is given */
  const char *public_url;          /* "https://exam.example.org", no slash at the end; "" for the registrar */
  const char *candidate_url;       /* where candidates and reviewers go, for printed pages; "" when not configured */
  const char *review_url;
  const char *share;               /* folder that holds client/, schema/ and question-bank/ as installed */
  const char *language;            /* "en" */
};

#endif
