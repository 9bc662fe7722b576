"""Who and where: Territory (територіальна одиниця), Organisation (установа), ServicePoint (пункт обслуговування),
Membership (роль в установі), VisitorCategory (категорія користувачів)."""
