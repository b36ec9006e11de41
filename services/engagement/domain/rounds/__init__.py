"""Rounds: what staff are asked, who is asked, and how their answers are kept from their names."""
