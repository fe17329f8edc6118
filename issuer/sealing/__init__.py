"""Which secret seals this installation."""
