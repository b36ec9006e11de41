"""A proposal for a programme: who gives which hours when, what falls short, why, and what would
repair it.
"""
