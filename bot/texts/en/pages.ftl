# Lists of several pages; only who asked for one can turn it.

pages-place = Page { $page } of { $pages }
pages-back = ◀ Back
pages-next = Next ▶
