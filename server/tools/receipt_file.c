#include "receipt_file.h"

#include "base64url.h"

#include <jansson.h>
#include <string.h>

#define KEY_SHOWN_MOST 40

/* Reads one object; after the first problem the rest is read for nothing. */
struct reader
{
  const json_t *object;
  struct arena *arena;
  const char *problem;
};

static const char *const save_keys[] = { "version", "kind",  "session", "ref",  "epoch",     "sequence",
                                         "digest",  "time_us", "index", "count", "path", "signature" };
static const char *const seal_keys[] = { "version", "kind", "session", "part", "saves", "root", "time_us", "code", "signature" };
static const char *const whole_keys[] = { "receipts", "seal" };

static bool
is_among (const char *key, const char *const *known, size_t count)
{
  for (size_t i = 0; i < count; i++)
    if (0 == strcmp (key, known[i]))
      return true;
  return false;
}

/* A stranger's key is shown on a terminal. */
static const char *
shown (struct arena *arena, const char *key)
{
  char *copy = arena_printf (arena, "%.*s", KEY_SHOWN_MOST, key);

  for (char *at = copy; '\0' != *at; at++)
    if ((unsigned char) *at < 0x20 || (unsigned char) *at > 0x7E)
      *at = '?';
  return copy;
}

static const char *
find_stranger (const json_t *object, const char *const *known, size_t count, struct arena *arena)
{
  const char *key;
  json_t *value;

  json_object_foreach ((json_t *) object, key, value)
    if (! is_among (key, known, count))
      return arena_printf (arena, "it has a key \"%s\" that does not belong there", shown (arena, key));
  return NULL;
}

static void
refuse (struct reader *r, const char *key, const char *wanted)
{
  if (NULL == r->problem)
    r->problem = arena_printf (r->arena, NULL == json_object_get (r->object, key) ? "\"%s\" is missing; it must be %s"
                                                                                  : "\"%s\" is not %s", key, wanted);
}

static struct text
text_value (const json_t *value)
{
  return json_is_string (value) ? text_from (json_string_value (value), json_string_length (value)) : text_of ("");
}

static int64_t
read_number (struct reader *r, const char *key, int64_t least, int64_t most)
{
  const json_t *value = json_object_get (r->object, key);

  if (json_is_integer (value) && json_integer_value (value) >= least && json_integer_value (value) <= most)
    return json_integer_value (value);
  refuse (r, key, arena_printf (r->arena, "a whole number from %lld to %lld", (long long) least, (long long) most));
  return least;
}

static void
read_bytes (struct reader *r, const char *key, void *bytes, size_t length)
{
  if (! base64url_read (text_value (json_object_get (r->object, key)), bytes, length))
    refuse (r, key, arena_printf (r->arena, "%zu bytes in base64url", length));
}

static struct uid
read_uid (struct reader *r, const char *key)
{
  struct uid uid = { { 0 } };

  if (! uid_parse (text_value (json_object_get (r->object, key)), &uid))
    refuse (r, key, "an identifier");
  return uid;
}

static const char *
read_ref (struct reader *r)
{
  const struct text ref = text_value (json_object_get (r->object, "ref"));

  if (receipt_ref_is_good (ref))
    return arena_string (r->arena, ref);
  refuse (r, "ref", "the name of an item, a prompt or a choice");
  return "none";
}

static void
read_path (struct reader *r, struct hash_path *path)
{
  const json_t *list = json_object_get (r->object, "path");
  bool good = json_is_array (list) && json_array_size (list) <= HASH_TREE_PATH_MOST;

  path->count = good ? json_array_size (list) : 0;
  for (size_t i = 0; good && i < path->count; i++)
    good = base64url_read (text_value (json_array_get (list, i)), path->at[i].bytes, HASH_BYTES);
  if (! good)
    refuse (r, "path", "a list of at most 20 hashes in base64url");
}

static void
read_save (struct reader *r, struct receipt_row *row)
{
  row->save.session = read_uid (r, "session");
  row->save.ref = read_ref (r);
  row->save.epoch = (uint32_t) read_number (r, "epoch", 0, UINT32_MAX);
  row->save.sequence = (uint64_t) read_number (r, "sequence", 0, INT64_MAX);
  read_bytes (r, "digest", row->save.digest.bytes, HASH_BYTES);
  row->save.time_us = read_number (r, "time_us", INT64_MIN, INT64_MAX);
  row->count = (uint32_t) read_number (r, "count", 1, HASH_TREE_MOST);
  row->index = (uint32_t) read_number (r, "index", 0, HASH_TREE_MOST - 1);
  read_path (r, &row->path);
}

