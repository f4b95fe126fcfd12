"""The words the store uses for states and events."""

from typing import Literal

Role = Literal["list", "article", "attachment"]
State = Literal[
    "pending",  # not asked yet, or its page is not cleaned yet
    "kept",  # holds articles, or is a document of one
    "list",  # a list page, read to its end
    "part",  # a further page of another address's article
    "redirected",  # leads to another address
    "rejected",  # answered, but with no article, or with one that another address has
    "failed",  # no usable answer; will be asked again
    "gone",  # missing, asked twice
    "blocked",  # a challenge page instead of an answer
    "excluded",  # not to be asked: robots.txt, another site, an attachment, too long
    "purged",  # its content was taken out of the store: never asked again
]
Outcome = Literal["stored", "unchanged", "not modified", "redirected", "error"]
Cause = Literal["source", "cleaner"]
Op = Literal[
    "new",
    "changed",  # it has another version
    "gone",
    "back",
    "moved",  # it has another address
    "grouped",  # it has another duplicate group, or its group another original
    "purged",  # it was taken out of the store
]
Verdict = Literal[
    "right",  # the article, but for what else is marked of it
    "removed",  # a block was wrongly removed
    "kept",  # a block was wrongly kept
    "field",  # a field is wrong
]
Crawl = Literal["due", "full"]  # what was due was asked, or everything
World = Literal["web", "replica"]
