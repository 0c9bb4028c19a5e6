"""Which practice portal answers at which loopback address.

A host runs one platform with its switches and serves one bureau or several; what differs between two hosts of a platform
stands here and nowhere else.
"""

from __future__ import annotations

from practice.desks import Desk, Host
from practice.portals.gkmlpt import Gkmlpt
from practice.portals.hanweb import Hanweb
from practice.portals.jeecms import Jeecms
from practice.portals.jpaas import Jpaas
from practice.portals.liaocheng import Liaocheng
from practice.portals.links import Links
from practice.portals.lonsun import Lonsun
from practice.portals.nfcms import Nfcms
from practice.portals.script import Script
from practice.portals.shelf import Filing
from practice.portals.trs import Trs
from practice.portals.vsb import Vsb

DEFAULT_PORT = 8620
CONTROL_ADDRESS = "127.0.0.10"

PUBLISHED = (
    Host(
        "127.0.0.11",
        Jeecms(),
        (Desk("hrss-410105", {"department": 12, "directory": "D42Y"}),),
        robots="User-agent: *\nDisallow: /login\n",
    ),
    Host(
        "127.0.0.12",
        Liaocheng(),
        (Desk("hrss-371500", {"channel": "channel_l_srsjchannel201911221748522677536714"}, known_years=(2020,)),),
    ),
    Host(
        "127.0.0.13",
        Lonsun(),
        (Desk("hrss-340603", {"context": "/zwgk", "organ_id": 139, "type": 3}, Filing("docx")),),
        robots="User-agent: *\nDisallow: /search\nDisallow: /admin/\n",
    ),
    Host(
        "127.0.0.14",
        Hanweb(),
        (Desk("hrss-330600", {"column_id": 1229425785}, known_years=(2022,)),),
        robots="User-agent: BadBot\nDisallow: /\n\nUser-agent: *\nAllow: /\n",
    ),
    Host(
        "127.0.0.15",
        Gkmlpt(),
        (Desk("hrss-440113", {"prefix": "/gzpyrsj", "column_name": "年度报告"}, Filing("pdf")),),
        robots="",
    ),
)
"""The five whose published figures are among those they serve; tests rely on their addresses, texts and figures."""

