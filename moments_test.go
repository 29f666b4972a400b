package matchday_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"matchday"
)

func utc(year int, month time.Month, day, hour, minute int) time.Time {
	return time.Date(year, month, day, hour, minute, 0, 0, time.UTC)
}

func TestClockTimesAreTheUnitedKingdoms(t *testing.T) {
	// 20:00 in London is 19:00 UTC in summer and 20:00 in winter; in 2023 the
	// clocks went back on 29 October and forward on 26 March.
	for _, c := range []struct {
		date time.Time
		want time.Time
	}{
		{matchday.Date(2023, 8, 11), utc(2023, 8, 11, 19, 0)},
		{matchday.Date(2023, 10, 28), utc(2023, 10, 28, 19, 0)},
		{matchday.Date(2023, 10, 29), utc(2023, 10, 29, 20, 0)},
		{matchday.Date(2023, 3, 25), utc(2023, 3, 25, 20, 0)},
		{matchday.Date(2023, 3, 26), utc(2023, 3, 26, 19, 0)},
	} {
		if got := matchday.KickoffAt(c.date, 20, 0); !got.Equal(c.want) {
			t.Errorf("20:00 on %s is %s, want %s", c.date.Format(time.DateOnly), got, c.want)
		}
	}
}

func TestAKickoffWithoutATimeHasANominalOne(t *testing.T) {
	for _, c := range []struct {
		name string
		date time.Time
		want time.Time
	}{
		{"Saturday", matchday.Date(2015, 8, 8), utc(2015, 8, 8, 11, 0)},
		{"Sunday", matchday.Date(2015, 12, 6), utc(2015, 12, 6, 12, 0)},
		{"Tuesday", matchday.Date(2015, 12, 1), utc(2015, 12, 1, 17, 0)},
		{"Boxing Day on a Thursday", matchday.Date(2013, 12, 26), utc(2013, 12, 26, 12, 0)},
		{"New Year's Day on a Wednesday", matchday.Date(2014, 1, 1), utc(2014, 1, 1, 12, 0)},
	} {
		if got := matchday.NominalKickoff(c.date); !got.Equal(c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestPricesAreCollectedOnTuesdaysAndFridays(t *testing.T) {
	for _, c := range []struct {
		name    string
		kickoff time.Time
		want    time.Time
	}{
		{"a Saturday's fixture on Friday", utc(2015, 12, 5, 15, 0), utc(2015, 12, 4, 13, 0)},
		{"a Monday's on the Friday before, not having seen Saturday", utc(2015, 12, 7, 20, 0), utc(2015, 12, 4, 13, 0)},
		{"a Tuesday evening's on the same day", utc(2015, 12, 1, 19, 45), utc(2015, 12, 1, 13, 0)},
		{"a Thursday's on Tuesday", utc(2015, 12, 3, 18, 0), utc(2015, 12, 1, 13, 0)},
		{"a Friday's, exactly an hour ahead, on the day", utc(2015, 12, 4, 14, 0), utc(2015, 12, 4, 13, 0)},
		{"a Friday's, a minute less ahead, on Tuesday", utc(2015, 12, 4, 13, 59), utc(2015, 12, 1, 13, 0)},
		{"in summer at noon UTC", utc(2015, 8, 8, 14, 0), utc(2015, 8, 7, 12, 0)},
		{"over the autumn's change of clocks", utc(2015, 10, 26, 20, 0), utc(2015, 10, 23, 12, 0)},
	} {
		if got := matchday.CollectionMoment(c.kickoff); !got.Equal(c.want) {
			t.Errorf("%s: %s, want %s", c.name, got, c.want)
		}
	}
}

func TestCollectionMomentsAreTheLatestThereAre(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "t"), 0).UTC()
		c := matchday.CollectionBefore(at)
		local := c.In(matchday.London)
		if c.After(at) || local.Hour() != 13 || local.Minute() != 0 ||
			(local.Weekday() != time.Tuesday && local.Weekday() != time.Friday) {
			t.Fatalf("the collection moment before %s is %s", at, local)
		}
		// Tuesdays and Fridays lie at most four days apart, an hour more when
		// the clocks go back.
		if at.Sub(c) > 97*time.Hour {
			t.Fatalf("the collection moment before %s is %s, and there is a later one", at, c)
		}
		if again := matchday.CollectionBefore(c); !again.Equal(c) {
			t.Fatalf("the collection moment before %s is %s, not itself", c, again)
		}
	})
}

func TestResultsAreKnownThreeHoursOnOrTheNextMorning(t *testing.T) {
	kickoff, date := utc(2023, 8, 11, 19, 0), matchday.Date(2023, 8, 11)
	if got := matchday.ResultKnownAt(kickoff, true, date); !got.Equal(utc(2023, 8, 11, 22, 0)) {
		t.Errorf("with a time: %s", got)
	}
	if got := matchday.ResultKnownAt(kickoff, false, date); !got.Equal(utc(2023, 8, 12, 6, 0)) {
		t.Errorf("with a date alone: %s", got)
	}
}

func TestSeasonsTurnInJuly(t *testing.T) {
	for date, want := range map[time.Time]string{
		matchday.Date(2015, 8, 8): "1516", matchday.Date(2016, 5, 1): "1516", matchday.Date(1999, 8, 7): "9900", matchday.Date(2009, 7, 1): "0910", matchday.Date(2009, 6, 30): "0809",
	} {
		if got := matchday.SeasonOf(date); got != want {
			t.Errorf("%s: season %s, want %s", date.Format(time.DateOnly), got, want)
		}
	}
}
