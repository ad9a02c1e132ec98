"""Rule files: they are read, validated, kept in a cache, and made into law."""
