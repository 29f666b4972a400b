package sportmonks

import (
	"errors"
	"fmt"
	"net/http"

	"matchday/stages/staging/answers"
)

// APIError is a response of the API that says no.
type APIError struct {
	Request string // path and query, without the key
	Status  int
	Code    int    // the API's own; 0 if it gave none
	Message string // the API's words
}

func (e *APIError) Error() string {
	code := ""
	if e.Code != 0 {
		code = fmt.Sprintf(", code %d", e.Code)
	}
	return fmt.Sprintf("%s: HTTP %d%s: %s%s", e.Request, e.Status, code, e.Message, e.hint())
}

// hint says what to do.
func (e *APIError) hint() string {
	switch {
	case e.Status == http.StatusUnauthorized:
		return " (check SPORTMONKS_API_KEY)"
	case e.Code == answers.CodeEndpointNotIn:
		return " (the plan does not have this endpoint)"
	case e.Code == answers.CodeIncludeNotInPlan:
		return " (the plan does not have this include)"
	}
	return ""
}

// includeRefused reports whether the plan lacks one of the request's includes.
func includeRefused(err error) bool {
	var api *APIError
	return errors.As(err, &api) && api.Code == answers.CodeIncludeNotInPlan
}

// unknownID reports whether the API refused a request for what it asks for, not for
// who asks.
func unknownID(err error) bool {
	var api *APIError
	return errors.As(err, &api) && api.Code != answers.CodeIncludeNotInPlan && api.Code != answers.CodeEndpointNotIn &&
		(api.Status == http.StatusNotFound || api.Status == http.StatusUnprocessableEntity || api.Status == http.StatusBadRequest)
}

// limited says that an allowance is used up.
type limited struct{ request string }

func (e *limited) Error() string { return e.request + ": the API's rate limit is reached" }

// transient wraps a failure that may pass: the request is sent again.
type transient struct{ err error }

func (e *transient) Error() string { return e.err.Error() }
func (e *transient) Unwrap() error { return e.err }
