/* layers: core base */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "calendar.h"

#define LIMIT ((size_t) 64 * 1024)

/* 2027-03-14 15:00 UTC, for two and a half hours. */
#define MARCH_14 INT64_C (1805036400000000)
#define HOUR INT64_C (3600000000)

static struct calendar_event
appointment (void)
{
  return (struct calendar_event) { .uid = text_of ("5f1d@blindmark"),
                                   .stamped_us = MARCH_14 - 400 * HOUR + 999999,
                                   .starts_us = MARCH_14,
                                   .ends_us = MARCH_14 + 5 * HOUR / 2,
                                   .summary = text_of ("Part 1, Spring exam"),
                                   .description = text_of (""),
                                   .location = text_of ("") };
}

static void
an_appointment_is_written_whole (void **state)
{
  struct calendar_event event = appointment ();
  struct buf out BM_CLEANUP (buf_free) = buf_new (LIMIT);
  (void) state;
  event.sequence = 3;
  event.description = text_of ("Bring the slip.\nYour time: 150 min");
  event.location = text_of ("Room 2; Main Street 5, Lansing");
  calendar_write (&event, 1, &out);
  assert_string_equal ("BEGIN:VCALENDAR\r\n"
                       "VERSION:2.0\r\n"
                       "PRODID:-//Blindmark//Appointments//EN\r\n"
                       "METHOD:PUBLISH\r\n"
                       "BEGIN:VEVENT\r\n"
                       "UID:5f1d@blindmark\r\n"
                       "SEQUENCE:3\r\n"
                       "DTSTAMP:20270225T230000Z\r\n"
                       "DTSTART:20270314T150000Z\r\n"
                       "DTEND:20270314T173000Z\r\n"
                       "SUMMARY:Part 1\\, Spring exam\r\n"
                       "DESCRIPTION:Bring the slip.\\nYour time: 150 min\r\n"
                       "LOCATION:Room 2\\; Main Street 5\\, Lansing\r\n"
                       "STATUS:CONFIRMED\r\n"
                       "BEGIN:VALARM\r\n"
                       "ACTION:DISPLAY\r\n"
                       "TRIGGER:-P1D\r\n"
                       "DESCRIPTION:Part 1\\, Spring exam\r\n"
                       "END:VALARM\r\n"
                       "END:VEVENT\r\n"
                       "END:VCALENDAR\r\n",
                       out.at);
}

static size_t
times (const struct buf *out, const char *what)
{
  size_t count = 0;
  for (const char *at = out->at; NULL != (at = strstr (at, what)); at++)
    count++;
  return count;
}

static void
a_cancelled_appointment_neither_stands_nor_reminds (void **state)
{
  struct calendar_event event = appointment ();
  struct buf out BM_CLEANUP (buf_free) = buf_new (LIMIT);
  (void) state;
  event.sequence = 4;
  event.cancelled = true;
  calendar_write (&event, 1, &out);
  assert_int_equal (1, times (&out, "\r\nMETHOD:CANCEL\r\n"));
  assert_int_equal (1, times (&out, "\r\nSTATUS:CANCELLED\r\n"));
  assert_int_equal (1, times (&out, "\r\nSEQUENCE:4\r\n"));
  assert_int_equal (1, times (&out, "\r\nUID:5f1d@blindmark\r\n"));
  assert_int_equal (0, times (&out, "VALARM"));
}

/* One of two is cancelled: METHOD:CANCEL would take the other away, too. */
static void
two_appointments_are_one_calendar (void **state)
{
  struct calendar_event events[2] = { appointment (), appointment () };
  struct buf out BM_CLEANUP (buf_free) = buf_new (LIMIT);
  (void) state;
  events[1].uid = text_of ("77aa@blindmark");
  events[0].cancelled = true;
  calendar_write (events, 2, &out);
  assert_int_equal (1, times (&out, "BEGIN:VCALENDAR"));
  assert_int_equal (2, times (&out, "BEGIN:VEVENT"));
  assert_int_equal (1, times (&out, "METHOD:PUBLISH"));
  assert_int_equal (1, times (&out, "STATUS:CANCELLED"));
  assert_int_equal (1, times (&out, "STATUS:CONFIRMED"));
  assert_int_equal (1, times (&out, "BEGIN:VALARM"));
}

static void
instants_hold_on_leap_days_and_at_the_ends_of_their_range (void **state)
{
  static const struct { int64_t us; const char *written; } cases[]
    = { { 0, "DTSTART:19700101T000000Z\r\n" },
        { INT64_C (1835481599999999), "DTSTART:20280229T235959Z\r\n" },
        { INT64_C (253402300799000000), "DTSTART:99991231T235959Z\r\n" } };
  (void) state;
  for (size_t i = 0; i < BM_COUNT (cases); i++)
    {
      struct calendar_event event = appointment ();
      struct buf out BM_CLEANUP (buf_free) = buf_new (LIMIT);
      event.starts_us = cases[i].us;
      calendar_write (&event, 1, &out);
      assert_int_equal (1, times (&out, cases[i].written));
    }
}

