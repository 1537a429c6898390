/* A model of the server: what the SQL functions keep and do, with core's rules and without a database. One call is one
   transaction. A message is judged by the instant at which its body was complete, measured on the boot clock over an anchor,
   however much later its transaction runs. */
#ifndef BM_SIMULATOR_SERVER_H
#define BM_SIMULATOR_SERVER_H

#include "session.h"

#define CANDIDATES_MOST 8
#define LEDGER_MOST 160
#define SAVES_MOST 320
#define REFS 12

/* When something came, on every clock that somebody might read. Microseconds. */
struct moment
{
  int64_t boot_us;     /* of the server's machine, at arrival */
  int64_t wall_us;     /* of the database, at arrival: jumps */
  int64_t device_us;   /* of whoever sent it: a day wrong, at times */
  int64_t applied_us;  /* boot clock when the transaction runs */
};

struct save
{
  int epoch;
  int64_t sequence;  /* 0: the server gives the next of that login */
  uint64_t id;
  int ref;
  uint32_t value;
  bool late;
};

struct row
{
  struct session session;
  int64_t delivered_us;
  int epoch;
  size_t entries;
  struct session_time_entry ledger[LEDGER_MOST];
  size_t saved;
  struct save saves[SAVES_MOST];
};

struct server
{
  const struct rules *rules;
  int64_t anchor_boot_us;
  int64_t anchor_utc_us;
  size_t count;
  struct row rows[CANDIDATES_MOST];
};

enum saved_outcome { SAVED_DONE, SAVED_LATE, SAVED_CLOSED, SAVED_STALE };

struct saved
{
  enum saved_outcome outcome;
  int64_t sequence;
};

/* Each rule by itself, so that a defect can be planted in one (defects.h). */
struct rules
{
  int64_t (*instant) (const struct server *server, const struct moment *moment);
  enum session_judgement (*judge) (const struct session *session, int64_t arrived_us);
  int64_t (*left) (const struct session *session, int64_t now_us);
  enum session_outcome (*start) (struct session *session, int64_t at_us);
  enum session_outcome (*pause) (struct session *session, int64_t at_us);
  enum session_outcome (*resume) (struct session *session, int64_t at_us, struct session_time_entry *entry);
  enum session_outcome (*extend) (struct session *session, int64_t at_us, struct session_time_entry entry);
  enum session_outcome (*hand_in) (struct session *session, int64_t at_us);
  enum session_outcome (*close_overdue) (struct session *session, int64_t at_us);
  enum session_outcome (*reopen) (struct session *session, int64_t seconds, struct session_time_entry *entry);
  void (*note) (struct row *row, struct session_time_entry entry);
  bool (*is_same) (const struct save *kept, const struct save *sent);
  bool (*outranks) (const struct save *one, const struct save *other);
  void (*came_late) (struct row *row);
  void (*restart) (struct server *server, const struct moment *moment);
};

extern const struct rules server_rules;

void server_begin (struct server *server, const struct rules *rules, int64_t boot_us, int64_t wall_us) BM_NONNULL_ALL;
/* The new session's number. */
size_t server_open (struct server *server, const struct session_time_entry *entries, size_t count, int32_t grace_s) BM_NONNULL_ALL;
/* The number of the new login. */
int server_sign_in (struct server *server, size_t who) BM_NONNULL_ALL;
void server_restart (struct server *server, const struct moment *moment) BM_NONNULL_ALL;

void server_deliver (struct server *server, size_t who, const struct moment *moment) BM_NONNULL_ALL;
void server_acknowledge (struct server *server, size_t who, const struct moment *moment) BM_NONNULL_ALL;
struct saved server_save (struct server *server, size_t who, const struct save *save, const struct moment *moment) BM_NONNULL_ALL;
enum session_outcome server_hand_in (struct server *server, size_t who, const struct moment *moment) BM_NONNULL_ALL;

enum session_outcome server_pause (struct server *server, size_t who, const struct moment *moment) BM_NONNULL_ALL;
enum session_outcome server_resume (struct server *server, size_t who, const struct moment *moment) BM_NONNULL_ALL;
enum session_outcome server_extend (struct server *server, size_t who, struct session_time_entry entry,
                                    const struct moment *moment) BM_NONNULL_ALL;
enum session_outcome server_reopen (struct server *server, size_t who, int64_t seconds) BM_NONNULL_ALL;
/* The registrar's look at one session: starts it where a page was never acknowledged, closes it where its time is over. */
void server_overdue (struct server *server, size_t who, const struct moment *moment) BM_NONNULL_ALL;

int64_t server_left (const struct server *server, size_t who, const struct moment *moment) BM_NONNULL_ALL;
/* What counts for that question when the session is scored; NULL: nothing. */
const struct save *server_answer (const struct server *server, size_t who, int ref) BM_NONNULL_ALL;

#endif
