"""Where records are kept. It knows records, states and octets; nothing of methods or errors."""
