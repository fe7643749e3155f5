"""The ``periplo`` command: thin, over the packages of the other rooms."""
