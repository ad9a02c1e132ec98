"""What the rules say: packs, one rule, answers about them."""
