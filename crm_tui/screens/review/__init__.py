"""Screen 5: the segments, what each is, who is in it, and what to do about it."""
