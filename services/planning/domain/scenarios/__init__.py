"""Scenarios: a plan changed on trial, and where what it comes to differs."""
