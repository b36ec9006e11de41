"""The rules of metrics: pure, with the clock passed in. Unknown is never zero."""
