"""The rules of engagement: pure, the clock passed in."""
