"""What was meant and what came of it: DailyFact (добовий підсумок), the dashboard (панель) and reports (звіти)."""
