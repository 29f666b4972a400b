package settle

import (
	"strconv"
	"strings"
	"testing"

	"github.com/shopspring/decimal"

	"matchday"
)

// Each row was settled by hand: 20.00 staked at the price on the selection and
// line, 5 % of the winnings kept by the bookmaker where the row ends with "less
// 5 %". A handicap's line is the home side's: A at −0.75 has three quarters of a
// goal in hand.
func TestSettlementByHand(t *testing.T) {
	const table = `
1x2      H     -      2.50  2-1  win        30.00
1x2      D     -      3.40  2-1  loss      -20.00
1x2      D     -      3.40  0-0  win        48.00
1x2      A     -      4.00  1-2  win        57.00  less 5 %
total    over  2.5    1.95  2-1  win        19.00
total    over  2.5    1.95  1-1  loss      -20.00
total    under 2.5    1.95  1-1  win        18.05  less 5 %
total    under 2.5    1.95  3-0  loss      -20.00  less 5 %
total    over  3      2.10  2-1  push        0.00
total    under 3      1.80  0-3  push        0.00  less 5 %
total    over  3      2.10  2-2  win        22.00
total    under 3      1.80  2-0  win        16.00
total    over  2.25   1.90  1-1  half_loss -10.00
total    under 2.25   2.00  1-1  half_win   10.00
total    under 2.25   2.00  1-1  half_win    9.50  less 5 %
total    over  2.25   1.90  3-0  win        18.00
total    over  2.75   2.05  2-1  half_win   10.50
total    under 2.75   1.85  2-1  half_loss -10.00  less 5 %
total    over  2.75   2.05  1-1  loss      -20.00
handicap H     0      1.70  1-1  push        0.00
handicap A     0      2.20  1-1  push        0.00
handicap H     0      1.70  1-0  win        14.00
handicap A     0      2.20  1-0  loss      -20.00
handicap H     -0.25  1.95  1-1  half_loss -10.00
handicap A     -0.25  1.95  1-1  half_win    9.50
handicap H     -0.25  1.95  2-1  win        19.00
handicap A     -0.25  1.95  2-1  loss      -20.00
handicap H     0.25   1.95  0-0  half_win    9.50
handicap A     0.25   1.95  0-0  half_loss -10.00
handicap H     -0.5   2.02  1-0  win        20.40
handicap A     -0.5   1.88  0-0  win        17.60
handicap H     -0.75  2.10  1-0  half_win   11.00
handicap H     -0.75  2.10  1-0  half_win   10.45  less 5 %
handicap A     -0.75  1.80  1-0  half_loss -10.00
handicap H     -0.75  2.10  2-0  win        22.00
handicap A     -0.75  1.80  0-0  win        16.00
handicap H     -1     2.40  1-0  push        0.00
handicap A     -1     1.58  2-1  push        0.00
handicap H     -1     2.40  2-0  win        28.00
handicap H     -1.25  2.60  2-1  half_loss -10.00
handicap A     -1.25  1.50  2-1  half_win    5.00
handicap H     -1.75  3.10  2-0  half_win   21.00
handicap H     -1.75  3.10  1-0  loss      -20.00
handicap H     1.5    1.40  0-1  win         8.00
handicap A     1.5    2.90  0-2  win        38.00
handicap H     0.75   1.60  0-1  half_loss -10.00
handicap A     0.75   2.35  0-1  half_win   13.50`
	for row := range strings.Lines(strings.TrimSpace(table)) {
		f := strings.Fields(row)
		b := pending("20.00", f[3])
		b.Market, b.Selection = matchday.Market(f[0]), f[1]
		if f[2] != "-" {
			b.Line = line(t, f[2])
		}
		if len(f) > 7 {
			b.Commission = 0.05
		}
		home, away, _ := strings.Cut(f[4], "-")
		h, _ := strconv.Atoi(home)
		a, _ := strconv.Atoi(away)
		settled, entries, err := Settle(b, score(h, a), nil, sunday, "run")
		want := decimal.RequireFromString(f[6])
		if err != nil || settled.Status != matchday.Settled || string(settled.Result) != f[5] || !settled.ProfitLoss.Decimal.Equal(want) || len(entries) != 1 || !entries[0].Amount.Equal(want) {
			t.Errorf("%s: %s, profit %s, entries %v (%v)", strings.TrimSpace(row), settled.Result, settled.ProfitLoss.Decimal, entries, err)
		}
	}
}
