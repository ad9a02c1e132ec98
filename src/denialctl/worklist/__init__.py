"""What is across all cases: the order of the list, and whom to tell when time runs out."""
