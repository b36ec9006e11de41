"""engagement: who is affected, who took part when, and whether that was from the first moment."""
