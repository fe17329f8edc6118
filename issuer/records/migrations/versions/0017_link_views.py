"""When a link was opened last, so that the parts of a film count as one opening.

Revision: 0017, after 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("share_link", sa.Column("viewed_at", sa.String(27)))


def downgrade() -> None:
    op.drop_column("share_link", "viewed_at")
