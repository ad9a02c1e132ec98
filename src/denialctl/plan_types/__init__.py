"""Which plan type a card or a letter means."""
