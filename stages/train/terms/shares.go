package terms

import (
	"matchday"
)

// The prior of a division's base rates, about the world's over all seasons, and
// the least that a share may be. Over a hundred results no real division comes
// near it: only homes with few results, and leagues unlike any, are pulled.
var priorShares = matchday.Probs{.45, .27, .28}

const leastShare = .05

// Shares are base rates of home wins, draws and away wins, none of them 0: as
// counted while each is 5 % or more, else mixed with the prior until the
// smallest is. After a few results some outcome has not happened yet, and 0 is
// neither a forecast nor has it a logarithm. Missing shares stay missing.
func Shares(counted matchday.Probs) matchday.Probs {
	mix := 0.0
	for c, p := range counted {
		if p < leastShare {
			mix = max(mix, (leastShare-p)/(priorShares[c]-p))
		}
	}
	if mix == 0 {
		return counted
	}
	for c, p := range counted {
		counted[c] = p + mix*(priorShares[c]-p)
	}
	return counted
}
