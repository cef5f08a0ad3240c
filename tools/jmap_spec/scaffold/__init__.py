"""What ``jmap-spec new`` writes: a model in, the texts of new files out, by path below the root."""
