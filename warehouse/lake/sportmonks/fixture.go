package sportmonks

import "time"

// Fixture is a match with whatever includes its request asked for.
type Fixture struct {
	ID       int64 `json:"id"`
	LeagueID int64 `json:"league_id"`
	SeasonID int64 `json:"season_id"`
	StateID  int64 `json:"state_id"`

	StageID     *int64 `json:"stage_id"`
	GroupID     *int64 `json:"group_id"`
	AggregateID *int64 `json:"aggregate_id"`
	RoundID     *int64 `json:"round_id"` // null in knock-outs
	VenueID     *int64 `json:"venue_id"`

	Name                *string `json:"name"` // "Home vs Away": the participants tell, not this
	StartingAt          *Time   `json:"starting_at"`
	StartingAtTimestamp *int64  `json:"starting_at_timestamp"` // epoch seconds
	ResultInfo          *string `json:"result_info"`           // may speak of the tie, not the match
	Leg                 *string `json:"leg"`                   // "1/2"
	Details             *string `json:"details"`
	Length              *int64  `json:"length"` // 90 even after extra time
	Placeholder         *bool   `json:"placeholder"`
	HasOdds             *bool   `json:"has_odds"` // a hint only
	HasPremiumOdds      *bool   `json:"has_premium_odds"`

	State  *State  `json:"state"`
	League *League `json:"league"`
	Season *Season `json:"season"`
	Stage  *Stage  `json:"stage"`
	Round  *Round  `json:"round"`
	Venue  *Venue  `json:"venue"`

	Participants Rows[Participant]  `json:"participants"` // not home first: Meta.Location tells
	Scores       Rows[Score]        `json:"scores"`
	Statistics   Rows[Statistic]    `json:"statistics"`
	XGFixture    Rows[Statistic]    `json:"xgfixture"` // all types, not only expected goals
	Expected     Rows[Statistic]    `json:"expected"`  // what XGFixture was once called
	Lineups      Rows[Lineup]       `json:"lineups"`
	Formations   Rows[Formation]    `json:"formations"`
	Events       Rows[Event]        `json:"events"` // unsorted
	Periods      Rows[Period]       `json:"periods"`
	Sidelined    Rows[Sidelined]    `json:"sidelined"`
	Odds         Rows[Odd]          `json:"odds"`
	Metadata     Rows[Metadata]     `json:"metadata"`
	Referees     Rows[RefereePivot] `json:"referees"`
}

func (f *Fixture) missing() string {
	return firstMissing(field{"id", f.ID != 0}, field{"league_id", f.LeagueID != 0},
		field{"season_id", f.SeasonID != 0}, field{"state_id", f.StateID != 0})
}

// Kickoff is when the fixture starts; ok is false while nobody knows.
func (f *Fixture) Kickoff() (at time.Time, ok bool) {
	switch {
	case f.StartingAtTimestamp != nil:
		return time.Unix(*f.StartingAtTimestamp, 0).UTC(), true
	case f.StartingAt != nil:
		return f.StartingAt.Time, true
	}
	return time.Time{}, false
}

// ExpectedGoals are the rows of expected goals and its kin under either name.
func (f *Fixture) ExpectedGoals() Rows[Statistic] {
	if f.XGFixture.Asked() {
		return f.XGFixture
	}
	return f.Expected
}

// The locations of a participant, and of statistics and formations.
const (
	Home = "home"
	Away = "away"
)

// Participant is a team in a fixture.
type Participant struct {
	Team
	Meta ParticipantMeta `json:"meta"`
}

// ParticipantMeta is a team's part in a fixture.
type ParticipantMeta struct {
	Location string `json:"location"` // Home or Away
	Winner   *bool  `json:"winner"`   // not to be trusted after extra time
	Position *int64 `json:"position"` // in the table
}

// UnmarshalJSON also takes [], an empty map.
func (m *ParticipantMeta) UnmarshalJSON(b []byte) error {
	type plain ParticipantMeta
	return unmarshalMap(b, (*plain)(m))
}

