"""Screen 4: how value and loyalty are measured and cut, and where the customers and the revenue are."""
