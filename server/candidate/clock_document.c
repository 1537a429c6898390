#include "clock_document.h"

static const char *
yes (bool is)
{
  return is ? "true" : "false";
}

/* Written by hand: whole rooms ask for it at once, and nothing in it needs escaping. */
struct bytes
clock_text (struct arena *arena, const struct candidate_session *session)
{
  const bool paused = SESSION_PAUSED == session->state;
  const char *text
    = arena_printf (arena,
                    "{\"seconds_left\":%lld,\"line\":\"%s\",\"running\":%s,\"stopped\":%s,\"paused\":%s,\"own_break\":%s,"
                    "\"taken_over\":%s,\"version\":%lld}",
                    (long long) session->time.left_s, session->time.line, yes (paused || SESSION_RUNNING == session->state),
                    yes (session->stopped), yes (paused), yes (session->own_break), yes (session->taken_over),
                    (long long) session->version);

  return bytes_of_text (text_of (text));
}

struct bytes
clock_same (struct arena *arena, int64_t version)
{
  return bytes_of_text (text_of (arena_printf (arena, "{\"version\":%lld,\"changed\":false}", (long long) version)));
}
