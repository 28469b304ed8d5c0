-- What stood in the prompt, or waited behind the answer before it, when the person left: not a part of the interview.
ALTER TABLE sessions ADD COLUMN unsent TEXT NOT NULL DEFAULT '';
