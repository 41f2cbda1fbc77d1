"""What the law says: citations, periods, calendars, regimes, applicability, deadlines."""
