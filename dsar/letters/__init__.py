"""What we write: facts, templates, the block model and its text, HTML and e-mail writers."""
