{# The code under which a bureau goes now: a row of the registry that was renamed into one other (a county that became a
   city has another code) is that one's past, and no bureau of its own. #}
{% macro current_bureau_code(bureau_code) %}
    coalesce(
        (
            select any_value(later.successor_codes[1]) from {{ source('staging', 'bureau') }} as later
            where
                later.bureau_code = {{ bureau_code }}
                and later.status_code = 'renamed'
                and len(later.successor_codes) = 1
        ),
        {{ bureau_code }}
    )
{% endmacro %}
