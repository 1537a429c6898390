/* Whether this libmicrohttpd still shows its framing the way the gate reads it, tried on the library that is loaded. */
#include "inside.h"

#include "head.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ROUNDS_MOST 64

struct line
{
  const char *at;
  char copy[256];
  size_t length;
};

struct trial
{
  bool judged;
  enum http_gate verdict;
  struct line line;
};

struct sample
{
  const char *about;
  const char *bytes;
  size_t length;
  enum http_gate expected;
};

#define SAMPLE(about, bytes, expected) { about, bytes, sizeof (bytes) - 1, expected }

static const struct sample samples[] = {
  SAMPLE ("a plain GET", "GET /a?b=c+d%41&e HTTP/1.1\r\nHost: x\r\nCookie: a=b; c=d\r\nEmpty:\r\nAccept:  a \r\n\r\n",
          HTTP_GATE_PASS),
  SAMPLE ("a plain POST", "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabc", HTTP_GATE_PASS),
  SAMPLE ("bare LF after the request line", "GET /a HTTP/1.1\nHost: x\r\nA: b\r\n\r\n", HTTP_GATE_SHAPE),
  SAMPLE ("bare LF after the first header", "GET /a HTTP/1.1\r\nHost: x\nA: b\r\nC: d\r\n\r\n", HTTP_GATE_SHAPE),
  SAMPLE ("bare LF after a middle header", "GET /a HTTP/1.1\r\nHost: x\r\nA: b\nC: d\r\n\r\n", HTTP_GATE_SHAPE),
  SAMPLE ("bare LF after the last header", "GET /a HTTP/1.1\r\nHost: x\r\nA: b\n\r\n", HTTP_GATE_SHAPE),
  SAMPLE ("bare LF as the empty line", "GET /a HTTP/1.1\r\nHost: x\r\nA: b\r\n\n", HTTP_GATE_SHAPE),
  SAMPLE ("bare LF everywhere", "GET /a HTTP/1.1\nHost: x\nA: b\n\n", HTTP_GATE_SHAPE),
  SAMPLE ("NUL in a value", "GET /a HTTP/1.1\r\nHost: x\r\nA: b\0c\r\nC: d\r\n\r\n", HTTP_GATE_SHAPE),
  SAMPLE ("NUL at the end of a value", "GET /a HTTP/1.1\r\nHost: x\r\nA: b\0\r\nC: d\r\n\r\n", HTTP_GATE_SHAPE),
  SAMPLE ("NUL in the last value", "GET /a HTTP/1.1\r\nHost: x\r\nA: b\0c\r\n\r\n", HTTP_GATE_SHAPE),
  SAMPLE ("NUL in the URI", "GET /a\0b HTTP/1.1\r\nHost: x\r\n\r\n", HTTP_GATE_SHAPE),
  SAMPLE ("NUL in the method", "GE\0T /a HTTP/1.1\r\nHost: x\r\n\r\n", HTTP_GATE_SHAPE),
  SAMPLE ("a folded header", "GET /a HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\nC: d\r\n\r\n", HTTP_GATE_SHAPE),
  SAMPLE ("a header folded to nothing", "GET /a HTTP/1.1\r\nHost: x\r\nA: b\r\n \r\nC: d\r\n\r\n", HTTP_GATE_SHAPE),
  SAMPLE ("the last header folded", "GET /a HTTP/1.1\r\nHost: x\r\nA: b\r\n\tc\r\n\r\n", HTTP_GATE_SHAPE),
  SAMPLE ("a header without name", "GET /a HTTP/1.1\r\nHost: x\r\n: b\r\nC: d\r\n\r\n", HTTP_GATE_SHAPE),
  SAMPLE ("two spaces before the URI", "GET  /a HTTP/1.1\r\nHost: x\r\n\r\n", HTTP_GATE_SHAPE),
  SAMPLE ("a space before the colon", "GET /a HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n", HTTP_GATE_NAME),
  SAMPLE ("a first header that looks folded", "GET /a HTTP/1.1\r\n A: b\r\nHost: x\r\n\r\n", HTTP_GATE_NAME),
  SAMPLE ("CR in a value", "GET /a HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n", HTTP_GATE_VALUE),
  SAMPLE ("both lengths", "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
          HTTP_GATE_TRANSFER),
  SAMPLE ("two lengths", "POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
          HTTP_GATE_LENGTH),
};

static void *
on_uri (void *cls, const char *uri, struct MHD_Connection *connection)
{
  struct trial *trial = cls;

  (void) connection;
  trial->line.at = uri;
  trial->line.length = strlen (uri);
  if (trial->line.length >= sizeof trial->line.copy)
    trial->line.length = 0;
  memcpy (trial->line.copy, uri, trial->line.length);
  return &trial->line;
}

static enum MHD_Result
on_request (void *cls, struct MHD_Connection *connection, const char *url, const char *method, const char *version,
            const char *upload, size_t *upload_size, void **request)
{
  struct trial *trial = cls;
  struct http_framing framing;
  struct http_head head;

  (void) url;
  (void) upload;
  (void) upload_size;
  (void) request;
  if (trial->judged)
    return MHD_NO;
  http_head_read (connection, method, trial->line.at, text_from (trial->line.copy, trial->line.length), version, &head);
  trial->verdict = http_gate_check (&head, &framing);
  trial->judged = true;
  return MHD_NO;
}

static void
on_completed (void *cls, struct MHD_Connection *connection, void **request, enum MHD_RequestTerminationCode how)
{
  (void) cls;
  (void) connection;
  (void) how;
  *request = NULL;
}

static void
on_connection (void *cls, struct MHD_Connection *connection, void **socket, enum MHD_ConnectionNotificationCode what)
{
  (void) cls;
  (void) connection;
  (void) socket;
  (void) what;
}

/* whole: in one piece; otherwise byte by byte, as an attacker would to move the parser's stops. */
static bool
send_sample (struct MHD_Daemon *daemon, const struct sample *sample, bool whole, struct trial *trial)
{
  struct sockaddr_storage from = { .ss_family = AF_UNIX };
  size_t sent = 0;
  int pair[2];

  *trial = (struct trial) { .judged = false };
  if (0 != socketpair (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair))
    return false;
  if (MHD_YES != MHD_add_connection (daemon, pair[1], (struct sockaddr *) &from, sizeof from))
    {
      (void) close (pair[0]);
      return false;
    }
  for (unsigned round = 0; ! trial->judged && (sent < sample->length || round < ROUNDS_MOST); round++)
    {
      const size_t piece = whole ? sample->length - sent : sent < sample->length;
      if (0 != piece && (ssize_t) piece == send (pair[0], sample->bytes + sent, piece, MSG_NOSIGNAL))
        sent += piece;
      (void) MHD_run (daemon);
    }
  (void) close (pair[0]);
  (void) MHD_run (daemon);
  return trial->judged;
}

bool
http_gate_prove (const char **fault)
{
  struct trial trial = { .judged = false };
  struct http_daemon_calls calls = { on_request, on_uri, on_completed, on_connection, &trial, -1 };
  struct MHD_Daemon *daemon = http_daemon_start (&calls);

  *fault = "libmicrohttpd does not start";
  if (NULL == daemon)
    return false;
  *fault = NULL;
  for (size_t i = 0; NULL == *fault && i < 2 * BM_COUNT (samples); i++)
    {
      const struct sample *sample = &samples[i / 2];
      if (! send_sample (daemon, sample, 0 == i % 2, &trial) || trial.verdict != sample->expected)
        *fault = sample->about;
    }
  MHD_stop_daemon (daemon);
  return NULL == *fault;
}
