"""Messages: octets to what an Email says of them, and back (RFC 8621, Section 4; RFC 5322; MIME).

Pure: octets and values in, octets and values out; no store, no JMAP errors, no clock.
Read ``parts`` (what a message is), ``parse``, ``headers``, ``body``, ``properties``; then ``compose``.
"""
