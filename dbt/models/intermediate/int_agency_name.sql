with names as (

    select agency_name from {{ ref('stg_document') }}
    where agency_name is not null
    union
    select name_zh as agency_name from {{ ref('stg_bureau_name') }}

),

-- the longest way to say a region with which a name begins
beginnings as (

    select
        agency_name,
        left(agency_name, unnest(generate_series(2, len(agency_name)))) as phrase
    from names

),

known as (

    select
        beginnings.agency_name,
        arg_max(phrases.region_count, len(beginnings.phrase)) as region_count,
        arg_max(coalesce(phrases.shared_until_year, 0), len(beginnings.phrase)) as shared_until_year
    from beginnings
    inner join {{ ref('int_region_phrase') }} as phrases on beginnings.phrase = phrases.phrase
    group by beginnings.agency_name

),

-- the longest first, or 高新区 would leave the beginning of its own longer name behind
words as (

    select
        string_agg(word, '|' order by len(word) desc, word asc) filter (where word_kind = 'zone') as zones,
        string_agg(word, '|' order by len(word) desc, word asc) filter (where word_kind = 'qualifier') as qualifiers,
        string_agg(word, '|' order by len(word) desc, word asc) filter (where word_kind = 'generic') as generics
    from {{ ref('stg_agency_word') }}

),

-- zones, with all that only says what sort of zone they are, become ◇, what any agency is called becomes ·
stripped as (

    select
        names.agency_name,
        regexp_replace(
            regexp_replace(
                names.agency_name,
                '(' || words.qualifiers || ')*(' || words.zones || ')|(' || words.qualifiers || ')+[市县区]',
                '◇',
                'g'
            ),
            words.generics,
            '·',
            'g'
        ) as name_left
    from names
    cross join words

),

judged as (

    select
        stripped.agency_name,
        known.region_count,
        nullif(known.shared_until_year, 0) as shared_until_year,
        -- a region that the table does not have: two signs at least before the kind of the region, or of the zone
        regexp_matches(stripped.name_left, '[^·◇省市县区旗州盟]{2}[市县区旗州盟◇]') as is_spoken_as_place
    from stripped
    left join known on stripped.agency_name = known.agency_name

)

select
    agency_name,
    coalesce(region_count, 0)::integer as region_count,
    shared_until_year,
    case
        when region_count = 1 then 'one'
        when region_count > 1 then 'several'
        when is_spoken_as_place then 'one'
        else 'none'
    end as places_named
from judged
