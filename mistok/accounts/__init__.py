"""People who sign in: User (обліковий запис), and the register of personal data
(реєстр персональних даних)."""
