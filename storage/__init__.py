"""The store: what was found, fetched and kept, on SQLite or PostgreSQL. Knows no Scrapy."""
