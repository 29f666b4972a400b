package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"

	"matchday"
)

// Stored reads the configuration that a run recorded. A key that nothing knows
// is an error: the value that it held would quietly be zero.
func Stored(text []byte) (c matchday.Config, err error) {
	if err := decode(text, &c); err != nil {
		return matchday.Config{}, fmt.Errorf("read a stored configuration: %w", err)
	}
	return c, nil
}

// StoredTrain reads the training settings that a model's manifest recorded. A
// manifest is never rewritten: where it has an old key, the new one is read in
// its place. A key that nothing knows is an error.
func StoredTrain(text []byte) (t matchday.Train, err error) {
	var settings map[string]json.RawMessage
	if err := json.Unmarshal(text, &settings); err != nil {
		return t, fmt.Errorf("read stored training settings: %w", err)
	}
	for _, k := range oldKeys {
		value, there := settings[k.old]
		if k.section != "train" || !there {
			continue
		}
		if d, ok := k.renewed(value); ok {
			delete(settings, k.old)
			settings[k.new] = json.RawMessage(strconv.Quote(d.String()))
		}
	}
	if text, err = json.Marshal(settings); err == nil {
		err = decode(text, &t)
	}
	if err != nil {
		return matchday.Train{}, fmt.Errorf("read stored training settings: %w", err)
	}
	return t, nil
}

// decode reads JSON in which every key must be known.
func decode(text []byte, into any) error {
	strict := json.NewDecoder(bytes.NewReader(text))
	strict.DisallowUnknownFields()
	if err := strict.Decode(into); err != nil {
		return mistake(err)
	}
	return nil
}
