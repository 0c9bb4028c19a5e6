{# Bureaus below which nothing is published of a group: of two, each can tell the other's number from the group's. #}
{% macro fewest_bureaus() %}3{% endmacro %}
