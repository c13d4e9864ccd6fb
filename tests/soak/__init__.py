"""Kill the service again and again under load, then count every event (`make soak`)."""
