package answers

import "encoding/json"

// Envelope is what every response of the API is wrapped in. Keys that are not
// listed (subscription, timezone) are ignored: subscription.meta alone comes
// as an object or as an empty list.
type Envelope struct {
	Data       json.RawMessage `json:"data"`    // an object, a list, or absent
	Message    string          `json:"message"` // on empty responses and on errors
	Code       *int            `json:"code"`    // the API's own code of an error
	RetryAfter *float64        `json:"retry_after"`
	Pagination *Pagination     `json:"pagination"` // nil: the response is whole
	RateLimit  *RateLimit      `json:"rate_limit"` // nil on validation errors
}

// Pagination says whether more pages follow. Its count is of this page: the API
// has no total.
type Pagination struct {
	Count       int     `json:"count"`
	PerPage     int     `json:"per_page"`
	CurrentPage int     `json:"current_page"`
	HasMore     bool    `json:"has_more"`
	NextCursor  *string `json:"next_cursor"`
}

// RateLimit is what is left of the allowance of one entity.
type RateLimit struct {
	ResetsInSeconds int    `json:"resets_in_seconds"`
	Remaining       int    `json:"remaining"`
	RequestedEntity string `json:"requested_entity"` // "Fixture", "Type", …
}

// The codes of errors on which a client acts.
const (
	CodeRateLimit        = 5005
	CodeIncludeNotInPlan = 5002 // the whole request fails
	CodeEndpointNotIn    = 5007 // the plan lacks the endpoint
)
