"""One folder for each network: a description and a small module for each thing it can do. No Django."""
