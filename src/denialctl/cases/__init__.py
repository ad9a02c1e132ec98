"""Cases: a denial and everything that followed from it, folded from its events."""
