@rem Untried. Put the path of your Python, the one of the .venv of the companion, in place of PYTHON.
@PYTHON -m companion run --start breathing
