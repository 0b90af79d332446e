"""From the paths of files to typed rows and a first recipe: sources found, opened, joined, their bytes hashed."""
