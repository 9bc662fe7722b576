"""Long work that shows its progress and can be taken up again: Job (тривала робота)."""
