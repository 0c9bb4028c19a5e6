{# A stated number against the computed one: `confirmed` within the printed precision, `contradicted`, `cannot_tell`. #}
{% macro claim_result(stated, computed, decimals, is_approximate, is_doubtful) %}
    case
        when {{ computed }} is null then 'cannot_tell'
        when
            not {{ is_approximate }} and abs({{ stated }} - ({{ computed }})::double) < 0.5 / pow(10, {{ decimals }})
            then 'confirmed'
        when {{ is_doubtful }} then 'cannot_tell'
        when not {{ is_approximate }} then 'contradicted'
        -- 约, 余, 多, 近 and 超 leave room, but not for a number that is off by more than a fifth
        when abs({{ stated }} - ({{ computed }})::double) > 0.2 * abs(({{ computed }})::double) then 'contradicted'
        else 'cannot_tell'
    end
{% endmacro %}
