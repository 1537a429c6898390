#include "receipt_file.h"

#include <stdlib.h>
#include <string.h>

/* The good saves of a file in order of session, epoch and sequence. */
struct sorted
{
  struct receipt_row **rows;
  size_t count;
};

static int
by_number (uint64_t a, uint64_t b)
{
  return (a > b) - (a < b);
}

static int
by_place (const struct receipt *a, const struct receipt *b)
{
  int order = memcmp (a->session.bytes, b->session.bytes, sizeof a->session.bytes);

  if (0 == order)
    order = by_number (a->epoch, b->epoch);
  return 0 == order ? by_number (a->sequence, b->sequence) : order;
}

/* Those that say the same keep the file's order, so that the later one is the one that repeats. */
static int
by_place_then_row (const void *a, const void *b)
{
  const struct receipt_row *one = *(struct receipt_row *const *) a;
  const struct receipt_row *other = *(struct receipt_row *const *) b;
  int order = by_place (&one->save, &other->save);

  return 0 == order ? by_number ((uintptr_t) one, (uintptr_t) other) : order;
}

static const char *
judge (const struct receipt_row *row, const struct receipt_key *key)
{
  const enum receipt_verdict verdict
    = row->is_seal ? receipt_seal_verify (key, &row->seal, &row->signature)
                   : receipt_verify (key, &row->save, row->index, row->count, &row->path, &row->signature);

  switch (verdict)
    {
    case RECEIPT_GOOD:
      return NULL;
    case RECEIPT_NO_PATH:
      return "its path does not fit its index and count";
    case RECEIPT_NOT_SIGNED:
      return "it was not signed so: something in it was changed, or the key is another";
    }
  return "it cannot be judged";
}

static bool
says_the_same (const struct receipt *a, const struct receipt *b)
{
  const struct hash one = receipt_leaf (a);
  const struct hash other = receipt_leaf (b);

  return 0 == memcmp (&one, &other, sizeof one);
}

/* One place of the history has one answer. Two signed receipts that differ prove that a desk gave out two. */
static void
sort_saves (const struct receipt_file *file, struct arena *arena, struct sorted *sorted)
{
  size_t kept = 0;

  *sorted = (struct sorted) { arena_take (arena, (file->count + 1) * sizeof (struct receipt_row *)), 0 };
  for (size_t i = 0; i < file->count; i++)
    if (! file->rows[i].is_seal && NULL == file->rows[i].problem)
      sorted->rows[sorted->count++] = &file->rows[i];
  qsort (sorted->rows, sorted->count, sizeof *sorted->rows, by_place_then_row);
  for (size_t i = 0; i < sorted->count; i++)
    {
      struct receipt_row *row = sorted->rows[i];
      const struct receipt_row *before = 0 == kept ? NULL : sorted->rows[kept - 1];
      if (NULL == before || 0 != by_place (&before->save, &row->save))
        sorted->rows[kept++] = row;
      else if (says_the_same (&before->save, &row->save))
        row->remark = arena_printf (arena, "as %s", before->name);
      else
        row->problem = arena_printf (arena, "it is signed, but so is %s, which says something else of the same place (session, "
                                     "epoch and sequence)", before->name);
    }
  sorted->count = kept;
}

/* The root over the saves, in their order. */
static struct hash
root_over (struct receipt_row *const *rows, size_t count, struct arena *arena)
{
  struct hash *leaves = arena_take (arena, (count + 1) * sizeof *leaves);
  struct hash_tree tree;

  for (size_t i = 0; i < count; i++)
    leaves[i] = receipt_leaf (&rows[i]->save);
  hash_tree_build (leaves, (uint32_t) count, arena, &tree);
  return tree.root;
}

static void
follow_seal (struct receipt_row *row, const struct sorted *sorted, struct arena *arena)
{
  struct receipt_row **of_session = arena_take (arena, (sorted->count + 1) * sizeof *of_session);
  size_t count = 0;
  struct hash root;

  for (size_t i = 0; i < sorted->count; i++)
    if (uid_equal (sorted->rows[i]->save.session, row->seal.session))
      of_session[count++] = sorted->rows[i];
  if (count < row->seal.saves)
    {
      row->remark = arena_printf (arena, "%zu of its %u saves are here, so its root could not be followed", count, row->seal.saves);
      return;
    }
  if (count > row->seal.saves)
    {
      row->problem = arena_printf (arena, "it is signed, but covers %u saves, and here are %zu of its session", row->seal.saves,
                                   count);
      return;
    }
  root = root_over (of_session, count, arena);
  if (0 != memcmp (&root, &row->seal.root, sizeof root))
    row->problem = "it is signed, but its root does not follow from the saves of its session that are here";
  else
    row->remark = "all its saves are here and lead to its root";
}

size_t
receipt_file_check (const struct receipt_file *file, const struct receipt_key *key, struct arena *arena)
{
  struct sorted sorted;
  size_t bad = 0;

  for (size_t i = 0; i < file->count; i++)
    if (NULL == file->rows[i].problem)
      file->rows[i].problem = judge (&file->rows[i], key);
  sort_saves (file, arena, &sorted);
  for (size_t i = 0; i < file->count; i++)
    if (file->rows[i].is_seal && NULL == file->rows[i].problem)
      follow_seal (&file->rows[i], &sorted, arena);
  for (size_t i = 0; i < file->count; i++)
    bad += NULL != file->rows[i].problem;
  return bad;
}
