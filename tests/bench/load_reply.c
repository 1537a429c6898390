#include "load_proof.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#define MEMBERS_MOST 24
#define COMPLAINTS_MOST 5

struct member
{
  struct load_span name, value;  /* a text without its quotes */
};

struct object
{
  struct member members[MEMBERS_MOST];
  size_t count;
};

/* -- a scanner of well-formed JSON --------------------------------------------------------------------------------------- */

/* After the string that begins at *at, its opening quote. NULL: it does not end. */
static const char *
skip_string (const char *at, const char *end)
{
  for (const char *quote = at + 1; NULL != (quote = memchr (quote, '"', (size_t) (end - quote))); quote++)
    {
      size_t slashes = 0;
      while (quote - slashes - 1 > at && '\\' == quote[-1 - (ptrdiff_t) slashes])
        slashes++;
      if (0 == slashes % 2)
        return quote + 1;
    }
  return NULL;
}

static const char *
skip_value (const char *at, const char *end)
{
  int depth = 0;

  while (NULL != at && at < end)
    {
      if ('"' == *at)
        at = skip_string (at, end);
      else if ('{' == *at || '[' == *at)
        depth++, at++;
      else if (0 == depth && (',' == *at || '}' == *at || ']' == *at))
        return at;
      else if ('}' == *at || ']' == *at)
        depth--, at++;
      else
        at++;
      if (0 == depth && NULL != at && ('"' == at[-1] || '}' == at[-1] || ']' == at[-1]))
        return at;
    }
  return at;
}

static const char *
skip_blank (const char *at, const char *end)
{
  while (at < end && (' ' == *at || '\n' == *at || '\r' == *at || '\t' == *at))
    at++;
  return at;
}

static struct load_span
bare (const char *at, const char *end)
{
  const bool quoted = end - at >= 2 && '"' == *at;

  return (struct load_span) { at + quoted, (size_t) (end - at) - 2 * (size_t) quoted };
}

/* The members of the object that the span begins with. False: it is none. */
static bool
read_object (struct load_span span, struct object *object)
{
  const char *const end = span.at + span.length;
  const char *at = skip_blank (span.at, end);

  object->count = 0;
  if (at >= end || '{' != *at)
    return false;
  at = skip_blank (at + 1, end);
  while (at < end && '"' == *at && object->count < MEMBERS_MOST)
    {
      struct member *member = &object->members[object->count++];
      const char *begin = at;
      at = skip_string (at, end);
      if (NULL == at)
        return false;
      member->name = bare (begin, at);
      at = skip_blank (at, end);
      if (at >= end || ':' != *at)
        return false;
      begin = skip_blank (at + 1, end);
      at = skip_value (begin, end);
      if (NULL == at)
        return false;
      member->value = bare (begin, at);
      at = skip_blank (at, end);
      if (at < end && ',' == *at)
        at = skip_blank (at + 1, end);
    }
  return at < end && '}' == *at;
}

static struct load_span
member_of (const struct object *object, const char *name)
{
  const size_t length = strlen (name);

  for (size_t i = 0; i < object->count; i++)
    if (object->members[i].name.length == length && 0 == memcmp (object->members[i].name.at, name, length))
      return object->members[i].value;
  return (struct load_span) { "", 0 };
}

static bool
number_of (struct load_span span, int64_t *number)
{
  char *end;

  if (0 == span.length)
    return false;
  *number = strtoll (span.at, &end, 10);
  return end == span.at + span.length;
}

static bool
is_number (const struct object *object, const char *name, uint64_t expected)
{
  int64_t number;

  return number_of (member_of (object, name), &number) && number >= 0 && (uint64_t) number == expected;
}

static bool
is_text (const struct object *object, const char *name, const char *expected, size_t length)
{
  const struct load_span span = member_of (object, name);

  return span.length == length && 0 == memcmp (span.at, expected, length);
}

bool
load_reply_number (const struct load_reply *reply, const char *name, int64_t *value)
{
  struct object object;

  return read_object ((struct load_span) { reply->body, reply->length }, &object) && number_of (member_of (&object, name), value);
}

void
load_reply_complain (const char *what, const struct load_reply *reply)
{
  static int complaints;

  if (complaints++ < COMPLAINTS_MOST)
    fprintf (stderr, "load: %s: %d %.*s\n", what, reply->status, (int) (reply->length > 600 ? 600 : reply->length), reply->body);
}

/* -- requests ------------------------------------------------------------------------------------------------------------ */

/* xorshift64*, begun from the system's randomness: save ids of two runs differ. */
static uint64_t
draw (void)
{
  static uint64_t state;

  while (0 == state)
    (void) ! getrandom (&state, sizeof state, 0);
  state ^= state >> 12;
  state ^= state << 25;
  state ^= state >> 27;
  return state * UINT64_C (2685821657736338717);
}

