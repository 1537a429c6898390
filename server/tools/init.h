/* `blindmark init`: makes an installation on a server that runs: the schema, the key files, each process's database secret
   and configuration, the first association and its first coordinator. Run again, it completes what is missing (in a key file
   also the kinds of key that an older version did not have) and changes nothing that is there. */
#ifndef BM_INIT_H
#define BM_INIT_H

#include "arena.h"
#include "processes.h"
#include "token.h"
#include "tools.h"

#include <stdio.h>

struct init_request
{
  const char *conninfo;           /* a superuser's */
  const char *share;
  const char *keys;               /* folder of key files; made if missing */
  const char *etc;                /* folder of configuration files; made if missing */
  const char *purpose;            /* "production", "demo" or "test": decides whether the clock may be shifted */
  const char *code;               /* of the association */
  const char *name;
  const char *zone;
  const char *coordinator_name;
  const char *coordinator_email;
  const char *confidentiality;    /* file with the text; NULL: share's own */
  const char *language;
  const char *address;            /* where the desks listen */
  const char *urls[PROCESS_DESKS];
  int64_t port;                   /* of the first desk; the others follow */
  bool fresh_secrets;             /* new database secrets and configuration files even where there are some */
  bool new_code;                  /* a fresh one-time code for the coordinator of an association that exists */
};

struct init_result
{
  bool created;             /* the association is new */
  char code[CODE_ROOM];     /* the coordinator's one-time code; "" when none was made */
};

/* NULL, or one sentence that says what is wrong (in the arena). */
const char *init_installation (const struct init_request *request, FILE *progress, struct arena *arena,
                               struct init_result *result) BM_MUST_USE BM_NONNULL_ALL;

/* Pieces of it. init_keys: the key files; the ring with all kinds in *ring. init_configs: secrets and files. */
const char *init_keys (const struct init_request *request, FILE *progress, struct arena *arena, struct keyring **ring)
  BM_MUST_USE BM_NONNULL_ALL;
struct pg_conn;
const char *init_configs (const struct init_request *request, struct pg_conn *conn, FILE *progress, struct arena *arena)
  BM_MUST_USE BM_NONNULL_ALL;

enum tool_exit tool_init (int argc, char **argv);

#endif
