"""How the rehearsal network speaks: each real network's HTTP, on top of the same actions."""
