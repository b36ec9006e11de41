"""How Draagvlak is provisioned and run: on private servers, with compose, for one municipality."""
