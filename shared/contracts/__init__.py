"""The public interface: every event's contract. Imports only pydantic."""