func (p *Participant) missing() string {
	return firstMissing(field{"id", p.ID != 0}, field{"meta.location", p.Meta.Location == Home || p.Meta.Location == Away})
}

// The types of scores.
const (
	ScoreFirstHalf      = 1
	ScoreSecondHalf     = 2 // cumulative: the score after 90 minutes, from which bets are settled
	ScoreSecondHalfOnly = 48996
	ScoreCurrent        = 1525 // with extra time, without the shoot-out
	ScoreExtraTime      = 3    // goals in extra time alone
	ScoreShootOut       = 5
)

// Score is one team's goals in one period.
type Score struct {
	ID            *int64 `json:"id"`
	TypeID        int64  `json:"type_id"`
	ParticipantID int64  `json:"participant_id"`
	Score         struct {
		Goals       *int64  `json:"goals"`
		Participant *string `json:"participant"` // Home or Away
	} `json:"score"`
	Description *string `json:"description"` // "2ND_HALF"
}

func (s *Score) missing() string {
	return firstMissing(field{"type_id", s.TypeID != 0}, field{"participant_id", s.ParticipantID != 0},
		field{"score.goals", s.Score.Goals != nil})
}

// Statistic is one figure of one team. A type that is not there is unknown, not
// zero, cards apart.
type Statistic struct {
	ID            *int64  `json:"id"`
	TypeID        int64   `json:"type_id"`
	ParticipantID int64   `json:"participant_id"`
	Data          Data    `json:"data"`
	Location      *string `json:"location"`
}

func (s *Statistic) missing() string {
	return firstMissing(field{"type_id", s.TypeID != 0}, field{"participant_id", s.ParticipantID != 0})
}

// Formation is a team's formation, "4-2-3-1".
type Formation struct {
	ID            *int64  `json:"id"`
	ParticipantID int64   `json:"participant_id"`
	Formation     *string `json:"formation"`
	Location      *string `json:"location"`
}

func (f *Formation) missing() string {
	return firstMissing(field{"participant_id", f.ParticipantID != 0})
}

// Event is a goal, card, substitution, …; an own goal's participant is the team
// that gets the goal, a substitution's player comes on.
type Event struct {
	ID                *int64  `json:"id"`
	TypeID            int64   `json:"type_id"`
	PeriodID          *int64  `json:"period_id"`
	ParticipantID     *int64  `json:"participant_id"`
	PlayerID          *int64  `json:"player_id"`
	RelatedPlayerID   *int64  `json:"related_player_id"`
	PlayerName        *string `json:"player_name"`
	RelatedPlayerName *string `json:"related_player_name"`
	Result            *string `json:"result"`
	Info              *string `json:"info"`
	Addition          *string `json:"addition"`
	Minute            *int64  `json:"minute"`
	ExtraMinute       *int64  `json:"extra_minute"`
	SubTypeID         *int64  `json:"sub_type_id"`
	Rescinded         *bool   `json:"rescinded"`
	SortOrder         *int64  `json:"sort_order"`
}

func (e *Event) missing() string { return firstMissing(field{"type_id", e.TypeID != 0}) }

// Period is a part of a match; Started and Ended are epoch seconds.
type Period struct {
	ID          *int64  `json:"id"`
	TypeID      int64   `json:"type_id"`
	Started     *int64  `json:"started"`
	Ended       *int64  `json:"ended"`
	CountsFrom  *int64  `json:"counts_from"`
	Ticking     *bool   `json:"ticking"`
	Description *string `json:"description"`
	TimeAdded   *int64  `json:"time_added"`
	Minutes     *int64  `json:"minutes"`
}

func (p *Period) missing() string { return firstMissing(field{"type_id", p.TypeID != 0}) }

// RefereePivot joins a fixture and a referee; type 6 is the main one.
type RefereePivot struct {
	RefereeID int64  `json:"referee_id"`
	TypeID    *int64 `json:"type_id"`
}

func (r *RefereePivot) missing() string {
	return firstMissing(field{"referee_id", r.RefereeID != 0})
}
