"""Ways out and in: files, pictures, PDF, the evidence bundle."""
