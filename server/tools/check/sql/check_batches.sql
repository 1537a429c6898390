SELECT b.id, b.leaves, b.signature FROM work.batch b WHERE b.id = ANY ($1)
