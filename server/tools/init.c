#include "init.h"

#include "migrate.h"
#include "pg_conn.h"
#include "seal.h"
#include "tool_file.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

extern const struct pg_statements init_statements;

/* Coordinate and proctor (schema/migrations: staff.appointment). Others are appointed at the desk. */
#define FIRST_RIGHTS 3

struct setup
{
  const struct init_request *request;
  struct pg_conn *conn;
  const struct keyring *ring;
  struct arena *arena;
};

static const char *
run (const struct setup *s, const char *statement, const struct pg_param *params, size_t count, struct pg_rows **rows)
{
  enum pg_status status = pg_run (s->conn, statement, params, count, rows);

  if (PG_DONE == status)
    return NULL;
  if (PG_AWAY == status || PG_DOUBT == status || PG_SOFT == status)
    return "The database went away in the middle; run this again.";
  return arena_printf (s->arena, "The database refused the step %s.", statement);
}

static const char *
ask_yes (const struct setup *s, const char *statement, const char *word, bool *yes)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { pg_text (text_of (word)) };
  const char *problem = run (s, statement, params, 1, &rows);

  *yes = NULL == problem && pg_get_bool (rows, 0, "yes");
  return problem;
}

static const char *
set_purpose (const struct setup *s)
{
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { pg_text (text_of (s->request->purpose)) };

  return run (s, "set_purpose", params, 1, &rows);
}

/* JSON {"name", "email"}, sealed to the account's row. */
static struct bytes
sealed_person (const struct setup *s, struct uid account)
{
  json_t *person = json_pack ("{s:s, s:s}", "name", s->request->coordinator_name, "email", s->request->coordinator_email);
  char *text = NULL == person ? NULL : json_dumps (person, JSON_COMPACT);
  struct bytes sealed = bytes_of (NULL, 0);

  if (NULL != text)
    sealed = seal (s->ring, (struct seal_place) { KEY_IDENTITY, "staff.account.sealed", account, 0 },
                   bytes_of (text, strlen (text)), s->arena);
  free (text);
  json_decref (person);
  return sealed;
}

static struct hash
fresh_code (char code[CODE_ROOM])
{
  struct hash hash;

  do
    code_new (code);
  while (CODE_FORM_GOOD != code_hash (text_of (code), &hash));
  return hash;
}

static const char *
read_confidentiality (const struct setup *s, struct text *text)
{
  const char *path = s->request->confidentiality;
  const char *problem;

  if (NULL == path)
    path = arena_printf (s->arena, "%s/client/shared/%s/confidentiality.txt", s->request->share, s->request->language);
  problem = tool_read (path, s->arena, text);
  *text = text_trim (*text);
  if (NULL == problem && (! text_is_utf8 (*text) || text_code_points (*text) < 20 || text_code_points (*text) > 10000))
    problem = arena_printf (s->arena, "%s must be text of 20 to 10000 characters.", path);
  return problem;
}

static const char *
create_association (const struct setup *s, struct init_result *result)
{
  static const char *const outcomes[] = { "created", "exists" };
  const struct init_request *r = s->request;
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct uid account = crypto_uid ();
  const struct hash email = seal_lookup (s->ring, KEY_STAFF_LOOKUP, text_of (r->coordinator_email));
  const struct hash code = fresh_code (result->code);
  struct text confidentiality;
  const char *problem = read_confidentiality (s, &confidentiality);

  if (NULL == problem)
    {
      const struct pg_param params[] = {
        pg_text (text_of (r->code)), pg_text (text_of (r->name)), pg_text (text_of (r->zone)),
        pg_uid (s->arena, crypto_uid ()), pg_uid (s->arena, account), pg_bytes (sealed_person (s, account)),
        pg_bytes (hash_bytes (&email)), pg_bytes (hash_bytes (&code)), pg_i32 (s->arena, FIRST_RIGHTS),
        pg_text (confidentiality),
      };
      problem = run (s, "create_association", params, BM_COUNT (params), &rows);
    }
  result->created = NULL == problem && 0 == pg_outcome (rows, outcomes, BM_COUNT (outcomes));
  if (! result->created)
    result->code[0] = '\0';
  return problem;
}

