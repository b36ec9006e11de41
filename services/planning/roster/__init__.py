"""What people can give, from an export of the roster, by a declarative profile: all of a file or
none.
"""
