"""The rules of the house as tests: what architecture.md and STYLE.md say, read off the source."""
