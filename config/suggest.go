package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/xrash/smetrics"
)

// DidYouMean is a question that ends in the one of some words that is most like
// another, whatever their case; "" if none is like it.
func DidYouMean(word string, known []string) string {
	const alike = 0.8 // from 0, nothing in common, to 1, the same
	best, closest := alike, ""
	for _, k := range known {
		if like := smetrics.JaroWinkler(strings.ToLower(word), strings.ToLower(k), 0.7, 4); like >= best {
			best, closest = like, k
		}
	}
	if closest == "" {
		return ""
	}
	return fmt.Sprintf(" (did you mean %s?)", closest)
}

var unknownKey = regexp.MustCompile(`unknown key "([^"]*)"`)

// suggestKey adds to an error that names an unknown key the key that was meant.
func suggestKey(message string) string {
	found := unknownKey.FindStringSubmatch(message)
	leaves, err := flatten(File{Config: Defaults()})
	if found == nil || err != nil {
		return message
	}
	var known []string
	for path := range maps.Keys(leaves) {
		known = append(known, strings.FieldsFunc(path, func(r rune) bool { return strings.ContainsRune(".[]0123456789", r) })...)
	}
	slices.Sort(known)
	return message + DidYouMean(found[1], known)
}
