"""journeymap: an interview in the terminal that becomes a customer journey map."""

__version__ = "0.1.0"
