"""Help given at a point: Encounter (звернення до столу), EncounterItem (надана допомога), Topic (тема)."""
