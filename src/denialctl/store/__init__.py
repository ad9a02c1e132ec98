"""The stored cases: events, which are only ever appended, and snapshots, which can be computed again."""
