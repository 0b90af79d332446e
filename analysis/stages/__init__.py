"""What the stages of the job do: from the rooms of this package to one result a stage, and what is told of it."""
