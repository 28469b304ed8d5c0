"""One Markdown file a prompt, and their loader."""
