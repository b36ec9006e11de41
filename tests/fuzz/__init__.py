"""The whole API of each service under requests that a machine makes up from its own document."""
