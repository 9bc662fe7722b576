"""Small named modules that any app may use: access marks, indicators, jobs, opening hours, shared pages."""
