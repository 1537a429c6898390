/* A hash tree over SHA-256 in the shape of RFC 6962: a leaf is SHA-256 (0x00 || bytes), a node SHA-256 (0x01 || left || right),
   and a tree of n leaves splits at the largest power of two below n. Whoever has a leaf, its index, the number of leaves and
   the path of at most log2 (n) hashes beside it comes to the root. */
#ifndef BM_HASH_TREE_H
#define BM_HASH_TREE_H

#include "arena.h"
#include "crypto.h"

#define HASH_TREE_PATH_MOST 20
#define HASH_TREE_MOST (UINT32_C (1) << HASH_TREE_PATH_MOST)   /* leaves */

struct hash_tree
{
  uint32_t count;                                      /* leaves */
  const struct hash *level[HASH_TREE_PATH_MOST + 1];   /* level[0] the leaves, the last one the root alone; in the arena */
  struct hash root;                                    /* of no leaves: SHA-256 of nothing */
};

struct hash_path
{
  size_t count;
  struct hash at[HASH_TREE_PATH_MOST];   /* the leaf's neighbour first */
};

struct hash hash_tree_leaf (struct bytes bytes);

/* Keeps the leaves by reference. More than HASH_TREE_MOST of them end the process. */
void hash_tree_build (const struct hash *leaves, uint32_t count, struct arena *arena, struct hash_tree *tree) BM_NONNULL (3, 4);

/* The root alone of leaves that come one after the other, in room that does not grow with them. Begins as { .count = 0 }. */
struct hash_tree_growth
{
  uint32_t count;         /* leaves */
  struct hash peaks[32];  /* [i]: of a full tree of 2^i leaves, where count has that bit */
};

void hash_tree_grow (struct hash_tree_growth *growth, struct hash leaf) BM_NONNULL_ALL;
struct hash hash_tree_grown (const struct hash_tree_growth *growth) BM_NONNULL_ALL;

/* An index that the tree does not have ends the process. */
void hash_tree_path (const struct hash_tree *tree, uint32_t index, struct hash_path *path) BM_NONNULL_ALL;

/* False: no tree of so many leaves has a path of this length at this index. */
bool hash_tree_climb (struct hash leaf, uint32_t index, uint32_t count, const struct hash_path *path, struct hash *root)
  BM_MUST_USE BM_NONNULL_ALL;

#endif
