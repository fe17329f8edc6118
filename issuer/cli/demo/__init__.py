"""A fictional school that shows the whole product in one command."""
