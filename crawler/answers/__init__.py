"""What an answer is: the page that was asked for, or one of the many things that a portal says instead.

    judge(kind, url, status, headers, body, media_type, redirected_from) -> Judgement(outcome, label)

Pure. Words of portals and marks of walls are data (``wording.yaml``); `markup` reads a page in one pass, `redirects`
follows the hops, `walls` and `wording` know the marks, `endings` says whether a body is whole.

A bad page taken for a good one is a report lost for a month; a good page taken for a bad one is a report lost for good.
So words alone never convict: a page is what its marks say only where it is too short to be a document.
"""

from crawler.answers.judgement import OK, Judgement, judge

__all__ = ["OK", "Judgement", "judge"]
