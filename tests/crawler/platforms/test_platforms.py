"""Every platform is one module that says what it is."""

from crawler.platforms import PLATFORMS


def test_a_platform_is_a_module_of_its_own_and_states_its_facts():
    for name, platform in PLATFORMS.items():
        assert type(platform).__module__ == f"crawler.platforms.{name}"
        assert {"Domains", "List", "Article"} <= set((type(platform).__doc__ or "").split()), name
