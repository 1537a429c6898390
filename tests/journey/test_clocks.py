"""Stories about clocks."""
