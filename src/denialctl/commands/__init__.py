"""What each command does: plain arguments in, a result out. Nothing here prints or parses."""
