"""What happens: use cases, one function each. No wording for people, no clock, no commit."""