static void
read_seal (struct reader *r, struct receipt_row *row)
{
  char code[RECEIPT_CODE_ROOM];

  row->seal.session = read_uid (r, "session");
  row->seal.part = (uint8_t) read_number (r, "part", 1, 2);
  row->seal.saves = (uint32_t) read_number (r, "saves", 0, UINT32_MAX);
  read_bytes (r, "root", row->seal.root.bytes, HASH_BYTES);
  row->seal.time_us = read_number (r, "time_us", INT64_MIN, INT64_MAX);
  receipt_code (&row->seal, code);
  if (! text_is (text_value (json_object_get (r->object, "code")), code))
    refuse (r, "code", "the code of this seal");
}

static void
read_row (const json_t *object, struct arena *arena, struct receipt_row *row)
{
  struct reader r = { object, arena, NULL };
  const struct text kind = text_value (json_object_get (object, "kind"));

  row->is_seal = text_is (kind, "seal");
  if (! json_is_object (object))
    r.problem = "it is not an object";
  else if (! row->is_seal && ! text_is (kind, "save"))
    refuse (&r, "kind", "\"save\" or \"seal\"");
  else
    r.problem = row->is_seal ? find_stranger (object, seal_keys, BM_COUNT (seal_keys), arena)
                             : find_stranger (object, save_keys, BM_COUNT (save_keys), arena);
  if (NULL == r.problem)
    {
      (void) read_number (&r, "version", 1, 1);
      (row->is_seal ? read_seal : read_save) (&r, row);
      read_bytes (&r, "signature", row->signature.bytes, sizeof row->signature.bytes);
    }
  row->problem = r.problem;
}

/* NULL, or why it cannot be. */
static const char *
read_list (const json_t *list, struct arena *arena, struct receipt_file *file)
{
  if (json_array_size (list) > RECEIPT_FILE_ROWS_MOST)
    return arena_printf (arena, "it has more than %d rows", RECEIPT_FILE_ROWS_MOST);
  /* One more, for a seal beside the list. */
  file->rows = arena_take (arena, (json_array_size (list) + 1) * sizeof *file->rows);
  file->count = json_array_size (list);
  for (size_t i = 0; i < file->count; i++)
    {
      file->rows[i].name = arena_printf (arena, "row %zu", i + 1);
      read_row (json_array_get (list, i), arena, &file->rows[i]);
    }
  return NULL;
}

static const char *
read_whole (const json_t *whole, struct arena *arena, struct receipt_file *file)
{
  const json_t *list = json_object_get (whole, "receipts");
  const json_t *seal = json_object_get (whole, "seal");
  const char *problem = find_stranger (whole, whole_keys, BM_COUNT (whole_keys), arena);

  if (NULL == problem && ! json_is_array (list))
    problem = "its \"receipts\" are not a list";
  if (NULL == problem)
    problem = read_list (list, arena, file);
  if (NULL == problem && NULL != seal && ! json_is_null (seal))
    {
      struct receipt_row *row = &file->rows[file->count++];
      row->name = "the seal";
      read_row (seal, arena, row);
      if (NULL == row->problem && ! row->is_seal)
        row->problem = "it is a save";
    }
  return problem;
}

static const char *
read_any (const json_t *json, struct arena *arena, struct receipt_file *file)
{
  if (json_is_array (json))
    return read_list (json, arena, file);
  if (NULL != json_object_get (json, "receipts"))
    return read_whole (json, arena, file);
  *file = (struct receipt_file) { arena_take (arena, sizeof *file->rows), 1 };
  file->rows[0].name = "row 1";
  read_row (json, arena, &file->rows[0]);
  return NULL;
}

const char *
receipt_file_read (struct text content, struct arena *arena, struct receipt_file *file)
{
  json_error_t error;
  json_t *json = json_loadb (content.at, content.length, JSON_REJECT_DUPLICATES, &error);
  const char *problem;

  *file = (struct receipt_file) { NULL, 0 };
  if (NULL == json)
    return arena_printf (arena, "it is not JSON: line %d: %s", error.line, shown (arena, error.text));
  problem = read_any (json, arena, file);
  if (NULL == problem && 0 == file->count)
    problem = "it holds no receipt";
  json_decref (json);
  return problem;
}
