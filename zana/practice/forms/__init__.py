"""What people fill in on the rehearsal network's own pages."""
