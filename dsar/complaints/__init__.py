"""When they fail: grounds, gates, exhibits, the complaint and its evidence bundle."""
