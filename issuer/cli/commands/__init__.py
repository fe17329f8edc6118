"""One module per family of commands; each gives functions that the group registers."""
