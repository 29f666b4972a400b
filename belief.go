package matchday

// Belief says how far a forecast is believed against the sharp price of the same
// selection: the model's weight, 0 to 1, in the logarithmic pool of the two, by
// market. A market that is missing is not bet on.
type Belief map[Market]float64
