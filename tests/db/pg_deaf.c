/* Planted defect: nobody listens to what the server says beside its results. */
#include <libpq-fe.h>
#include <stddef.h>

PQnoticeReceiver __wrap_PQsetNoticeReceiver (PGconn *link, PQnoticeReceiver receiver, void *argument);

PQnoticeReceiver
__wrap_PQsetNoticeReceiver (PGconn *link, PQnoticeReceiver receiver, void *argument)
{
  (void) link;
  (void) receiver;
  (void) argument;
  return NULL;
}
