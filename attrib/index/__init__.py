"""One embedded SQLite file of quotes: what it holds, how it is filled, linked and checked."""
