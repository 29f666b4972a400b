package warehouse_test

import (
	"encoding/json"
	"strings"
	"testing"

	"matchday/warehouse"

	"github.com/google/go-cmp/cmp"
)

// everything is a query with a value of every kind and a row of NULLs.
const everything = `
SELECT 'plain' AS text, 'a "b", <é>' AS quoted, '' AS empty, true AS flag, 12.50::DECIMAL(18,4) AS money, -0.0001::DECIMAL(9,4) AS cents,
       0.1::DOUBLE AS tenth, 1e-9::DOUBLE AS small, 'NaN'::DOUBLE AS nan, 9007199254740993 AS big,
       sum(9223372036854775807::BIGINT) * 2 AS huge,
       TIMESTAMPTZ '2015-08-08 14:05:00+02' AS moment, DATE '2015-08-08' AS day, TIME '12:30:00' AS hour,
       [1.5::DECIMAL(4,2), NULL] AS list, {'b': 1, 'a': DATE '2015-08-08'} AS struct, MAP {'k': 2} AS map, '{"z": [1]}'::JSON AS json,
       '00000000-0000-0000-0000-00000000002a'::UUID AS uuid, '\xAB'::BLOB AS blob, INTERVAL 90 MINUTE AS span, 'H'::ENUM('H', 'D') AS letter
UNION ALL
SELECT NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL`

func format(t *testing.T, h warehouse.Home, name, text string) string {
	t.Helper()
	var b strings.Builder
	w, err := warehouse.FormatTo(&b, name)
	if err != nil {
		t.Fatal(err)
	}
	if err := warehouse.Query(t.Context(), h, text, w); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestAnswersAreExactInEveryFormat(t *testing.T) {
	h := newHome(t)
	if err := warehouse.Publish(t.Context(), h); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ format, text, want string }{
		"csv": {"csv", everything,
			`text,quoted,empty,flag,money,cents,tenth,small,nan,big,huge,moment,day,hour,list,struct,map,json,uuid,blob,span,letter
plain,"a ""b"", <é>","",true,12.5000,-0.0001,0.1,1e-09,NaN,9007199254740993,18446744073709551614,2015-08-08T12:05:00Z,2015-08-08,12:30:00,"[1.50,null]","{""a"":""2015-08-08T00:00:00Z"",""b"":1}","{""k"":2}","{""z"":[1]}",00000000-0000-0000-0000-00000000002a,ab,0 months 0 days 1h30m0s,H
,,,,,,,,,,,,,,,,,,,,,
`},
		"json": {"json", everything, `[
 {"text": "plain", "quoted": "a \"b\", <é>", "empty": "", "flag": true, "money": 12.5000, "cents": -0.0001, "tenth": 0.1, "small": 1e-09, "nan": "NaN", "big": 9007199254740993, "huge": 18446744073709551614, "moment": "2015-08-08T12:05:00Z", "day": "2015-08-08", "hour": "12:30:00", "list": [1.50,null], "struct": {"a":"2015-08-08T00:00:00Z","b":1}, "map": {"k":2}, "json": {"z":[1]}, "uuid": "00000000-0000-0000-0000-00000000002a", "blob": "ab", "span": "0 months 0 days 1h30m0s", "letter": "H"},
 {"text": null, "quoted": null, "empty": null, "flag": null, "money": null, "cents": null, "tenth": null, "small": null, "nan": null, "big": null, "huge": null, "moment": null, "day": null, "hour": null, "list": null, "struct": null, "map": null, "json": null, "uuid": null, "blob": null, "span": null, "letter": null}
]
`},
		"table": {"table", "SELECT 'é' AS team, 1.50::DECIMAL(18,2) AS price, 1 AS goals UNION ALL SELECT E'a\\nlonger', NULL, 1000 ORDER BY goals",
			`team       price  goals
---------  -----  -----
é           1.50      1
a\nlonger   NULL   1000
(2 rows)
`},
		"table of nothing": {"table", "SELECT 1 AS x WHERE false", "x\n-\n(0 rows)\n"},
		"table of one":     {"table", "SELECT 1 AS x", "x\n-\n1\n(1 row)\n"},
		"csv of nothing":   {"csv", "SELECT 1 AS x WHERE false", "x\n"},
		"json of nothing":  {"json", "SELECT 1 AS x WHERE false", "[]\n"},
		"json twins":       {"json", "SELECT 1 AS x, 2 AS x, 3 AS x", "[\n {\"x\": 1, \"x_1\": 2, \"x_2\": 3}\n]\n"},
	} {
		got := format(t, h, c.format, c.text)
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s:\n%s\ngot: %s", name, d, got)
		}
		if c.format == "json" && !json.Valid([]byte(got)) {
			t.Errorf("%s is not JSON", name)
		}
	}
}

func TestAnUnknownFormatIsNamed(t *testing.T) {
	if _, err := warehouse.FormatTo(&strings.Builder{}, "xml"); err == nil || !strings.Contains(err.Error(), `"xml"`) {
		t.Errorf("got %v", err)
	}
}
