"""Quality benchmarks: scenarios of a simulated person, measured, never asserted."""
