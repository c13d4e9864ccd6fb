"""What is true: tables, and the rules of one record. No clock, no HTTP, no commit."""
