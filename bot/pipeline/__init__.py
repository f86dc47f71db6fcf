"""The three walks (intake, delivery, voting) and the ports they need."""
