"""Practice portals: one local server that plays five real platforms, and the reports they serve.

The map: ``figures`` (CSV: the numbers) and ``texts`` (YAML: prose, headings, other documents) are the data;
``publishers`` reads them, ``form``, ``tables`` and ``writing`` make neutral reports (``report``) of them, ``writers`` turn those into
HTML, Word and PDF; ``portals`` are the platforms; ``hosts`` ties portals to loopback addresses and registry rows;
``server`` and ``background`` run them. Nothing here reaches beyond loopback.

Figures of 2023 (Jinshui, Liaocheng, Panyu), 2022 (Shaoxing) and 2020 (Xiangshan) are those of published reports; all
others are invented, and every page and file that carries them says so.
"""

from practice.background import counts, running
from practice.errors import PracticeError
from practice.hosts import DEFAULT_PORT, registry
from practice.server import serve

__all__ = ["DEFAULT_PORT", "PracticeError", "counts", "registry", "running", "serve"]
