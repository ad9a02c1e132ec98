"""Cases: a denial and everything that follows from it, as a fold of its events."""
