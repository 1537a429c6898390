SELECT h.association_id, h.number, h.digest FROM audit.head h ORDER BY h.association_id
