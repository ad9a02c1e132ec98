"""The office: its settings, its people, its clock."""
