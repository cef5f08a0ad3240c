"""A JMAP server that follows the text, small enough to read in an afternoon.

What exists is in ``generated/methods.py``, made from schemas/. What is done is here. Read
``protocol``, ``references``, ``errors``, ``store/interface``, ``standard/get``,
``standard/set``, ``mail/mailbox``, ``http``, in this order.
"""
