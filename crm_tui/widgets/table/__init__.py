"""The one table of the app: its picture, its keys, its search; ``view`` puts them together."""
