"""Law as values: rules, conditions, and the packs of all layers joined for one case."""
