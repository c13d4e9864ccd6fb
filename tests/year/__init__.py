"""A simulated year of an office of real size, through the stand-in of LINE, with a moved clock."""
