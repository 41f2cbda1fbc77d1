"""What we keep: events, evidence and the people we write for."""
