"""The one way out for figures about opinions: what of a round may be known, by everybody and for
ever.

`disclose.disclose` decides it; a page, an API, a file, an event, a metric and a log line show what
it returned and nothing else. Why it is safe is in decision 0026.
"""
