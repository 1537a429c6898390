#include "hash_tree.h"

#include "log.h"

#include <sodium.h>
#include <string.h>

_Static_assert (HASH_BYTES == crypto_hash_sha256_BYTES, "hashes of the tree are SHA-256");

struct hash
hash_tree_leaf (struct bytes bytes)
{
  static const uint8_t mark = 0;
  crypto_hash_sha256_state state;
  struct hash hash;

  (void) crypto_hash_sha256_init (&state);
  (void) crypto_hash_sha256_update (&state, &mark, 1);
  (void) crypto_hash_sha256_update (&state, bytes.at, bytes.length);
  (void) crypto_hash_sha256_final (&state, hash.bytes);
  return hash;
}

static struct hash
node_of (const struct hash *left, const struct hash *right)
{
  uint8_t both[1 + 2 * HASH_BYTES] = { 1 };
  struct hash hash;

  memcpy (both + 1, left->bytes, HASH_BYTES);
  memcpy (both + 1 + HASH_BYTES, right->bytes, HASH_BYTES);
  (void) crypto_hash_sha256 (hash.bytes, both, sizeof both);
  return hash;
}

static struct hash
root_of_nothing (void)
{
  struct hash root;

  (void) crypto_hash_sha256 (root.bytes, NULL, 0);
  return root;
}

/* From below: neighbours are paired, and a last one without a neighbour rises as it is. That gives the same tree as
   splitting from above at the largest power of two. */
void
hash_tree_build (const struct hash *leaves, uint32_t count, struct arena *arena, struct hash_tree *tree)
{
  size_t height = 0;

  if (count > HASH_TREE_MOST)
    log_fatal ("hash_tree_leaves", "count=%u", count);
  *tree = (struct hash_tree) { .count = count };
  if (0 == count)
    {
      tree->root = root_of_nothing ();
      return;
    }
  tree->level[0] = leaves;
  for (uint32_t width = count; width > 1; width = (width + 1) / 2, height++)
    {
      const struct hash *below = tree->level[height];
      struct hash *above = arena_take (arena, (width + 1) / 2 * sizeof *above);
      for (uint32_t i = 0; i < width / 2; i++)
        above[i] = node_of (&below[2 * i], &below[2 * i + 1]);
      if (1 == width % 2)
        above[width / 2] = below[width - 1];
      tree->level[height + 1] = above;
    }
  tree->root = tree->level[height][0];
}

/* As one is added to a binary number: full trees of one size become one of the next. */
void
hash_tree_grow (struct hash_tree_growth *growth, struct hash leaf)
{
  size_t height = 0;

  if (UINT32_MAX == growth->count)
    log_fatal ("hash_tree_leaves", "count=%u", growth->count);
  for (; 1 == (growth->count >> height & 1); height++)
    leaf = node_of (&growth->peaks[height], &leaf);
  growth->peaks[height] = leaf;
  growth->count++;
}

/* What is smaller stands to the right of what is larger. */
struct hash
hash_tree_grown (const struct hash_tree_growth *growth)
{
  struct hash root = root_of_nothing ();
  bool empty = true;

  for (size_t height = 0; height < BM_COUNT (growth->peaks); height++)
    if (1 == (growth->count >> height & 1))
      {
        root = empty ? growth->peaks[height] : node_of (&growth->peaks[height], &root);
        empty = false;
      }
  return root;
}

void
hash_tree_path (const struct hash_tree *tree, uint32_t index, struct hash_path *path)
{
  uint32_t at = index;
  size_t height = 0;

  if (index >= tree->count)
    log_fatal ("hash_tree_index", "index=%u", index);
  path->count = 0;
  for (uint32_t width = tree->count; width > 1; width = (width + 1) / 2, at /= 2, height++)
    if ((at ^ 1) < width)
      path->at[path->count++] = tree->level[height][at ^ 1];
}

bool
hash_tree_climb (struct hash leaf, uint32_t index, uint32_t count, const struct hash_path *path, struct hash *root)
{
  struct hash hash = leaf;
  uint32_t at = index;
  size_t used = 0;

  if (index >= count || count > HASH_TREE_MOST)
    return false;
  for (uint32_t width = count; width > 1; width = (width + 1) / 2, at /= 2)
    {
      if ((at ^ 1) >= width)
        continue;
      if (used == path->count)
        return false;
      hash = 1 == at % 2 ? node_of (&path->at[used], &hash) : node_of (&hash, &path->at[used]);
      used++;
    }
  *root = hash;
  return used == path->count;
}
