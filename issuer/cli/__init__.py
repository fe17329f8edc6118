"""The terminal: the same use cases as pages and API, for operators, teachers and scripts."""
