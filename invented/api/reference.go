package api

import (
	"slices"
	"strings"

	"matchday/invented/world"
)

// reference is a table of the source whose rows are identified by id alone.
func reference[T any](table []T, id func(row T) int64, write func(w *writer, k string, id int64)) collection[int64] {
	var ids []int64
	for _, row := range table {
		ids = append(ids, id(row))
	}
	return collection[int64]{
		func(*request) []int64 { return ids },
		func(id int64) int64 { return id },
		func(_ *request, w *writer, k string, id int64) { write(w, k, id) },
	}
}

var (
	allStates     = reference(states, func(s state) int64 { return s.id }, (*writer).state)
	allKinds      = reference(kinds, func(t kind) int64 { return t.id }, (*writer).kind)
	allMarkets    = reference(markets, func(m market) int64 { return m.id }, (*writer).market)
	allBookmakers = reference(world.Bookmakers[:], func(b world.Bookmaker) int64 { return b.ID }, func(w *writer, k string, id int64) {
		i := slices.IndexFunc(world.Bookmakers[:], func(b world.Bookmaker) bool { return b.ID == id })
		w.bookmaker(k, &world.Bookmakers[i])
	})
)

type state struct {
	id                int64
	state, name, abbr string
}

// states are the source's 25 states.
var states = []state{
	{1, "NS", "Not Started", "NS"},
	{2, "INPLAY_1ST_HALF", "1st Half", "1st"},
	{3, "HT", "Half Time", "HT"},
	{4, "BREAK", "Break", "BRK"},
	{5, "FT", "Full Time", "FT"},
	{6, "INPLAY_ET", "Extra Time", "et"},
	{7, "AET", "After Extra Time", "AET"},
	{8, "FT_PEN", "After Penalties", "FTP"},
	{9, "INPLAY_PENALTIES", "Penalties", "PEN"},
	{10, "POSTPONED", "Postponed", "POST"},
	{11, "SUSPENDED", "Suspended", "SUSP"},
	{12, "CANCELLED", "Cancelled", "CANC"},
	{13, "TBA", "To Be Announced", "TBA"},
	{14, "WO", "Walk Over", "WO"},
	{15, "ABANDONED", "Abandoned", "ABAN"},
	{16, "DELAYED", "Delayed", "DELA"},
	{17, "AWARDED", "Awarded", "AWAR"},
	{18, "INTERRUPTED", "Interrupted", "INT"},
	{19, "AWAITING_UPDATES", "Awaiting Updates", "AU"},
	{20, "DELETED", "Deleted", "DEL"},
	{21, "EXTRA_TIME_BREAK", "Extra Time Break", "ETB"},
	{22, "INPLAY_2ND_HALF", "2nd Half", "2nd"},
	{23, "INPLAY_ET_2ND_HALF", "ET 2nd Half", "2et"},
	{25, "PEN_BREAK", "Penalties Break", "PENB"},
	{26, "PENDING", "Pending", "PEN"},
}

// kind is one of the source's types; "type" is a word of Go.
type kind struct {
	id         int64
	name, code string // code is the developer name
	model      string
	group      string // "" is null
}

