"""Personal data in a text: finding it, putting placeholders in its place, and putting it back."""
