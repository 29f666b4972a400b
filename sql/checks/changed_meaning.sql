-- changed_meaning: an id of a source whose name has nothing in common with the
-- one before: it may stand for another team or league now.
-- grain: entity, source, source's id, later name
-- inputs: names, crosswalk
-- severity: warning
-- hint: if it is the same club or league under a new name, write a row of its id and the identity it keeps into stages/staging/canonical/crosswalk.csv, which also ends this warning; if it is another one, give it another identity there, or its history is the other's
-- columns:
--   entity       team or league
--   source       source that reports it
--   source_id    the source's own id
--   before       name until then
--   later        name from then on
--   since        first fetch that gave the later name, UTC
--   canonical_id our id for it; NULL if there is none
--   likeness     Jaro-Winkler similarity of the names' letters and digits, 0 to 1
with plain as (
    select
        *, regexp_replace(lower(strip_accents(name)), '[^a-z0-9]', '', 'g') as letters,
        list_filter(string_split_regex(lower(strip_accents(name)), '[^a-z0-9]+'), w -> length(w) >= 4) as words
    from names
),
paired as (
    select
        entity, source, source_id, lag(name) over names as before, name as later, first_seen_at as since,
        lag(letters) over names as letters_before, letters, lag(words) over names as words_before, words
    from plain
    window names as (partition by entity, source, source_id order by first_seen_at, name)
)
select
    p.entity, p.source, p.source_id, p.before, p.later, p.since, c.canonical_id,
    round(jaro_winkler_similarity(letters_before, letters), 3) as likeness
from paired p
left join crosswalk c using (entity, source, source_id)
where p.before is not null and c.how is distinct from 'override'
  and case p.entity when 'league' then letters <> letters_before
      -- An abbreviation begins alike, another spelling is alike or shares a word.
      else jaro_winkler_similarity(letters_before, letters) < 0.8 and left(letters, 3) <> left(letters_before, 3)
           and not list_has_any(words, words_before) end
order by p.entity, p.source, p.source_id, p.since, p.later;
