"""Rule packs: what the law, the payers and the offices say about each window."""
