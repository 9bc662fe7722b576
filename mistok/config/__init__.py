"""Settings, root URLs, the WSGI door and the commands of the whole house (serve, demo, backup …)."""
