"""From a case and its rules to a ladder of deadlines: a pure function of both and of `now`."""
