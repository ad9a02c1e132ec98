"""Law as values: rules, conditions, and the packs laid over one another for one case."""
