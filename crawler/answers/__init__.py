"""What an answer is: the page that was asked for, or one of the many things that a portal says instead.

    judge(kind, url, status, headers, body, media_type, redirected_from) -> Judgement(outcome, label)
    led_on(kind, url, body) -> Onward(url, how, is_back) where a good page sends its reader on

Pure. Words of portals and marks of walls are data (``wording.yaml``); `markup` reads a page in one pass, `redirects`
follows the hops, `onward` and `scripted` say where a page itself sends on, `wording` knows the marks, `endings` says
whether a body is whole.

A bad page taken for a good one is a report lost for a month. A good page taken for a bad one is a report lost for good.
So words alone never convict: a page is what its marks say only if it is too short to be a document.
"""

from crawler.answers.judgement import OK, Judgement, judge, led_on

__all__ = ["OK", "Judgement", "judge", "led_on"]
