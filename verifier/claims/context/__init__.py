"""What belongs to a claim: who says it, when and where it was, what narrows it."""
