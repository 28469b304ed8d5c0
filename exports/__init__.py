"""One module an export format, and their registry."""
