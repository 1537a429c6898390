/* One struct type for each identifier, so that two cannot be swapped. */
#ifndef BM_IDS_H
#define BM_IDS_H

#include "uid.h"

#define ID_TYPE(name) struct name { struct uid uid; }
ID_TYPE (association_id);
ID_TYPE (administration_id);
ID_TYPE (person_id);
ID_TYPE (account_id);
ID_TYPE (registration_id);
ID_TYPE (accommodation_id);
ID_TYPE (slot_id);
ID_TYPE (attempt_id);
ID_TYPE (session_id);
ID_TYPE (form_id);
ID_TYPE (packet_id);
ID_TYPE (allocation_id);
#undef ID_TYPE

#endif
