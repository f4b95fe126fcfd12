"""The steps in their order: the whole way of a page's blocks, to be read at a glance."""

from cleaners.steps.below import afterword, comments, recommended, thread
from cleaners.steps.bylines import byline, crumb, hidden_text, summary_line, title_line
from cleaners.steps.cards import cards
from cleaners.steps.controls import download_count, print_bar, qr_box
from cleaners.steps.ends import end_mark, info_line, promotion
from cleaners.steps.engine import Step
from cleaners.steps.furniture import disclaimer, site_footer, site_links, tag_cloud, widget
from cleaners.steps.pager import pager

#: Intruders that are known by their own shape, wherever they stand.
DROPS: tuple[Step, ...] = (
    hidden_text,
    comments,
    recommended,
    thread,
    cards,
    afterword,
    crumb,
    title_line,
    byline,
    summary_line,
    print_bar,
    qr_box,
    download_count,
    pager,
    disclaimer,
    site_footer,
    widget,
    site_links,
    tag_cloud,
)

#: What is seen only once the article is known.
ENDS: tuple[Step, ...] = (title_line, info_line, promotion, end_mark)
