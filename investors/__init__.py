"""Whom we serve: companies, their people, missions, events, meetings."""
