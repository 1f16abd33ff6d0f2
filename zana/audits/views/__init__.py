"""One module for each thing people do here: look over, answer, give an archive, work on a finding."""
