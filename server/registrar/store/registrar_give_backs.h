/* Packets that reviewers gave back, and what becomes of them. */
#ifndef BM_REGISTRAR_STORE_GIVE_BACKS_H
#define BM_REGISTRAR_STORE_GIVE_BACKS_H

#include "registrar_store.h"

struct registrar_give_back
{
  struct uid association;
  struct uid id;
  json_t *reason;       /* {"kind", "words"}; new reference */
  json_t *reviewer;     /* {"name", "email", …}: to be taken out of the words; new reference */
  struct uid intake;
  int32_t version;
  json_t *content;      /* of the intake; NULL: there is nothing to mask again; new reference */
};

enum registrar_status registrar_store_give_backs (struct registrar_store *store, struct pg_rows **list) BM_MUST_USE BM_NONNULL_ALL;
/* BROKEN: one of the documents does not open. */
enum registrar_status registrar_store_give_back (struct registrar_store *store, const struct pg_rows *list, size_t row,
                                                 struct registrar_give_back *back) BM_MUST_USE BM_NONNULL_ALL;
void registrar_give_back_free (struct registrar_give_back *back) BM_NONNULL_ALL;

/* The response goes to the maskers with the content as it is now, or the matter ends when there is none. A masker who saved
   meanwhile comes first: nothing changes, and it is given back again in the next round. */
enum registrar_status registrar_store_reopen_masking (struct registrar_store *store, const struct registrar_give_back *back)
  BM_MUST_USE BM_NONNULL_ALL;

/* Responses that were masked again; each row is also one of registrar_store_packing. */
enum registrar_status registrar_store_remasked (struct registrar_store *store, struct pg_rows **list) BM_MUST_USE BM_NONNULL_ALL;
struct uid registrar_store_remasked_association (const struct pg_rows *list, size_t row) BM_NONNULL_ALL;
/* Seals the packet as its next version. Nothing happens when it was given back once more. */
enum registrar_status registrar_store_put_packet_again (struct registrar_store *store, const struct pg_rows *list, size_t row,
                                                        const json_t *packet) BM_MUST_USE BM_NONNULL_ALL;

#endif
