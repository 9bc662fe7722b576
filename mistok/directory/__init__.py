"""Which e-services and resources exist: Service (е-послуга чи ресурс), LifeSituation (життєва ситуація)."""
