"""The pages the door draws, ready to be filled in; whatever is filled in is escaped."""

from pathlib import Path

from jinja2 import Environment, FileSystemLoader, select_autoescape

templates = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=select_autoescape())
templates.filters["address"] = lambda address: address if address.startswith("http") else f"https://{address}"
