"""What a report says of plain rows. Every number carries the rows it comes from; without rows it is unknown."""
