"""How results look: tables for people, plain lines off a terminal, JSON and CSV for scripts."""

DISCLAIMER = "Computed from rules and entries; not legal advice. The notice and the plan decide."
