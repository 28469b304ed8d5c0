"""The conversation: the engine, the reading of an answer, the wording of a question, the session store."""
