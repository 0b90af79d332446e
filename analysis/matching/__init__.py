"""Which segment of one result is which in another: names and colours stay with their customers, runs are compared."""
