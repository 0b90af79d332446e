"""What the tables of every screen share: files paged through, looks into a column, copying."""
