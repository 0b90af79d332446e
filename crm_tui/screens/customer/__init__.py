"""The customers of a part of the data, one customer with orders and reasons, and changes of the record."""