INVENTED = (
    Host(
        "127.0.1.1",
        Jeecms(sibling="127.0.1.2", has_chinese_paths=True),
        (
            Desk(
                "hrss-410000",
                {"department": 31, "directory": "D42Y"},
                Filing(by_year={2018: "docx", 2022: "pdf"}, first_number=400),
                manners={"other_hosts": ["http://127.0.1.2"]},
            ),
        ),
        robots="User-agent: *\nDisallow: /login\nCrawl-delay: 0.2\n",
    ),
    Host(
        "127.0.1.2",
        Jeecms(has_chinese_paths=True),
        (
            Desk(
                "hrss-410000",
                {"department": 31, "directory": "D42Y"},
                Filing(by_year={2018: "docx", 2022: "pdf"}, first_number=400),
                is_listed=False,
                is_registered=False,
            ),
        ),
    ),
    Host(
        "127.0.1.3",
        Liaocheng(page_size=12, has_chart=False, credit_code="11371525004438201T"),
        (
            Desk(
                "hrss-371525",
                {"channel": "site_gxgxrlzyhshbzjl/channel_x_5407_8066"},
                Filing(by_year={2017: "docx", 2021: "viewer"}),
            ),
        ),
        robots="User-agent: *\nAllow: /\n",
    ),
    Host(
        "127.0.1.4",
        Lonsun(skin="navli", label_path="/yhqzwgk/site/label/8888", category_id=6795530, site_id="2653861"),
        (Desk("hrss-340102", {"context": "", "organ_id": 14201, "type": 3}, Filing(by_year={2014: "docx"})),),
    ),
    Host(
        "127.0.1.5",
        Hanweb(
            proxy="/module/web/jpage/dataproxy.jsp",
            answers="page",
            states_proxy=False,
            rows_in_answer=29,
            addresses_by="uuid",
            web_id="21",
            unit_id="5040126",
        ),
        (Desk("hrss-330300", {"column_id": 1229781585}, Filing(by_year={2014: "pdf", 2019: "pdf"})),),
    ),
    Host(
        "127.0.1.6",
        Hanweb(proxy="/module/web/jpage/dataproxy.jsp", answers="page", web_id="149", unit_id="6189304"),
        (Desk("hrss-330100", {"column_id": 1229063423}),),
        robots="User-agent: *\nDisallow: /module/visitcount/\n",
    ),
    Host(
        "127.0.1.7",
        Hanweb(per_page=20, files_at="attach", web_id="3091"),
        (
            Desk(
                "hrss-330922",
                {"column_id": 1229076520, "area": "11330922002643157P"},
                unregistered=("column_id",),
            ),
            Desk(
                "hrss-330921",
                {"column_id": 1229076511, "xxgk": {"infotypeId": "A0702", "area": "1133092100264"}},
                Filing(first_number=200),
                unregistered=("column_id",),
            ),
        ),
    ),
    Host(
        "127.0.1.8",
        Gkmlpt(
            sid="755001",
            column=2629,
            static="/szrsj/xxgk/xxgknb",
            jump=Nfcms(page_size=12),
            two_files_year=None,
        ),
        (Desk("hrss-440300", {"prefix": "", "column_name": "年度报告"}, Filing(by_year={2016: "pdf"})),),
    ),
    Host(
        "127.0.1.9",
        Jpaas(),
        (Desk("hrss-331004", {"column": "/col/col1229460284/index.html"}, Filing(by_year={2018: "docx"})),),
    ),
    Host(
        "127.0.1.10",
        Jpaas(
            spelling="buildstatic",
            data_is_text=True,
            needs_referer=False,
            repeats_first=True,
            page_size=40,
            promised_too_many=9,
        ),
        (Desk("hrss-330502", {"column": "/col/col1229211250/index.html"}),),
    ),
    Host(
        "127.0.1.11",
        Nfcms(second_page=1, collection="/zfjgzy/zfxxgknb/bm/"),
        (
            Desk("hrss-441400", {"column": "/zwgk/zfjg/srlzyhshbzj/zwgk/zfxxgknb/"}, Filing(by_year={2013: "scan"})),
            Desk("hrss-442000", {"column": "/zwgk/zfjg/zssrsj/gknb/"}, Filing(first_number=200)),
        ),
        robots="User-agent: *\nDisallow: /plus/\n",
    ),
    Host(
        "127.0.1.12",
        Nfcms(cuts_titles=True, page_size=30),
        (Desk("hrss-510700", {"column": "/xxgk/bm/srsj/nb/"}, unregistered=("column",)),),
        robots="User-agent: *\nAllow: /\n\nSitemap: {base}/sitemap.xml.gz\n",
        sitemap="/sitemap.xml.gz",
    ),
    Host(
        "127.0.1.13",
        Trs(suffix="htm"),
        (
            Desk("hrss-350103", {"column": "/xjwz/zfxxgk/qrsj/zfxxgknb/"}, Filing(by_year={2020: "xlsx", 2021: "xls"})),
            Desk(
                "hrss-350111",
                {"column": "/xjwz/zfxxgk/jarsj/zfxxgknb/"},
                Filing(by_year={2022: "zip"}, first_number=200),
            ),
        ),
        robots="User-agent: *\nDisallow: /was5/\n",
    ),
    Host(
        "127.0.1.14",
        Trs(paging="five", suffix="shtml", has_all_rows=True, climbs_out=True),
        (Desk("hrss-350503", {"column": "/xxgk/zfxxgkzl/ndbg/"}),),
    ),
    Host(
        "127.0.1.15",
        Trs(paging="link"),
        (
            Desk(
                "hrss-500103",
                {"column": "/bm_229/qrlsbj/zwgk_97157/zfxxgknb_97166/"},
                unregistered=("column",),
                known_years=(2022, 2023),
            ),
        ),
    ),
    Host(
        "127.0.1.16",
        Vsb(is_dynamic=True, tree=5069),
        (Desk("hrss-511400", {"column": "/list.jsp?urltype=tree.TreeTempUrl&wbtreeid=5069"}),),
    ),
    Host(
        "127.0.1.17",
        Vsb(tree=3589),
        (Desk("hrss-371311", {"column": "/xxgk/gknb.htm"}, Filing(by_year={2017: "docx", 2020: "pdf", 2023: "docx"})),),
    ),
    Host(
        "127.0.1.18",
        Links(is_framed=True),
        (Desk("hrss-610500", {"column": "/zfxxgk/zfxxgknb.html"}),),
    ),
    Host(
        "127.0.1.19",
        Links(skin="table", cuts_titles=True, mirror="http://127.0.3.9"),
        (Desk("hrss-230805", {"column": "/dfq/c100091/xxgk.shtml"}, Filing(by_year={2019: "docx"})),),
        robots="User-agent: *\nDisallow: /dfq/search\n",
    ),
    Host(
        "127.0.1.20",
        Script(page_size=12, has_pager=True, draws_articles=True),
        (
            Desk(
                "hrss-310113",
                {"column": "/xxgk/#/gknb-rsj", "why_browser": "The list is drawn by a script from an interface."},
            ),
            Desk(
                "hrss-310106",
                {"column": "/xxgk/#/gknb-jarsj", "why_browser": "The list is drawn by a script from an interface."},
                Filing(first_number=200),
            ),
        ),
    ),
)

HOSTS = (*PUBLISHED, *INVENTED)
