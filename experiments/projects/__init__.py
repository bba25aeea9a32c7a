"""Project cards: who staffs an investment project, and what it does to everybody else."""
