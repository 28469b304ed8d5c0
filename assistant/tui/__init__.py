"""The terminal interface: a face of the interview, and no rule of it.

Only Textual is imported before the first frame; everything that builds maps or talks to models comes after it.
"""
