"""Cases on the standard methods, once for every type that has them."""
