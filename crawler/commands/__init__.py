"""Scrapy commands of our own: the product's command line."""
