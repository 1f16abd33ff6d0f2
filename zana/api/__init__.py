"""For programs of people who work here: the same actions, permissions and log as the pages, one file per room."""
