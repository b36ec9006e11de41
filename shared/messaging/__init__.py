"""Events that are neither lost nor counted twice: the log, the relay, the inbox and the consumer.

Walk: `event_log` records in the transaction of the state change; `relay` positions and publishes;
`consumer` receives and commits in groups; `inbox` applies each event once and in order; `feed` and
`replay` give the log again.
"""
