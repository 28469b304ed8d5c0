"""What a journey map is: its parts, the edits that change it, the checklist that completes it."""
