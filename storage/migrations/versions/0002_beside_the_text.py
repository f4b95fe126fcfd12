"""More fields, and the links, pictures and attachments beside the text."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FIELDS = {
    "kicker": "the line above the headline (引题)",
    "subtitle": "the line below the headline (副题)",
    "signed": "the day a document was signed (成文日期), ISO 8601",
    "photographer": "the photographers (摄影), separated by one space",
    "correspondent": "the correspondents (通讯员), separated by one space",
    "column_name": "the site's column it stands in (栏目)",
    "agency": "who issued the document (发文机关)",
    "document_number": "the document's number (文号)",
    "index_number": "the document's number in the open register (索引号)",
    "registration": "the site's registration (ICP备案), from its footer",
    "sponsor": "who runs the site (主办单位), from its footer",
}

LISTS = {
    "links": "the links in its text: part, number, text, url",
    "pictures": "its pictures: part, number, url, alt, caption",
    "attachments": "the documents attached to it (附件): url, name",
}

#: What the hash is made of, before and since.
HASHED = {"0001": "SHA-256 of the fields' values, part and text", "0002": "SHA-256 of the fields' values, part, text and attachments"}

CORPUS = {
    "0001": """
CREATE VIEW corpus AS
SELECT
    portals.name AS portal,
    portals.title AS portal_title,
    portals.region AS region,
    addresses.url AS url,
    articles.key AS part_key,
    versions.title AS title,
    versions.published AS published,
    versions.source AS source,
    versions.author AS author,
    versions.editor AS editor,
    versions.summary AS summary,
    versions.issue AS issue,
    versions.part AS part,
    versions.mirror_of AS mirror_of,
    versions.published_on AS published_on,
    versions.text AS text,
    versions.faults AS faults,
    versions.number AS version,
    articles.first_seen AS first_seen,
    articles.id AS article_id,
    articles.duplicate_group AS duplicate_group,
    duplicate_groups.original_id AS original_id
FROM articles
JOIN versions ON versions.article_id = articles.id AND versions.number = articles.version
JOIN addresses ON addresses.id = articles.address_id
JOIN portals ON portals.id = addresses.portal_id
LEFT JOIN duplicate_groups ON duplicate_groups.id = articles.duplicate_group
WHERE articles.gone_since IS NULL
""",
    "0002": """
CREATE VIEW corpus AS
SELECT
    portals.name AS portal,
    portals.title AS portal_title,
    portals.region AS region,
    addresses.url AS url,
    articles.key AS part_key,
    versions.title AS title,
    versions.kicker AS kicker,
    versions.subtitle AS subtitle,
    versions.published AS published,
    versions.signed AS signed,
    versions.source AS source,
    versions.author AS author,
    versions.photographer AS photographer,
    versions.correspondent AS correspondent,
    versions.editor AS editor,
    versions.summary AS summary,
    versions.column_name AS column_name,
    versions.issue AS issue,
    versions.agency AS agency,
    versions.document_number AS document_number,
    versions.index_number AS index_number,
    versions.part AS part,
    versions.mirror_of AS mirror_of,
    versions.published_on AS published_on,
    versions.text AS text,
    versions.links AS links,
    versions.pictures AS pictures,
    versions.attachments AS attachments,
    versions.faults AS faults,
    versions.registration AS registration,
    versions.sponsor AS sponsor,
    versions.number AS version,
    articles.first_seen AS first_seen,
    articles.id AS article_id,
    articles.duplicate_group AS duplicate_group,
    duplicate_groups.original_id AS original_id
FROM articles
JOIN versions ON versions.article_id = articles.id AND versions.number = articles.version
JOIN addresses ON addresses.id = articles.address_id
JOIN portals ON portals.id = addresses.portal_id
LEFT JOIN duplicate_groups ON duplicate_groups.id = articles.duplicate_group
WHERE articles.gone_since IS NULL
""",
}


def upgrade() -> None:
    op.execute("DROP VIEW corpus")
    for name, comment in FIELDS.items():
        op.add_column("versions", sa.Column(name, sa.Text(), nullable=True, comment=comment))
    for name, comment in LISTS.items():
        empty = sa.text("'[]'")
        op.add_column("versions", sa.Column(name, sa.JSON(), nullable=False, server_default=empty, comment=comment))
    finish("0002")


def downgrade() -> None:
    op.execute("DROP VIEW corpus")
    for name in (*LISTS, *FIELDS):
        op.drop_column("versions", name)
    finish("0001")


def finish(to: str) -> None:
    """What a revision says of the tables."""
    if op.get_context().dialect.name == "postgresql":  # SQLite keeps no comments
        op.alter_column("versions", "content_hash", comment=HASHED[to])
    op.execute(CORPUS[to])
