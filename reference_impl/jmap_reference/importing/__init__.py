"""Mail that was kept elsewhere, brought into an account: ``jmap-reference import``."""
