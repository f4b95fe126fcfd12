"""Steps: one small function for each intruder or repair."""
