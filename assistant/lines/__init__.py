"""The faces without a screen: plain lines for people and pipes, JSON lines for programs."""
