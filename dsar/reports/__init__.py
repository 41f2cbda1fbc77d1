"""Reports: what all cases look like together, as data and as files for other programs."""
