"""The desk: a web page for people who look at the crawl, the articles, and what was removed."""
