DELETE FROM service.time_shift RETURNING true AS moved;
