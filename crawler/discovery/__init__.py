"""Finding a site's columns, lists, pagers and articles where nobody has told of them: the general way."""
