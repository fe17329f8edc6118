"""What pages show: frozen values made from what the use cases know. No HTTP, no templates."""
