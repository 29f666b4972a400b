package job

import "time"

const LineupsSlot = 15 * time.Minute

// LineupLead is how long before kick-off line-ups are looked for.
const LineupLead = 2 * time.Hour
