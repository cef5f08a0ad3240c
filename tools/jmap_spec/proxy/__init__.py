"""Between a client and a server: passes everything on, and says what in it breaks the protocol.

Read :mod:`.origins` (how URLs of a server become URLs of the proxy), :mod:`.judge` (what a message is, and what
there is to say about it), then :mod:`.passing` (HTTP in, HTTP out).
"""
