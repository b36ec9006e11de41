"""The balance: what is asked of each expertise beside what can be given."""
