"""How packs, rules and what is found out about them are shown."""
