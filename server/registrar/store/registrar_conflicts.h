/* What the store knows of conflicts: an association's reviewers with what is declared and known of them, and the writers of its
   packets. Both are together here and nowhere else; out goes a list of accounts for each packet. */
#ifndef BM_REGISTRAR_STORE_CONFLICTS_H
#define BM_REGISTRAR_STORE_CONFLICTS_H

#include "registrar_store.h"

/* {"news": [ids], "reviewers": [{"account", "name", "email", "employer", "named": [{"name", "email", "employer"}]}]}; members that
   are not known are absent; a new reference, whatever is returned. BROKEN: some do not open and are left out; each is named in the
   log, and who is barred cannot be known. */
enum registrar_status registrar_store_conflict_facts (struct registrar_store *store, struct uid association, json_t **facts)
  BM_MUST_USE BM_NONNULL_ALL;

/* Associations where who is barred has to be worked out again; rows of uid. */
enum registrar_status registrar_store_conflict_news (struct registrar_store *store, struct pg_rows **list)
  BM_MUST_USE BM_NONNULL_ALL;
struct uid registrar_store_news_association (const struct pg_rows *list, size_t row) BM_NONNULL_ALL;
/* The facts' news are answered. */
enum registrar_status registrar_store_end_news (struct registrar_store *store, struct uid association, const json_t *facts)
  BM_MUST_USE BM_NONNULL_ALL;

/* Live packets of the association that are not published yet, and who wrote each. */
enum registrar_status registrar_store_writers (struct registrar_store *store, struct uid association, struct pg_rows **list)
  BM_MUST_USE BM_NONNULL_ALL;
struct registrar_writer
{
  struct uid packet;
  json_t *person;   /* {"name", "email", "employer", "supervisor"}; new reference */
};
enum registrar_status registrar_store_writer (struct registrar_store *store, const struct pg_rows *list, size_t row,
                                              struct registrar_writer *writer) BM_MUST_USE BM_NONNULL_ALL;

/* Frees every seat that one of them has, and a decision that rests on it is made anew; does nothing once it is published. */
enum registrar_status registrar_store_set_barred (struct registrar_store *store, struct uid association, struct uid packet,
                                                  const struct uid *barred, size_t count) BM_MUST_USE BM_NONNULL (1);

#endif
