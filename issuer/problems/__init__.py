"""One table from error to answer: status code, problem type, Imsx code and page title.

Not for answering: the edges (API, pages, command line) render a row, each in its own form.
"""

from issuer.problems.document import CONTENT_TYPE, problem_document
from issuer.problems.table import ROWS, Row, row_for

__all__ = ["CONTENT_TYPE", "ROWS", "Row", "problem_document", "row_for"]
