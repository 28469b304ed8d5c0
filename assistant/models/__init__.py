"""Chat models behind one small port."""
