"""What was meant and what came of it: DailyFact (добовий підсумок), dashboard (панель), Report (звіт)."""
