"""What-if plans."""
