"""What can go wrong with starting servers, said in Dutch to the person who ran the command."""


class ServersUnavailable(Exception):
    """No way to get servers is left. The text says in one sentence what to install."""


class ServerFailed(Exception):
    """A server that should run does not. The text holds the end of its log."""
