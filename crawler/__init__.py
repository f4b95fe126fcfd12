"""Zhengwen's Scrapy project: finds and fetches the portals' pages, and hands them on."""

__version__ = "0.1.0"
