"""Where cases are kept: events that are only appended, and projections that can be rebuilt."""
