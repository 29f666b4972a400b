package files

import (
	"slices"
	"time"
)

// drop keeps the rows of a file season that are not to go, and rejects the others.
func (e *FileSeason) drop(reason string, gone map[int]bool) {
	n := 0
	for i, r := range e.rows {
		if gone[i] {
			e.rejects = append(e.rejects, rejectOf(r, reason, ""))
			continue
		}
		e.rows[n], e.homes[n], e.aways[n] = r, e.homes[i], e.aways[i]
		n++
	}
	e.rows, e.homes, e.aways = e.rows[:n], e.homes[:n], e.aways[:n]
}

// dropDuplicates keeps one row of each pair of teams and date: the first, or
// the first with a result.
func (e *FileSeason) dropDuplicates() {
	type key struct {
		pair
		date time.Time
	}
	kept, gone := map[key]int{}, map[int]bool{}
	for i, r := range e.rows {
		k := key{pair{e.homes[i], e.aways[i]}, r.Date}
		before, seen := kept[k]
		switch {
		case !seen:
			kept[k] = i
		case r.Played() && !e.rows[before].Played():
			kept[k], gone[before] = i, true
		default:
			gone[i] = true
		}
	}
	e.drop(Duplicate, gone)
}

// byPair lists the rows of each pair by their dates, the pairs in the file's order.
func (e *FileSeason) byPair() (rows map[pair][]int, order []pair) {
	rows = map[pair][]int{}
	for i := range e.rows {
		p := pair{e.homes[i], e.aways[i]}
		if rows[p] == nil {
			order = append(order, p)
		}
		rows[p] = append(rows[p], i)
	}
	for _, of := range rows {
		slices.SortStableFunc(of, func(a, b int) int { return e.rows[a].Date.Compare(e.rows[b].Date) })
	}
	return rows, order
}

// meetOnce says that the pairs of a division meet once a season at each ground, as
// far as its files tell: in none of them do more pairs meet twice than a mistake or a
// play-off explains.
func meetOnce(seasons []*FileSeason) bool {
	for _, e := range seasons {
		twice := 0
		rows, _ := e.byPair()
		for _, of := range rows {
			if len(of) > 1 {
				twice++
			}
		}
		if twice > max(1, len(rows)/100) {
			return false
		}
	}
	return true
}

// Limits within which two rows of a pair at one ground are one match on two dates.
// The real matches of a pair lie as little as three days apart, so that two results
// are one match only if they are the same, where pairs meet once.
const (
	ofTwoMatches = 10 * oneDay // where pairs meet more than once; without a result
	ofOneMatch   = 60 * oneDay // where they meet once
)

// dropSecondDates keeps one row of a match that the file lists on two dates: the one
// with a result, else the one with the later date.
func (e *FileSeason) dropSecondDates(once bool) {
	gone := map[int]bool{}
	rows, order := e.byPair()
	for _, p := range order {
		kept := -1
		for _, i := range rows[p] {
			if kept >= 0 {
				if a, b := e.rows[kept], e.rows[i]; oneMatch(a, b, once) && !b.comesAfter(a, e.File) && !e.returnBetween(rows[p.swapped()], a, b) {
					if a.Played() && !b.Played() {
						gone[i] = true
						continue
					}
					gone[kept] = true
				}
			}
			kept = i
		}
	}
	e.drop(SecondDate, gone)
}

// returnBetween says that the pair is to meet at the other ground between two coming
// rows, of which rows are the meetings there: then they are the first and third match
// of a play-off.
func (e *FileSeason) returnBetween(rows []int, a, b *Row) bool {
	return !a.Played() && !b.Played() && slices.ContainsFunc(rows, func(i int) bool {
		return e.rows[i].Date.After(a.Date) && e.rows[i].Date.Before(b.Date)
	})
}

// oneMatch says that two rows of a pair, the earlier one first, are one match.
func oneMatch(a, b *Row, once bool) bool {
	gap := b.Date.Sub(a.Date)
	switch {
	case a.Played() && b.Played():
		return once && gap <= ofOneMatch && a.HomeGoals == b.HomeGoals && a.AwayGoals == b.AwayGoals
	case a.Played():
		return gap <= otherPairing
	case once:
		return gap <= ofOneMatch
	case b.Played():
		return gap <= otherPairing
	}
	return gap <= ofTwoMatches
}
