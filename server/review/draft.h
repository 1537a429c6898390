/* One page of a review as it was typed, put over what is stored. A page is saved whole: a level or remark that is not
   among the fields is gone, and so is a mark; and on the last page only, the overall remarks, the recommendation and the
   note to the coordinator. What is saved counts as written on the responses that the form's page showed: marks in one that was
   masked anew since are gone. */
#ifndef BM_REVIEW_DRAFT_H
#define BM_REVIEW_DRAFT_H

#include "http_fields.h"
#include "review_store.h"

struct draft_fields
{
  struct text code, packet, overall, recommendation, note, go;   /* code: of the path; packet: what the form was made for */
  int64_t version, page;                /* page from 1 */
  int64_t seconds;                      /* spent on this page in all; -1: the page does not say */
  struct http_map levels, remarks;      /* by criterion */
  struct http_list marks;               /* "prompt.from.to" or "prompt.from.to.criterion" */
  struct text texts;                    /* prints of the responses that the page showed, "." between them; "": it does not say */
};

enum draft_fault
{
  DRAFT_GOOD,
  DRAFT_PAGE,            /* the packet has no such page */
  DRAFT_CRITERION,       /* a field names a criterion that the rubric does not have */
  DRAFT_LEVEL,           /* not 0 .. top level */
  DRAFT_MARK,            /* not such a text */
  DRAFT_TOO_LONG         /* a text; all of it is in *typed all the same, to be shown again */
};

/* typed: a copy of stored with this page replaced; shares texts with both. field: which one is at fault (arena). */
enum draft_fault draft_apply (const struct draft_fields *fields, const struct review_packet *stored,
                              struct review_packet *typed, struct arena *arena, const char **field)
  BM_MUST_USE BM_NONNULL_ALL;

/* Do both hold the same opinion, written on the same texts? */
bool draft_same (const struct review_packet *a, const struct review_packet *b) BM_MUST_USE BM_NONNULL_ALL;

#endif
