"""The attacker of the disclosure service: random histories, what an exact solver can work out from
everything that left, and leaks that it must find.

`python -m tests.disclosure` attacks 10,000 histories, as the nightly run does.
"""
