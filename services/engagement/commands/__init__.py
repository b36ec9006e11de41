"""What engagement can be told to do: one function per command. None of them commits."""
