"""The deadlines of all cases together: the order of the list, and whom to tell when time runs out."""
