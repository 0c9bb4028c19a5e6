with documents as (

    select
        bureau_code,
        report_year,
        verdict,
        (observed_at at time zone 'Asia/Shanghai')::date as observed_on
    from {{ ref('int_observation') }}
    where is_own_portal and not is_settled

)

select
    bureau_code,
    report_year,
    bool_or(verdict = 'uncertain') as is_quarantined,
    min(observed_on) as first_observed_on
from documents
where report_year is not null
group by bureau_code, report_year
