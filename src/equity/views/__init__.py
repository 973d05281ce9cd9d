"""What is shown, worked out once and bound to one language and one data version."""
