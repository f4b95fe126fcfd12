"""The first tables and the view ``corpus``."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Moment = sa.DateTime(timezone=True)

CORPUS = """
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
"""

TABLES = (
    "events",
    "versions",
    "bands",
    "articles",
    "duplicate_groups",
    "fetches",
    "leases",
    "addresses",
    "runs",
    "portals",
    "pages",
    "feed_head",
)


def upgrade() -> None:

    op.create_table(
        "feed_head",
        sa.Column("id", Number, autoincrement=False, nullable=False, comment="always 1"),
        sa.Column(
            "number",
            Number,
            nullable=False,
            comment="the last event's number; its row lock orders the commits",
        ),
        sa.Column(
            "world",
            sa.Text(),
            nullable=True,
            comment="web: real portals; replica: the demo's; null: nothing was crawled yet",
        ),
        sa.CheckConstraint("id = 1", name="ck_feed_head_one_row"),
        sa.PrimaryKeyConstraint("id", name="pk_feed_head"),
    )
    op.create_table(
        "pages",
        sa.Column("id", Number, nullable=False, comment="the page's number"),
        sa.Column("sha256", sa.LargeBinary(), nullable=False, comment="SHA-256 of the body"),
        sa.Column("size", Number, nullable=False, comment="length of the body in bytes, uncompressed"),
        sa.Column("body", sa.LargeBinary(), nullable=False, comment="the body, zlib"),
        sa.Column("kept_at", Moment, nullable=False, comment="when this content was first met"),
        sa.PrimaryKeyConstraint("id", name="pk_pages"),
        sa.UniqueConstraint("sha256", name="uq_pages_sha256"),
    )
    op.create_table(
        "portals",
        sa.Column("id", Number, nullable=False, comment="the portal's number"),
        sa.Column("name", sa.Text(), nullable=False, comment="the spider's name"),
        sa.Column("title", sa.Text(), nullable=False, comment="the site's own name"),
        sa.Column("region", sa.Text(), nullable=False, comment="the region it reports from"),
        sa.Column("home", sa.Text(), nullable=False, comment="the address of its home page"),
        sa.PrimaryKeyConstraint("id", name="pk_portals"),
        sa.UniqueConstraint("name", name="uq_portals_name"),
    )
    op.create_table(
        "runs",
        sa.Column("id", Number, nullable=False, comment="the run's number"),
        sa.Column("portal_id", Number, nullable=False, comment="the portal crawled"),
        sa.Column("lease", Number, nullable=False, comment="the number of the lease it holds or held"),
        sa.Column("holder", sa.Text(), nullable=False, comment="who runs it: host and process"),
        sa.Column("started", Moment, nullable=False, comment="when it took the lease"),
        sa.Column("ended", Moment, nullable=True, comment="when it ended or was found dead; null: running"),
        sa.Column(
            "outcome",
            sa.Text(),
            nullable=True,
            comment="how it ended; died: its lease expired; null: running",
        ),
        sa.Column("counts", sa.JSON(), nullable=True, comment="what the run itself counted"),
        sa.ForeignKeyConstraint(["portal_id"], ["portals.id"], name="fk_runs_portal_id"),
        sa.PrimaryKeyConstraint("id", name="pk_runs"),
    )
    op.create_index("ix_runs_portal_id", "runs", ["portal_id"], unique=False)
    op.create_table(
        "addresses",
        sa.Column("id", Number, nullable=False, comment="the address's number"),
        sa.Column("portal_id", Number, nullable=False, comment="the portal it belongs to"),
        sa.Column("url", sa.Text(), nullable=False, comment="the canonical URL"),
        sa.Column(
            "url_digest", sa.LargeBinary(), nullable=False, comment="SHA-256 of the URL: unique per portal"
        ),
        sa.Column("role", sa.Text(), nullable=False, comment="list: names articles; article: may hold some"),
        sa.Column(
            "state",
            sa.Text(),
            nullable=False,
            comment="pending, kept, list, part, redirected, rejected, failed, gone, blocked or excluded",
        ),
        sa.Column("reason", sa.Text(), nullable=True, comment="why it is in this state"),
        sa.Column(
            "redirects_to",
            Number,
            nullable=True,
            comment="the address it leads to, where redirected, or that has the same article, where a duplicate",
        ),
        sa.Column(
            "part_of",
            Number,
            nullable=True,
            comment="the article's first page, where this is a further one",
        ),
        sa.Column("part", Number, nullable=True, comment="the page's number, where it is a further page"),
        sa.Column(
            "found_on",
            Number,
            nullable=True,
            comment="the address it was first found on; null: a start address",
        ),
        sa.Column("found_at", Moment, nullable=False, comment="when it was first found"),
        sa.Column("run_id", Number, nullable=False, comment="the run that set its present state"),
        sa.Column("page_id", Number, nullable=True, comment="its present page"),
        sa.Column(
            "etag", sa.Text(), nullable=True, comment="the present page's ETag, to ask with If-None-Match"
        ),
        sa.Column(
            "last_modified",
            sa.Text(),
            nullable=True,
            comment="the present page's Last-Modified, to ask with If-Modified-Since",
        ),
        sa.Column("next_ask", Moment, nullable=True, comment="when it is due; null: not by time"),
        sa.Column("unchanged", Number, nullable=False, comment="how often in a row it was found unchanged"),
        sa.Column("tries", Number, nullable=False, comment="how often in a row it failed"),
        sa.Column(
            "missing_since",
            Moment,
            nullable=True,
            comment="when it first said it is not there (404, 410, 550); null: it did not, or answered well since",
        ),
        sa.Column("hint_title", sa.Text(), nullable=True, comment="the title its list row shows"),
        sa.Column(
            "hint_published", sa.Text(), nullable=True, comment="the date its list row shows, as printed"
        ),
        sa.Column("hint_source", sa.Text(), nullable=True, comment="the source its list row shows"),
        sa.Column(
            "hint_column", sa.Text(), nullable=True, comment="the column (栏目) of the list it was found on"
        ),
        sa.ForeignKeyConstraint(["part_of"], ["addresses.id"], name="fk_addresses_part_of"),
        sa.ForeignKeyConstraint(["found_on"], ["addresses.id"], name="fk_addresses_found_on"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name="fk_addresses_page_id"),
        sa.ForeignKeyConstraint(["portal_id"], ["portals.id"], name="fk_addresses_portal_id"),
        sa.ForeignKeyConstraint(["redirects_to"], ["addresses.id"], name="fk_addresses_redirects_to"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_addresses_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_addresses"),
        sa.UniqueConstraint("portal_id", "url_digest", name="uq_addresses_portal_id_url_digest"),
    )
    op.create_index("ix_addresses_portal_id_next_ask", "addresses", ["portal_id", "next_ask"], unique=False)
    op.create_index("ix_addresses_run_id", "addresses", ["run_id"], unique=False)
    op.create_index("ix_addresses_part_of", "addresses", ["part_of"], unique=False)
    op.create_index("ix_addresses_redirects_to", "addresses", ["redirects_to"], unique=False)
    op.create_table(
        "leases",
        sa.Column("portal_id", Number, autoincrement=False, nullable=False, comment="the portal it is for"),
        sa.Column("number", Number, nullable=False, comment="grows by one each time the lease is taken"),
        sa.Column("run_id", Number, nullable=True, comment="the run that took it last"),
        sa.Column("holder", sa.Text(), nullable=True, comment="who holds it; null: free"),
        sa.Column("expires", Moment, nullable=True, comment="until when, if not renewed; null: free"),
        sa.ForeignKeyConstraint(["portal_id"], ["portals.id"], name="fk_leases_portal_id"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_leases_run_id"),
        sa.PrimaryKeyConstraint("portal_id", name="pk_leases"),
    )
    op.create_table(
        "duplicate_groups",
        sa.Column("id", Number, nullable=False, comment="the group's number"),
        sa.Column("original_id", Number, nullable=False, comment="the article that is likely the original"),
        sa.PrimaryKeyConstraint("id", name="pk_duplicate_groups"),
    )
    op.create_table(
        "articles",
        sa.Column("id", Number, nullable=False, comment="the article's number"),
        sa.Column("address_id", Number, nullable=False, comment="the address it is read from"),
        sa.Column(
            "key", sa.Text(), nullable=False, comment="part key: empty, or a newsletter item's heading"
        ),
        sa.Column(
            "key_digest",
            sa.LargeBinary(),
            nullable=False,
            comment="SHA-256 of the part key: unique per address",
        ),
        sa.Column("version", Number, nullable=False, comment="the number of its current version"),
        sa.Column("page_id", Number, nullable=False, comment="the page it was last read from"),
        sa.Column(
            "further_pages",
            sa.JSON(),
            nullable=False,
            comment="the numbers of the article's further pages, in order; null: one that could not be had",
        ),
        sa.Column("first_seen", Moment, nullable=False, comment="when it was first kept"),
        sa.Column("cleaned_at", Moment, nullable=False, comment="when it was last cleaned, changed or not"),
        sa.Column(
            "cleaned_with", sa.Text(), nullable=False, comment="the cleaner version that last cleaned it"
        ),
        sa.Column(
            "gone_since", Moment, nullable=True, comment="since when its source is gone; null: it is there"
        ),
        sa.Column("sketch", sa.LargeBinary(), nullable=False, comment="its text's MinHash, to compare it with others"),
        sa.Column(
            "duplicate_group",
            Number,
            nullable=True,
            comment="the group of its copies; null: no copy is known",
        ),
        sa.ForeignKeyConstraint(["duplicate_group"], ["duplicate_groups.id"], name="fk_articles_duplicate_group"),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name="fk_articles_address_id"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name="fk_articles_page_id"),
        sa.PrimaryKeyConstraint("id", name="pk_articles"),
        sa.UniqueConstraint("address_id", "key_digest", name="uq_articles_address_id_key_digest"),
    )
    op.create_index("ix_articles_duplicate_group", "articles", ["duplicate_group"], unique=False)
    op.create_table(
        "bands",
        sa.Column("number", Number, autoincrement=False, nullable=False, comment="a band of its sketch"),
        sa.Column("article_id", Number, autoincrement=False, nullable=False, comment="the article"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_bands_article_id"),
        sa.PrimaryKeyConstraint("number", "article_id", name="pk_bands"),
    )
    op.create_index("ix_bands_article_id", "bands", ["article_id"], unique=False)
    op.create_table(
        "fetches",
        sa.Column("id", Number, nullable=False, comment="the fetch's number"),
        sa.Column("address_id", Number, nullable=False, comment="the address asked"),
        sa.Column("run_id", Number, nullable=False, comment="the run that asked"),
        sa.Column("at", Moment, nullable=False, comment="when the answer was recorded"),
        sa.Column("url", sa.Text(), nullable=False, comment="the URL that answered"),
        sa.Column("status", Number, nullable=True, comment="the HTTP status; null: no answer"),
        sa.Column("headers", sa.JSON(), nullable=False, comment="the answer's headers: [name, value] pairs"),
        sa.Column("content_type", sa.Text(), nullable=True, comment="the Content-Type header"),
        sa.Column("seconds", sa.Double(), nullable=False, comment="how long the answer took, in seconds"),
        sa.Column(
            "outcome",
            sa.Text(),
            nullable=False,
            comment="stored, unchanged, not modified, redirected or error",
        ),
        sa.Column("error", sa.Text(), nullable=True, comment="what went wrong, where the outcome is error"),
        sa.Column("page_id", Number, nullable=True, comment="the page that came or stands"),
        sa.ForeignKeyConstraint(["address_id"], ["addresses.id"], name="fk_fetches_address_id"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name="fk_fetches_page_id"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_fetches_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_fetches"),
    )
    op.create_index("ix_fetches_address_id_page_id", "fetches", ["address_id", "page_id"], unique=False)
    op.create_index("ix_fetches_run_id", "fetches", ["run_id"], unique=False)
    op.create_table(
        "events",
        sa.Column(
            "number",
            Number,
            autoincrement=False,
            nullable=False,
            comment="1, 2, 3, … without a gap, in order of commit",
        ),
        sa.Column("at", Moment, nullable=False, comment="when it was written"),
        sa.Column("op", sa.Text(), nullable=False, comment="new, changed, gone, back or moved"),
        sa.Column("article_id", Number, nullable=False, comment="the article"),
        sa.Column("version", Number, nullable=False, comment="the article's version the event speaks of"),
        sa.Column("run_id", Number, nullable=False, comment="the run that caused it"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_events_article_id"),
        sa.ForeignKeyConstraint(["run_id"], ["runs.id"], name="fk_events_run_id"),
        sa.PrimaryKeyConstraint("number", name="pk_events"),
    )
    op.create_index("ix_events_article_id", "events", ["article_id"], unique=False)
    op.create_index("ix_events_run_id", "events", ["run_id"], unique=False)
    op.create_table(
        "versions",
        sa.Column("id", Number, nullable=False, comment="the version's number in the store"),
        sa.Column("article_id", Number, nullable=False, comment="the article"),
        sa.Column("number", Number, nullable=False, comment="the version's number in its article, from 1"),
        sa.Column("made_at", Moment, nullable=False, comment="when it was written"),
        sa.Column(
            "cause",
            sa.Text(),
            nullable=False,
            comment="source: the page is another; cleaner: the same page, cleaned otherwise",
        ),
        sa.Column("page_id", Number, nullable=False, comment="the page it was made from"),
        sa.Column(
            "further_pages",
            sa.JSON(),
            nullable=False,
            comment="the numbers of the article's further pages, in order; null: one that could not be had",
        ),
        sa.Column("cleaner", sa.Text(), nullable=False, comment="the cleaner version that made it"),
        sa.Column(
            "layout", sa.Text(), nullable=True, comment="the layout that fitted; null: the general way"
        ),
        sa.Column("charset", sa.Text(), nullable=False, comment="the encoding the page was read in"),
        sa.Column("charset_reason", sa.Text(), nullable=False, comment="why that encoding"),
        sa.Column(
            "content_hash",
            sa.LargeBinary(),
            nullable=False,
            comment="SHA-256 of the fields' values, part and text",
        ),
        sa.Column("title", sa.Text(), nullable=True, comment="the headline"),
        sa.Column("published", sa.Text(), nullable=True, comment="ISO 8601, to the precision the page shows"),
        sa.Column("source", sa.Text(), nullable=True, comment="who published it first (来源)"),
        sa.Column("author", sa.Text(), nullable=True, comment="the authors, separated by one space"),
        sa.Column("editor", sa.Text(), nullable=True, comment="the editors (责编), separated by one space"),
        sa.Column("summary", sa.Text(), nullable=True, comment="the page's own summary"),
        sa.Column("issue", sa.Text(), nullable=True, comment="the newsletter's issue (期)"),
        sa.Column("mirror_of", sa.Text(), nullable=True, comment="the portal a mirror's page was copied from; unknown: a stranger's"),
        sa.Column("published_on", sa.Text(), nullable=True, comment="the outlet a second source line names"),
        sa.Column("part", Number, nullable=True, comment="the page's number, where it is one of several"),
        sa.Column("text", sa.Text(), nullable=False, comment="the clean text, one paragraph a line"),
        sa.Column("faults", sa.JSON(), nullable=False, comment="what a careful editor would object to"),
        sa.Column(
            "raw",
            sa.JSON(),
            nullable=False,
            comment="per field: raw, the words it was read from, and origin, where they stood",
        ),
        sa.Column(
            "ledger",
            sa.LargeBinary(),
            nullable=False,
            comment="the page's blocks and every change to them: JSON, zlib",
        ),
        sa.Column("changes", sa.JSON(), nullable=False, comment="how many changes each step made"),
        sa.ForeignKeyConstraint(["article_id"], ["articles.id"], name="fk_versions_article_id"),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name="fk_versions_page_id"),
        sa.PrimaryKeyConstraint("id", name="pk_versions"),
        sa.UniqueConstraint("article_id", "number", name="uq_versions_article_id_number"),
    )
    op.create_index("ix_versions_content_hash", "versions", ["content_hash"], unique=False)
    op.execute("INSERT INTO feed_head (id, number) VALUES (1, 0)")
    op.execute(CORPUS)


def downgrade() -> None:
    op.execute("DROP VIEW corpus")
    for table in TABLES:
        op.drop_table(table)
