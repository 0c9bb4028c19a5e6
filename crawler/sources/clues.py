"""What gives a platform away: patterns in a page's address or text, in the order in which they are tried.

The order is that of facts which were seen to work: a data endpoint names its system beyond doubt, an address only by its
shape. A later clue never overrules an earlier one; it is evidence where it agrees.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Clue:
    platform: str
    where: Literal["address", "text"]
    pattern: re.Pattern[str]
    says: str
    """Completes ``the page …``."""


WITHOUT_SPIDER = {
    "truecms": "its lists are JSONP of messageController/getMessage.do",
    "ewb": "its lists are JSON of lightfrontaction/getgovinfolist",
}
"""Systems that are recognised and cannot be crawled: their lists come from endpoints that no spider reads."""


def _clue(platform: str, where: Literal["address", "text"], pattern: str, says: str) -> Clue:
    return Clue(platform, where, re.compile(pattern), says)


CLUES = (
    _clue("gkmlpt", "address", r"^/(?:[^?]*/)?gkmlpt(?:/|$)", "lies below /gkmlpt"),
    _clue("gkmlpt", "text", r"\b_CONFIG\s*=[\s\S]{0,4000}?\bSID\s*:", "states a SID in window._CONFIG"),
    _clue("hanweb", "text", r"/module/(?:web/)?jpage/dataproxy\.jsp", "names jpage/dataproxy.jsp"),
    _clue("hanweb", "address", r"^/module/xxgk/", "lies below /module/xxgk"),
    _clue("hanweb", "text", r"/module/xxgk/(?:search|tree|xxgkAnnualReport)\.jsp", "names a page of /module/xxgk"),
    _clue("truecms", "text", r"messageController/getMessage\.do", "names messageController/getMessage.do"),
    _clue("jpaas", "text", r"jpaas-publish-server", "names jpaas-publish-server"),
    _clue("jpaas", "text", r"parseType'?\s*:\s*'buli?dstatic'", "has a pager of queryData"),
    _clue("ewb", "text", r"EWB-FRONT|getgovinfolist|webBuilderCommon\.js", "names EWB-FRONT or its siteInfo"),
    _clue("lonsun", "text", r"/site/label/8888", "names site/label/8888"),
    _clue("lonsun", "address", r"/public/column/\d+(?:\?|$)", "is a column of /public/column"),
    _clue("lonsun", "address", r"/public/(?:content/|\d+/)\d{5,}\.html", "is an article of /public"),
    _clue("jeecms", "address", r"^/\?(?:.*&)?a=(?:path|dir|info)(?:&|$)", "is addressed by ?a=path"),
    _clue("jeecms", "address", r"^/D\d+[A-Z]/\d+\.jhtml", "is a .jhtml article of a directory"),
    _clue("jeecms", "text", r"\?a=path&(?:amp;)?d=\d+[\s\S]*\.jhtml", "links ?a=path and .jhtml"),
    _clue("liaocheng", "address", r"/channel_\w+/(?:doc_[0-9a-f]{24}\.html)?", "has channel_ and doc_ in its address"),
    _clue("liaocheng", "text", r"/channel_\w+/doc_[0-9a-f]{24}\.html", "links channel_/doc_ articles"),
    _clue("hanweb", "address", r"/art/\d{4}/\d{1,2}/\d{1,2}/art_\d+_\d+\.html", "is an /art/ article of a column"),
    _clue("hanweb", "address", r"/col/col\d+/", "is a /col/ column"),
    _clue("jpaas", "address", r"/art/\d{4}/art_[0-9a-f]+\.html", "is an /art/ article below the column's path"),
    _clue("nfcms", "text", r"NFCMS_(?:SITE|POST)_ID", "states an NFCMS id"),
    _clue("nfcms", "address", r"/content/m?post_\d+\.html", "is a content/post_ article"),
    _clue("nfcms", "text", r"/content/m?post_\d+\.html", "links content/post_ articles"),
    _clue("trs", "text", r"createPageHTML\s*\(", "calls createPageHTML"),
    _clue("trs", "address", r"/\d{6}/t\d{8}_\d+\.s?html?", "is a t{date}_{number} article of a month's folder"),
    _clue("trs", "text", r"\d{6}/t\d{8}_\d+\.s?html?", "links t{date}_{number} articles"),
    _clue("vsb", "address", r"wbtreeid=\d+", "has a wbtreeid in its address"),
    _clue("vsb", "text", r"""id=["']?line_u\w+_\d+""", "has rows line_u{n}_{k}"),
    _clue("vsb", "address", r"/info/\d+/\d+\.htm", "is an /info/ article of a column"),
    _clue("vsb", "text", r"/info/\d+/\d+\.htm", "links /info/ articles"),
)
