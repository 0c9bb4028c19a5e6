select greatest(
    (select max(looked_on) from coverage),
    (select max(first_observed_at)::date from fct_report)
) as as_of
