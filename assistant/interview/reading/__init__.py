"""Reading an answer: what kind of turn it is, and the edits it proposes, each with its quote."""
