UPDATE service.time_shift SET shift = shift + make_interval(secs => $1::int) RETURNING true AS moved;
