"""A small web with portals built as the real ones are, oddities included, and invented articles.

For the demo, the tests and the benchmarks: nothing of it is fetched from anywhere.
"""
