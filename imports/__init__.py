"""One module a format that is read into a map."""
