with measured as (

    select
        metric_values.bureau_code,
        metric_values.report_year,
        metric_values.metric_code,
        metric_values.value,
        metric_values.is_doubtful
    from {{ ref('yoy_metric') }} as metric_values
    inner join {{ ref('stg_metric') }} as metrics on metric_values.metric_code = metrics.metric_code
    where metric_values.value is not null and metrics.is_benchmarked

),

placed as (

    select
        measured.*,
        peers.peer_scope,
        peers.peer_group_code,
        peers.member_count
    from measured
    inner join {{ ref('der_peer_group') }} as peers
        on measured.bureau_code = peers.bureau_code and measured.report_year = peers.report_year

),

-- values repeat a lot, so places are counted over the different ones
tallies as (

    select
        peer_group_code,
        report_year,
        metric_code,
        value,
        count(*) filter (where not is_doubtful) as tie_count
    from placed
    group by peer_group_code, report_year, metric_code, value

),

spread as (

    select
        peer_group_code,
        report_year,
        metric_code,
        any_value(member_count) as member_count,
        count(*) filter (where not is_doubtful) as bureau_count,
        count(*) filter (where not is_doubtful) >= {{ fewest_bureaus() }} as is_shown,
        count(*) filter (where is_doubtful) as doubtful_count,
        min(value) filter (where not is_doubtful) as minimum,
        quantile_cont(value::double, [0.25, 0.5, 0.75]) filter (where not is_doubtful) as quartiles,
        max(value) filter (where not is_doubtful) as maximum
    from placed
    group by peer_group_code, report_year, metric_code

),

-- what is published of one value in one group; below a few bureaus nothing is
ranked as (

    select
        tallies.peer_group_code,
        tallies.report_year,
        tallies.metric_code,
        tallies.value,
        tallies.tie_count,
        spread.bureau_count,
        spread.member_count,
        spread.doubtful_count,
        spread.is_shown,
        case when spread.is_shown then spread.minimum end as minimum,
        case when spread.is_shown then {{ as_number('spread.quartiles[1]') }} end as lower_quartile,
        case when spread.is_shown then {{ as_number('spread.quartiles[2]') }} end as median,
        case when spread.is_shown then {{ as_number('spread.quartiles[3]') }} end as upper_quartile,
        case when spread.is_shown then spread.maximum end as maximum,
        sum(tallies.tie_count) over (
            partition by tallies.peer_group_code, tallies.report_year, tallies.metric_code
            order by tallies.value
            rows between unbounded preceding and current row
        )::bigint - tallies.tie_count as lower_count
    from tallies
    inner join spread
        on
            tallies.peer_group_code = spread.peer_group_code
            and tallies.report_year = spread.report_year
            and tallies.metric_code = spread.metric_code

)

select
    placed.bureau_code,
    placed.report_year,
    placed.metric_code,
    placed.peer_scope,
    placed.peer_group_code,
    ranked.bureau_count,
    ranked.member_count,
    ranked.doubtful_count,
    ranked.member_count - ranked.bureau_count - ranked.doubtful_count as missing_count,
    ranked.minimum,
    ranked.lower_quartile,
    ranked.median,
    ranked.upper_quartile,
    ranked.maximum,
    placed.value,
    placed.is_doubtful,
    case
        when ranked.is_shown and not placed.is_doubtful
            then ranked.bureau_count - ranked.lower_count - ranked.tie_count + 1
    end as place,
    case when ranked.is_shown and not placed.is_doubtful then ranked.tie_count end as tie_count,
    case
        when ranked.is_shown and not placed.is_doubtful
            then round(ranked.lower_count * 100.0 / (ranked.bureau_count - 1), 1)
    end as percentile
from placed
inner join ranked
    on
        placed.peer_group_code = ranked.peer_group_code
        and placed.report_year = ranked.report_year
        and placed.metric_code = ranked.metric_code
        and placed.value = ranked.value
order by placed.metric_code, placed.bureau_code, placed.report_year, placed.peer_scope
