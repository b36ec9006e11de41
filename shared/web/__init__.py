"""HTTP as the NL API Design Rules ask it, who may use what, and the pages: the same for every
service.
"""
