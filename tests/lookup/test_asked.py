"""What a question means, told by the rows of a release."""

from __future__ import annotations

import duckdb

from lookup.explain.asked import Release, resolve


def test_a_sum_of_the_prose_is_explained_by_the_claims_of_its_sentence() -> None:
    connection = duckdb.connect()
    connection.execute("""
        create table finding as select 'f' as finding_id, 'claim_sum' as finding_kind, 'b' as bureau_code,
            2023 as report_year, null as section_code, null as line_code, null as column_code, null as claim_number,
            1 as claim_sum_number, null as check_code, null as version_number, 'm' as metric_code,
            null as other_bureau_code, null as other_report_year;
        create table claim_sum as select 'b' as bureau_code, 2023 as report_year, 1 as claim_sum_number, '一句' as sentence;
        create table fct_claim as select 'b' as bureau_code, 2023 as report_year, i as claim_number, 's' as sha256,
            if(i < 3, '一句', '另一句') as sentence from range(1, 4) as numbers(i);
    """)
    asked = resolve(Release(connection), "b", 2023, "finding:f")
    assert [row["claim_number"] for row in asked.wanted] == [1, 2]
    assert asked.reports == (("b", 2023),)