/* ---- any text comes through: read back as RFC 5545 says, by a reader that knows nothing of the writer ---- */

/* Joins folded lines again and holds each line to what the standard allows. */
static void
unfold (const struct buf *folded, struct buf *whole)
{
  size_t octets = 0;
  for (const char *at = folded->at, *line = at; '\0' != *at;)
    {
      if ('\r' != *at && '\n' != *at)
        {
          octets++;
          buf_byte (whole, *at++);
          continue;
        }
      assert_true ('\r' == at[0] && '\n' == at[1]);
      assert_in_range (octets, 1, 75);
      assert_true (text_is_utf8 (text_from (line, (size_t) (at - line))));
      at += 2;
      line = at;
      octets = ' ' == *at;
      if (' ' == *at)
        at++;
      else
        buf_byte (whole, '\n');
    }
  assert_int_equal (0, octets);
}

/* The first value of this property, without its escapes. */
static void
value_of (const struct buf *whole, const char *property, struct buf *value)
{
  char start[32];
  const char *at;
  (void) snprintf (start, sizeof start, "\n%s:", property);
  at = strstr (whole->at, start);
  assert_non_null (at);
  for (at += strlen (start); '\n' != *at; at++)
    {
      assert_true (';' != *at && ',' != *at);
      if ('\\' == *at)
        {
          at++;
          assert_non_null (strchr ("\\;,n", *at));
          buf_byte (value, 'n' == *at ? '\n' : *at);
        }
      else
        buf_byte (value, *at);
    }
}

static uint32_t
next_random (uint32_t *seed)
{
  *seed ^= *seed << 13;
  *seed ^= *seed >> 17;
  *seed ^= *seed << 5;
  return *seed;
}

/* Pieces that meet at every place of a line: one to four octets each, what is escaped, what looks like structure. */
static void
random_text (uint32_t *seed, struct buf *text)
{
  static const char *const pieces[]
    = { "a", " ", "\xC3\xB1", "\xE2\x80\x94", "\xF0\x9F\x91\xB6", "\\", ",", ";", "\n", "\\n", ":", "\"", "\t", "END:VEVENT" };
  size_t count = next_random (seed) % 160 + 1;
  while (count-- > 0)
    buf_string (text, pieces[next_random (seed) % BM_COUNT (pieces)]);
}

static void
assert_comes_back (const struct buf *whole, const char *property, const struct buf *text)
{
  struct buf value BM_CLEANUP (buf_free) = buf_new (LIMIT);
  value_of (whole, property, &value);
  assert_string_equal (text->at, value.at);
}

static void
every_text_comes_back_and_no_line_is_too_long (void **state)
{
  uint32_t seed = 5545;
  (void) state;
  for (int round = 0; round < 20000; round++)
    {
      struct buf summary BM_CLEANUP (buf_free) = buf_new (LIMIT);
      struct buf description BM_CLEANUP (buf_free) = buf_new (LIMIT);
      struct buf out BM_CLEANUP (buf_free) = buf_new (LIMIT);
      struct buf whole BM_CLEANUP (buf_free) = buf_new (LIMIT);
      struct calendar_event event = appointment ();
      random_text (&seed, &summary);
      random_text (&seed, &description);
      event.summary = buf_view (&summary);
      event.description = buf_view (&description);
      calendar_write (&event, 1, &out);
      assert_false (out.overflow);
      unfold (&out, &whole);
      assert_comes_back (&whole, "SUMMARY", &summary);
      assert_comes_back (&whole, "DESCRIPTION", &description);
      assert_int_equal (1, times (&whole, "\nEND:VEVENT\n"));
    }
}

static void
line_ends_of_every_kind_are_one_and_control_characters_are_left_out (void **state)
{
  struct calendar_event event = appointment ();
  struct buf out BM_CLEANUP (buf_free) = buf_new (LIMIT);
  (void) state;
  event.summary = text_of ("one\r\ntwo\rthree\nfour\a\x1B[1m\x7F" "five");
  calendar_write (&event, 1, &out);
  assert_int_equal (1, times (&out, "SUMMARY:one\\ntwo\\nthree\\nfour[1mfive\r\n"));
}

int
main (void)
{
  const struct CMUnitTest tests[] = {
    cmocka_unit_test (an_appointment_is_written_whole),
    cmocka_unit_test (a_cancelled_appointment_neither_stands_nor_reminds),
    cmocka_unit_test (two_appointments_are_one_calendar),
    cmocka_unit_test (instants_hold_on_leap_days_and_at_the_ends_of_their_range),
    cmocka_unit_test (every_text_comes_back_and_no_line_is_too_long),
    cmocka_unit_test (line_ends_of_every_kind_are_one_and_control_characters_are_left_out),
  };
  return cmocka_run_group_tests (tests, NULL, NULL);
}
