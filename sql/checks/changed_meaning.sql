-- changed_meaning: an id of a source whose name has nothing in common with the
-- one before: it may stand for another team or league now.
-- grain: entity, source, source's id, later name
-- inputs: names, crosswalk
-- severity: warning
-- hint: if it is the same club or league under a new name, write a row of its id and the identity it keeps into stages/staging/canonical/crosswalk.csv, which also ends this warning; if it is another one, give it another identity there, or its history is the other's
-- columns:
--   entity       team or league
--   source       who tells
--   source_id    the source's own id
--   before       name until then
--   later        name from then on
--   since        first fetch that told the later name, UTC
--   canonical_id what the house takes it for; NULL if nothing
--   likeness     Jaro-Winkler similarity of the names' letters and digits, 0 to 1
WITH plain AS (
    SELECT *, regexp_replace(lower(strip_accents(name)), '[^a-z0-9]', '', 'g') AS letters,
           list_filter(string_split_regex(lower(strip_accents(name)), '[^a-z0-9]+'), w -> length(w) >= 4) AS words
    FROM names
), paired AS (
    SELECT entity, source, source_id, lag(name) OVER told AS before, name AS later, first_seen_at AS since,
           lag(letters) OVER told AS letters_before, letters, lag(words) OVER told AS words_before, words
    FROM plain
    WINDOW told AS (PARTITION BY entity, source, source_id ORDER BY first_seen_at, name)
)
SELECT p.entity, p.source, p.source_id, p.before, p.later, p.since, c.canonical_id,
       round(jaro_winkler_similarity(letters_before, letters), 3) AS likeness
FROM paired p
LEFT JOIN crosswalk c USING (entity, source, source_id)
WHERE p.before IS NOT NULL AND c.how IS DISTINCT FROM 'override'
  AND CASE p.entity WHEN 'league' THEN letters <> letters_before
      -- An abbreviation begins alike, another spelling is alike or shares a word.
      ELSE jaro_winkler_similarity(letters_before, letters) < 0.8 AND left(letters, 3) <> left(letters_before, 3)
           AND NOT list_has_any(words, words_before) END
ORDER BY p.entity, p.source, p.source_id, p.since, p.later;
