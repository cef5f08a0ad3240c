"""The translator: one source of schemas, and everything that is made from it.

Read in this order: ``model`` (what a protocol is), ``load`` (schemas/ → model),
``derive`` (model → concrete methods and shapes), ``check`` (what is wrong with it),
``emit`` (model → text), ``sphinx`` (model + prose → drafts and site), ``cli``.
"""
