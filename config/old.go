package config

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"matchday"
)

// oldKey is a key that was replaced by one whose value is written with units.
type oldKey struct {
	section string // in which both stand; "" is the file itself
	old     string
	unit    time.Duration // of the number that it held
	new     string
}

// oldKeys are all of them.
var oldKeys = []oldKey{
	{"", "lock_seconds", time.Second, "lock_wait"},
	{"live", "price_age_hours", time.Hour, "price_age"},
	{"live", "void_after_hours", time.Hour, "void_after"},
	{"live", "confirm_minutes", time.Minute, "confirm_after"},
	{"train", "xgboost_every_days", 24 * time.Hour, "xgboost_every"},
	{"train", "ensemble_every_days", 24 * time.Hour, "ensemble_every"},
	{"gate", "window_days", 24 * time.Hour, "window"},
}

// goneKey is a key that nothing took the place of.
type goneKey struct{ section, key, why string }

// goneKeys are all of them.
var goneKeys = []goneKey{
	{"gate", "loss_margin", "chance decides by an interval what a threshold may be missed by: see gate.max_excess"},
	{"gate", "accuracy_margin", "chance decides by an interval what a threshold may be missed by"},
}

// renewed is the old value, as JSON, with units; false if it is no number.
func (k oldKey) renewed(value []byte) (matchday.Duration, bool) {
	var number *float64
	if err := json.Unmarshal(value, &number); err != nil || number == nil {
		return 0, false
	}
	return matchday.Duration(*number * float64(k.unit)), true
}

// path is a key of the section with those above it.
func (k oldKey) path(key string) string { return strings.TrimPrefix(k.section+"."+key, ".") }

// refuseOld names the old keys of a file, given as JSON, and what to write in
// their place.
func refuseOld(text []byte) error {
	file := keysOf(text)
	var wrong []string
	in := func(section string) map[string]json.RawMessage {
		if section == "" {
			return file
		}
		return keysOf(file[section])
	}
	for _, k := range oldKeys {
		value, there := in(k.section)[k.old]
		if !there {
			continue
		}
		better := k.new + ": <a duration such as 6h, 90m or 28d>"
		if d, ok := k.renewed(value); ok {
			better = fmt.Sprintf("%s: %s", k.new, d)
		}
		wrong = append(wrong, fmt.Sprintf("%s is now %s: write %q", k.path(k.old), k.path(k.new), better))
	}
	for _, k := range goneKeys {
		if _, there := in(k.section)[k.key]; there {
			wrong = append(wrong, fmt.Sprintf("%s.%s is no more: %s; leave the line out", k.section, k.key, k.why))
		}
	}
	if len(wrong) > 0 {
		return errors.New(strings.Join(wrong, "; "))
	}
	return nil
}

// keysOf are the keys of a JSON object with their values; none of anything else,
// which whoever reads it in earnest refuses.
func keysOf(text []byte) map[string]json.RawMessage {
	var keys map[string]json.RawMessage
	_ = json.Unmarshal(text, &keys)
	return keys
}