struct load_save
load_save_new (struct load_candidate *candidate)
{
  const uint64_t first = draw (), second = draw (), third = draw () >> 32;
  struct load_save save = { .candidate = candidate,
                            .sequence = ++candidate->sequence,
                            .item = (int) (third % 60) + 1,
                            .choice = (char) ('A' + third / 60 % 4) };

  memcpy (save.id, &first, sizeof first);
  memcpy (save.id + 8, &second, sizeof second);
  save.id[6] = (uint8_t) (0x40 | (save.id[6] & 0x0f));
  save.id[8] = (uint8_t) (0x80 | (save.id[8] & 0x3f));
  return save;
}

static void
print_uid (const uint8_t bytes[16], char text[LOAD_UID_TEXT + 1])
{
  static const char digits[] = "0123456789abcdef";
  size_t at = 0;

  for (size_t i = 0; i < 16; i++)
    {
      if (4 == i || 6 == i || 8 == i || 10 == i)
        text[at++] = '-';
      text[at++] = digits[bytes[i] >> 4];
      text[at++] = digits[bytes[i] & 15];
    }
  text[at] = '\0';
}

/* What a browser sends with every request of a page of ours, up to the token: a desk parses all of it. Kept for the process. */
static const char *
common_head (const struct load_options *options)
{
  static char head[LOAD_REQUEST_ROOM];
  const char *const host = options->url + sizeof "http://" - 1;

  if ('\0' == head[0])
    (void) snprintf (head, sizeof head,
                     " HTTP/1.1\r\nHost: %s\r\nConnection: keep-alive\r\n"
                     "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
                     "Chrome/141.0.0.0 Safari/537.36\r\n"
                     "sec-ch-ua-platform: \"Linux\"\r\nsec-ch-ua-mobile: ?0\r\n"
                     "sec-ch-ua: \"Chromium\";v=\"141\", \"Not?A_Brand\";v=\"8\"\r\nAccept: application/json\r\n"
                     "Origin: %s\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n"
                     "Referer: %s/parts/1/items/1\r\nAccept-Encoding: gzip, deflate, br, zstd\r\n"
                     "Accept-Language: en-US,en;q=0.9\r\nCookie: bm_candidate=", host, options->url, options->url);
  return head;
}

size_t
load_request (const struct load_options *options, const struct load_candidate *candidate, const char *method_and_path,
              const char *body, char request[LOAD_REQUEST_ROOM])
{
  int length = snprintf (request, LOAD_REQUEST_ROOM, "%s%s%s\r\n", method_and_path, common_head (options), candidate->token);
  const size_t head = (size_t) length;

  if (NULL != body)
    length = snprintf (request + head, LOAD_REQUEST_ROOM - head,
                       "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", strlen (body), body);
  else
    length = snprintf (request + head, LOAD_REQUEST_ROOM - head, "\r\n");
  if (head + (size_t) length >= LOAD_REQUEST_ROOM)
    load_give_up ("a request is too long");
  return head + (size_t) length;
}

static size_t
put (char *to, const char *text, size_t length)
{
  memcpy (to, text, length);
  return length;
}

static size_t
put_number (char *to, uint64_t number)
{
  char digits[20];
  size_t count = 0;

  do
    digits[sizeof digits - ++count] = (char) ('0' + number % 10);
  while (0 != (number /= 10));
  return put (to, digits + sizeof digits - count, count);
}

#define PUT(to, literal) put ((to), "" literal, sizeof (literal) - 1)

static size_t
save_body (const struct load_save *save, char *body)
{
  char id[LOAD_UID_TEXT + 1];
  size_t at = 0;

  print_uid (save->id, id);
  at += PUT (body + at, "{\"session\":\"");
  at += put (body + at, save->candidate->session, LOAD_UID_TEXT);
  at += PUT (body + at, "\",\"epoch\":");
  at += put_number (body + at, save->candidate->epoch);
  at += PUT (body + at, ",\"save_id\":\"");
  at += put (body + at, id, LOAD_UID_TEXT);
  at += PUT (body + at, "\",\"sequence\":");
  at += put_number (body + at, save->sequence);
  at += PUT (body + at, ",\"ref\":\"item.");
  at += put_number (body + at, (uint64_t) save->item);
  at += PUT (body + at, "\",\"choice\":\"");
  body[at++] = save->choice;
  at += PUT (body + at, "\"}");
  return at;
}

size_t
load_save_request (const struct load_options *options, const struct load_save *save, char request[LOAD_REQUEST_ROOM])
{
  const char *const head = common_head (options);
  static size_t head_length;
  char body[400];
  const size_t body_length = save_body (save, body);
  size_t at = PUT (request, "POST /parts/1/saves");

  if (0 == head_length)
    head_length = strlen (head);
  at += put (request + at, head, head_length);
  at += put (request + at, save->candidate->token, LOAD_TOKEN);
  at += PUT (request + at, "\r\nContent-Type: application/json\r\nContent-Length: ");
  at += put_number (request + at, body_length);
  at += PUT (request + at, "\r\n\r\n");
  return at + put (request + at, body, body_length);
}

