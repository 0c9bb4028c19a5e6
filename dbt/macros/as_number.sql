{# The one type of every number in the unit of its metric: what is printed, counted, stated, added or subtracted, and
   rates.

   DECIMAL(18, 6) is the widest decimal of eight bytes. Six decimals are what yuan and fen are in 10,000 yuan; a printed
   number has at most 10 digits before the point (`parsing/numerals.py`), so that sums and differences of some have room.
   Percentages (`…_pct`), percentiles and statistics are DOUBLE, rounded to the decimals that their columns name. #}
{% macro as_number(value) %}
    ({{ value }})::decimal(18, 6)
{% endmacro %}

{# The same when dividing may leave the room that there is: null then, which says less and never another number. #}
{% macro as_number_or_null(value) %}
    try_cast({{ value }} as decimal(18, 6))
{% endmacro %}
