"""Who and where: Territory (територіальна одиниця), Organisation (установа), Membership (роль в установі),
ServicePoint (пункт обслуговування), VisitorCategory (категорія користувачів)."""
