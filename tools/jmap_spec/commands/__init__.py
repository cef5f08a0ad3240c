"""The commands of ``jmap-spec``, a module each: ``add(subparsers)`` and ``run(args) -> exit code``."""
