"""The child process: jobs in, events out; what each job does, and what the screens ask of frames and results."""
