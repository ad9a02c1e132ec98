"""Rule files: read, validated, kept, and made into law."""
