"""What the app does on behalf of its screens: opening, running, keeping, and the two child processes behind it."""
