# A convenience; nothing needs it. `.ci/run` is the gate.
.PHONY: check test
check:
	.venv/bin/ruff format --check . && .venv/bin/ruff check . && .venv/bin/lint-imports && .venv/bin/mypy && .venv/bin/pyright
test:
	.venv/bin/pytest
