"""Screen 3: which features and method make the segments, how many there are, and how far to trust them."""
