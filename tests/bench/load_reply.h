/* One save: its request, and whether a reply is the right one. */
#ifndef BM_LOAD_REPLY_H
#define BM_LOAD_REPLY_H

#include "load_wire.h"

#define LOAD_REQUEST_ROOM 1600

struct load_save
{
  const struct load_candidate *candidate;
  uint64_t sequence;
  int item;                    /* 1 .. 60 */
  char choice;                 /* A .. D */
  uint8_t id[16];
};

/* A new one of this candidate: any item, any choice, the next sequence number. */
struct load_save load_save_new (struct load_candidate *candidate) BM_NONNULL_ALL;

/* The bytes of its request; their number. */
size_t load_save_request (const struct load_options *options, const struct load_save *save, char request[LOAD_REQUEST_ROOM])
  BM_NONNULL_ALL;

/* Any other request of this candidate; body NULL: a GET. */
size_t load_request (const struct load_options *options, const struct load_candidate *candidate, const char *method_and_path,
                     const char *body, char request[LOAD_REQUEST_ROOM]) BM_NONNULL (1, 2, 3, 5);

/* Judges the reply to a save and counts it. True: it is acknowledged. */
bool load_save_judge (struct load_run *run, const struct load_save *save, const struct load_reply *reply) BM_NONNULL_ALL;

/* A whole number that is a member of the document. False: there is none. */
bool load_reply_number (const struct load_reply *reply, const char *name, int64_t *value) BM_MUST_USE BM_NONNULL_ALL;

/* A reply that is not what was asked for: shows the first few on standard error. */
void load_reply_complain (const char *what, const struct load_reply *reply) BM_NONNULL_ALL;

#endif
