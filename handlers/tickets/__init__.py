"""Help tickets: reported, advised, worked on, closed with proof, rated."""
