"""dsar: your data protection rights, from the request to the complaint, on the clock."""

__version__ = "0.1.0"
