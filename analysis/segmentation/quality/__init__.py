"""How far to trust a segmentation: its figures, the stability of its segments, the test for groups, the choice of k."""
