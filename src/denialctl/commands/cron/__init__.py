"""`cron`: the lines by which a computer makes the list every morning."""