// kinds are the types that occur in rows.
var kinds = []kind{
	{1, "1st Half", "1ST_HALF", "period", ""}, {2, "2nd Half", "2ND_HALF", "period", ""},
	{3, "Extra Time", "ET", "period", ""}, {5, "Penalties", "PENALTY_SHOOTOUT", "period", ""},
	{6, "Referee", "REFEREE", "referee", ""},
	{11, "Lineup", "LINEUP", "lineup", ""}, {12, "Bench", "BENCH", "lineup", ""},
	{14, "Goal", "GOAL", "event", ""}, {15, "Own Goal", "OWNGOAL", "event", ""}, {16, "Penalty", "PENALTY", "event", ""},
	{18, "Substitution", "SUBSTITUTION", "event", ""}, {19, "Yellowcard", "YELLOWCARD", "event", ""}, {20, "Redcard", "REDCARD", "event", ""},
	{24, "Goalkeeper", "GOALKEEPER", "position", ""}, {25, "Defender", "DEFENDER", "position", ""},
	{26, "Midfielder", "MIDFIELDER", "position", ""}, {27, "Attacker", "ATTACKER", "position", ""},
	{34, "Corners", "CORNERS", "statistic", "offensive"}, {39, "ET 2nd Half", "ET_2ND_HALF", "period", ""},
	{40, "Captain", "CAPTAIN", "statistic", "overall"}, {41, "Shots Off Target", "SHOTS_OFF_TARGET", "statistic", "offensive"},
	{42, "Shots Total", "SHOTS_TOTAL", "statistic", "offensive"}, {43, "Attacks", "ATTACKS", "statistic", "offensive"},
	{44, "Dangerous Attacks", "DANGEROUS_ATTACKS", "statistic", "offensive"},
	{45, "Ball Possession %", "BALL_POSSESSION", "statistic", "overall"},
	{49, "Shots Insidebox", "SHOTS_INSIDEBOX", "statistic", "offensive"}, {50, "Shots Outsidebox", "SHOTS_OUTSIDEBOX", "statistic", "offensive"},
	{51, "Offsides", "OFFSIDES", "statistic", "offensive"}, {52, "Goals", "GOALS", "statistic", "offensive"},
	{56, "Fouls", "FOULS", "statistic", "defensive"}, {57, "Saves", "SAVES", "statistic", "defensive"},
	{58, "Shots Blocked", "SHOTS_BLOCKED", "statistic", "offensive"}, {59, "Substitutions", "SUBSTITUTIONS", "statistic", "overall"},
	{78, "Tackles", "TACKLES", "statistic", "defensive"}, {79, "Assists", "ASSISTS", "statistic", "offensive"},
	{80, "Passes", "PASSES", "statistic", "overall"}, {81, "Successful Passes", "SUCCESSFUL_PASSES", "statistic", "overall"},
	{82, "Successful Passes Percentage", "SUCCESSFUL_PASSES_PERCENTAGE", "statistic", "overall"},
	{83, "Redcards", "REDCARDS", "statistic", "overall"}, {84, "Yellowcards", "YELLOWCARDS", "statistic", "overall"},
	{85, "Yellowred Cards", "YELLOWRED_CARDS", "statistic", "overall"},
	{86, "Shots On Target", "SHOTS_ON_TARGET", "statistic", "offensive"}, {88, "Goals Conceded", "GOALS_CONCEDED", "statistic", "defensive"},
	{100, "Interceptions", "INTERCEPTIONS", "statistic", "defensive"}, {116, "Accurate Passes", "ACCURATE_PASSES", "statistic", "overall"},
	{117, "Key Passes", "KEY_PASSES", "statistic", "offensive"}, {118, "Rating", "RATING", "statistic", "overall"},
	{119, "Minutes Played", "MINUTES_PLAYED", "statistic", "overall"}, {120, "Touches", "TOUCHES", "statistic", "overall"},
	{129, "Overall Matches", "OVERALL_MATCHES", "standings", "overall"}, {130, "Overall Won", "OVERALL_WINS", "standings", "overall"},
	{131, "Overall Draw", "OVERALL_DRAWS", "standings", "overall"}, {132, "Overall Lost", "OVERALL_LOST", "standings", "overall"},
	{133, "Overall Goals For", "OVERALL_SCORED", "standings", "overall"}, {134, "Overall Goals Against", "OVERALL_CONCEDED", "standings", "overall"},
	{159, "Formation", "FORMATION", "metadata", ""},
	{179, "Goal Difference", "GOAL_DIFFERENCE", "standings", "overall"}, {187, "Total Points", "TOTAL_POINTS", "standings", "overall"},
	{223, "Group Stage", "GROUP_STAGE", "stage", ""}, {224, "Knock Out", "KNOCK_OUT", "stage", ""},
	{336, "Ill", "ILL", "injury_suspension", "NULL"}, {531, "Knock", "KNOCK", "injury_suspension", "NULL"},
	{535, "Hamstring Injury", "HAMSTRING_INJURY", "injury_suspension", "NULL"}, {536, "Knee Injury", "KNEE_INJURY", "injury_suspension", "NULL"},
	{537, "Ankle Injury", "ANKLE_INJURY", "injury_suspension", "NULL"}, {554, "Muscle Injury", "MUSCLE_INJURY", "injury_suspension", "NULL"},
	{572, "Lineup Confirmed", "LINEUP_CONFIRMED", "metadata", ""},
	{580, "Big Chances Created", "BIG_CHANCES_CREATED", "statistic", "offensive"}, {581, "Big Chances Missed", "BIG_CHANCES_MISSED", "statistic", "offensive"},
	{587, "Unknown Injury", "UNKNOWN_INJURY", "injury_suspension", "NULL"},
	{1525, "Current", "CURRENT", "period", ""}, {1608, "Red Card Suspension", "RED_CARD_SUSPENSION", "injury_suspension", "NULL"},
	{5304, "Expected Goals (xG)", "EXPECTED_GOALS", "statistic", "offensive"},
	{5305, "Expected Goals On Target (xGoT)", "EXPECTED_GOALS_ON_TARGET", "statistic", "offensive"},
	{5314, "ET 1st Half", "ET_1ST_HALF", "period", ""}, {48996, "2nd Half Only", "2ND_HALF_ONLY", "period", ""},
}

type market struct {
	id         int64
	name, code string
	graded     bool
}

// markets are the quoted markets, and a few that nobody quotes.
var markets = []market{
	{1, "Fulltime Result", "FULLTIME_RESULT", true},
	{2, "Double Chance", "DOUBLE_CHANCE", true},
	{6, "Asian Handicap", "ASIAN_HANDICAP", true},
	{7, "Goal Line", "GOAL_LINE", false},
	{14, "Both Teams To Score", "BOTH_TEAMS_TO_SCORE", true},
	{80, "Goals Over/Under", "GOALS_OVER_UNDER", true},
}

func (w *writer) state(k string, id int64) {
	for _, s := range states {
		if s.id == id {
			w.object(k, nil)
			w.int("id", s.id)
			w.text("state", s.state)
			w.text("name", s.name)
			w.text("short_name", s.abbr)
			w.text("developer_name", s.state)
			w.endObject()
			return
		}
	}
	w.null(k)
}

func (w *writer) kind(k string, id int64) {
	for _, t := range kinds {
		if t.id == id {
			w.object(k, nil)
			w.int("id", t.id)
			w.text("name", t.name)
			w.text("code", strings.ToLower(strings.ReplaceAll(t.code, "_", "-")))
			w.text("developer_name", t.code)
			w.text("model_type", t.model)
			w.textOrNull("stat_group", t.group)
			w.endObject()
			return
		}
	}
	w.null(k)
}

func (w *writer) market(k string, id int64) {
	for _, m := range markets {
		if m.id == id {
			w.object(k, nil)
			w.int("id", m.id)
			w.int("legacy_id", m.id)
			w.text("name", m.name)
			w.text("developer_name", m.code)
			w.bool("has_winning_calculations", m.graded)
			w.endObject()
			return
		}
	}
	w.null(k)
}

func (w *writer) bookmaker(k string, b *world.Bookmaker) {
	w.object(k, nil)
	w.int("id", b.ID)
	w.int("legacy_id", b.ID)
	w.text("name", b.Name)
	w.endObject()
}
