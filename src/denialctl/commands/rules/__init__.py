"""The commands about rules: show, search, check, coverage, status, new."""
