"""HTTP as the NL API Design Rules ask it, access, and pages: the same for every service."""