static const char *
renew_code (const struct setup *s, struct init_result *result)
{
  const struct hash email = seal_lookup (s->ring, KEY_STAFF_LOOKUP, text_of (s->request->coordinator_email));
  const struct hash code = fresh_code (result->code);
  struct pg_rows *rows BM_CLEANUP (pg_rows_free) = NULL;
  const struct pg_param params[] = { pg_text (text_of (s->request->code)), pg_bytes (hash_bytes (&email)),
                                     pg_bytes (hash_bytes (&code)) };
  const char *problem = run (s, "renew_code", params, BM_COUNT (params), &rows);

  if (NULL == problem && 0 == pg_count (rows))
    problem = arena_printf (s->arena, "The association %s has no coordinator with this e-mail address.", s->request->code);
  if (NULL != problem)
    result->code[0] = '\0';
  return problem;
}

static const char *
set_up_people (const struct setup *s, struct init_result *result)
{
  bool zone_known = false;
  bool there = false;
  const char *problem = ask_yes (s, "zone_exists", s->request->zone, &zone_known);

  if (NULL == problem && ! zone_known)
    problem = arena_printf (s->arena, "There is no time zone '%s'; an example is America/Chicago.", s->request->zone);
  if (NULL == problem)
    problem = ask_yes (s, "association_exists", s->request->code, &there);
  if (NULL == problem && ! there)
    return create_association (s, result);
  if (NULL == problem && s->request->new_code)
    problem = renew_code (s, result);
  return problem;
}

static bool
is_word (const char *code)
{
  size_t length = strlen (code);
  return length >= 2 && length <= 20 && strspn (code, "abcdefghijklmnopqrstuvwxyz0123456789-") == length;
}

static bool
is_line (const char *text)
{
  size_t points = text_is_utf8 (text_of (text)) ? text_code_points (text_of (text)) : 0;
  return points >= 1 && points <= 120 && NULL == strpbrk (text, "\r\n\t");
}

/* NULL, or the first thing in the request that cannot be; asked before anything is made. */
static const char *
check (const struct init_request *r, struct arena *arena)
{
  if (! is_word (r->code))
    return "The association's code must be 2 to 20 of a-z, 0-9 and hyphens.";
  if (! is_line (r->name) || ! is_line (r->coordinator_name))
    return "A name must be one line of 1 to 120 characters.";
  if (! is_line (r->coordinator_email) || NULL == strchr (r->coordinator_email, '@'))
    return "The coordinator's e-mail address is not one.";
  if (r->port < 1 || r->port > 65535 - PROCESS_DESKS + 1)
    return arena_printf (arena, "The port must lie between 1 and %d.", 65535 - PROCESS_DESKS + 1);
  return NULL;
}

const char *
init_installation (const struct init_request *request, FILE *progress, struct arena *arena, struct init_result *result)
{
  struct setup s = { .request = request, .arena = arena };
  struct keyring *ring = NULL;
  const char *problem = check (request, arena);

  *result = (struct init_result) { .created = false };
  if (NULL == problem)
    problem = migrate_database (request->conninfo, request->share, progress, arena);
  if (NULL == problem)
    problem = init_keys (request, progress, arena, &ring);
  if (NULL == problem)
    {
      s.ring = ring;
      s.conn = pg_connect (request->conninfo, init_statements, arena, &problem);
      if (NULL != s.conn)
        problem = set_purpose (&s);
      if (NULL == problem)
        problem = init_configs (request, s.conn, progress, arena);
      if (NULL == problem)
        problem = set_up_people (&s, result);
      pg_close (s.conn);
    }
  keyring_free (ring);
  return problem;
}
