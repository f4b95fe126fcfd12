"""The desk's pages, one file a subject. A page arranges what ``storage`` tells; it asks no table itself."""
