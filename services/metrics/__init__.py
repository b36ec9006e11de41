"""How far self-service is, and how many counter hours it freed."""
