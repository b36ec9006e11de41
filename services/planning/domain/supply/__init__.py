"""Supply: who has which expertise, and the hours that people and teams can give."""
