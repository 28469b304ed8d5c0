"""The terminal interface in a browser: `journeymap serve`."""