/* -- replies ------------------------------------------------------------------------------------------------------------- */

/* The texts of an array, into the path. */
static bool
read_path (struct load_span span, struct load_receipt *receipt)
{
  const char *const end = span.at + span.length;
  const char *at = span.at;

  receipt->path_count = 0;
  if (0 == span.length || '[' != *at)
    return false;
  while (NULL != (at = memchr (at, '"', (size_t) (end - at))))
    {
      const char *begin = at;
      at = skip_string (at, end);
      if (NULL == at || LOAD_PATH_MOST == receipt->path_count)
        return false;
      receipt->path[receipt->path_count++] = bare (begin, at);
    }
  return true;
}

static bool
read_proof (const struct object *object, struct load_receipt *receipt)
{
  int64_t place, count;

  if (! number_of (member_of (object, "time_us"), &receipt->time_us) || ! number_of (member_of (object, "index"), &place)
      || ! number_of (member_of (object, "count"), &count) || place < 0 || count <= place || count > UINT32_MAX)
    return false;
  receipt->index = (uint32_t) place;
  receipt->count = (uint32_t) count;
  receipt->signature = member_of (object, "signature");
  return 0 != receipt->signature.length && read_path (member_of (object, "path"), receipt);
}

static bool
tells_of (const struct object *object, const struct load_save *save, const char digest[LOAD_DIGEST_TEXT + 1])
{
  char ref[16];
  size_t length = PUT (ref, "item.");

  length += put_number (ref + length, (uint64_t) save->item);
  return is_number (object, "version", 1) && is_text (object, "kind", "save", 4)
         && is_text (object, "session", save->candidate->session, LOAD_UID_TEXT) && is_text (object, "ref", ref, length)
         && is_number (object, "epoch", save->candidate->epoch) && is_number (object, "sequence", save->sequence)
         && is_text (object, "digest", digest, LOAD_DIGEST_TEXT);
}

static bool
judge_receipt (struct load_run *run, const struct load_save *save, const uint8_t digest[32], struct load_span span)
{
  struct load_tally *tally = run->tally;
  struct load_receipt receipt;
  struct object object;
  char text[LOAD_DIGEST_TEXT + 1];

  load_proof_text (digest, text);
  if (! read_object (span, &object) || ! tells_of (&object, save, text) || ! read_proof (&object, &receipt))
    {
      tally->wrong_receipt++;
      return false;
    }
  if (0 != ++tally->receipts % run->options->verify_every)
    return true;
  tally->verified++;
  if (load_proof_holds (run->key, save, digest, &receipt))
    return true;
  tally->wrong_proof++;
  return false;
}

static bool
judge_document (struct load_run *run, const struct load_save *save, const uint8_t digest[32], const struct load_reply *reply)
{
  struct load_tally *tally = run->tally;
  struct object object;
  const bool read = read_object ((struct load_span) { reply->body, reply->length }, &object);
  const bool late = read && is_text (&object, "outcome", "late", 4);

  if (! read || ! (late || is_text (&object, "outcome", "saved", 5)) || ! is_number (&object, "revision", save->sequence))
    {
      tally->wrong_outcome++;
      return false;
    }
  if (NULL != run->options->key_file && ! judge_receipt (run, save, digest, member_of (&object, "receipt")))
    return false;
  tally->late += late;
  return true;
}

bool
load_save_judge (struct load_run *run, const struct load_save *save, const struct load_reply *reply)
{
  struct load_tally *tally = run->tally;
  struct load_tally before = { .wrong_outcome = 0 };
  uint64_t first_bytes;
  uint8_t digest[32];
  bool good = false;

  if (run->options->bare)
    before = (struct load_tally) { .wrong_outcome = tally->wrong_outcome, .wrong_receipt = tally->wrong_receipt };
  load_proof_digest (save, digest);
  if (200 == reply->status)
    good = judge_document (run, save, digest, reply);
  else
    tally->wrong_status++;
  if (run->options->bare && 200 == reply->status)
    {
      tally->wrong_outcome = before.wrong_outcome;
      tally->wrong_receipt = before.wrong_receipt;
      good = true;
    }
  if (! good)
    {
      load_reply_complain ("a save was not acknowledged as it should be", reply);
      return false;
    }
  memcpy (&first_bytes, digest, sizeof first_bytes);
  tally->acked++;
  tally->acked_xor ^= __builtin_bswap64 (first_bytes);
  tally->reply_bytes += reply->whole;
  return true;
}
