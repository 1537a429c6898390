#include "calendar.h"

#include <time.h>

#define SECOND_US INT64_C (1000000)
#define LINE_MOST 75 /* octets without the line end (RFC 5545, 3.1) */

/* A content line while it is written: it goes on in the next one, after a space, wherever it would grow too long. */
struct line
{
  struct buf *out;
  size_t octets;
};

/* What must not be cut: one character, or one escape. */
static void
put_unit (struct line *line, const char *at, size_t length)
{
  if (line->octets + length > LINE_MOST)
    {
      buf_string (line->out, "\r\n ");
      line->octets = 1;
    }
  buf_add (line->out, at, length);
  line->octets += length;
}

static size_t
character_length (unsigned char first)
{
  if (first < 0x80)
    return 1;
  if (first < 0xE0)
    return 2;
  return first < 0xF0 ? 3 : 4;
}

/* As a value of type TEXT (RFC 5545, 3.3.11). CRLF, CR and LF are one line end each. */
static void
put_escaped (struct line *line, struct text text)
{
  for (size_t i = 0, length; i < text.length; i += length)
    {
      const char *at = text.at + i;
      const char escaped[2] = { '\\', *at };

      length = character_length ((unsigned char) *at);
      if (length > text.length - i)
        length = text.length - i;
      if ('\r' == *at && i + 1 < text.length && '\n' == at[1])
        continue;
      if ('\n' == *at || '\r' == *at)
        put_unit (line, "\\n", 2);
      else if ('\\' == *at || ';' == *at || ',' == *at)
        put_unit (line, escaped, 2);
      else if ('\t' == *at || ((unsigned char) *at >= ' ' && 0x7F != *at))
        put_unit (line, at, length);
    }
}

static void
put_text (struct buf *out, const char *name, struct text text)
{
  struct line line = { .out = out };

  if (0 == text.length)
    return;
  for (; '\0' != *name; name++)
    put_unit (&line, name, 1);
  put_unit (&line, ":", 1);
  put_escaped (&line, text);
  buf_string (out, "\r\n");
}

static void
put_instant (struct buf *out, const char *name, int64_t instant_us)
{
  time_t seconds = (time_t) (instant_us / SECOND_US);
  struct tm utc;
  char written[32] = "";

  if (NULL != gmtime_r (&seconds, &utc))
    (void) strftime (written, sizeof written, "%Y%m%dT%H%M%SZ", &utc);
  buf_printf (out, "%s:%s\r\n", name, written);
}

static void
put_event (struct buf *out, const struct calendar_event *event)
{
  buf_string (out, "BEGIN:VEVENT\r\n");
  put_text (out, "UID", event->uid);
  buf_printf (out, "SEQUENCE:%lld\r\n", (long long) event->sequence);
  put_instant (out, "DTSTAMP", event->stamped_us);
  put_instant (out, "DTSTART", event->starts_us);
  put_instant (out, "DTEND", event->ends_us);
  put_text (out, "SUMMARY", event->summary);
  put_text (out, "DESCRIPTION", event->description);
  put_text (out, "LOCATION", event->location);
  buf_printf (out, "STATUS:%s\r\n", event->cancelled ? "CANCELLED" : "CONFIRMED");
  if (! event->cancelled)
    {
      buf_string (out, "BEGIN:VALARM\r\nACTION:DISPLAY\r\nTRIGGER:-P1D\r\n");
      put_text (out, "DESCRIPTION", event->summary);
      buf_string (out, "END:VALARM\r\n");
    }
  buf_string (out, "END:VEVENT\r\n");
}

void
calendar_write (const struct calendar_event *events, size_t count, struct buf *out)
{
  bool all_cancelled = true;

  for (size_t i = 0; i < count; i++)
    all_cancelled = all_cancelled && events[i].cancelled;
  buf_string (out, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Blindmark//Appointments//EN\r\n");
  buf_printf (out, "METHOD:%s\r\n", all_cancelled ? "CANCEL" : "PUBLISH");
  for (size_t i = 0; i < count; i++)
    put_event (out, &events[i]);
  buf_string (out, "END:VCALENDAR\r\n");
}
