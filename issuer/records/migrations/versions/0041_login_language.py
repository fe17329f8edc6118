"""The language in which a person reads pages and letters.

Revision: 0041, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0041"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("login", sa.Column("language", sa.String(8)))


def downgrade() -> None:
    with op.batch_alter_table("login") as table:
        table.drop_column("language")
