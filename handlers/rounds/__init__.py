"""Collection rounds: opened, extended; where each school stands; the reporting rate."""
