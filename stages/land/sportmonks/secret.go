package sportmonks

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// Key is an API token. It joins a request as it is sent; printing, logging or
// marshalling a Key, or anything that holds one, does not show it.
type Key struct{ reveal func() string }

// NewKey wraps a token; surrounding white space is not part of it.
func NewKey(token string) Key {
	token = strings.TrimSpace(token)
	return Key{func() string { return token }}
}

// token is "" for the zero Key.
func (k Key) token() string {
	if k.reveal == nil {
		return ""
	}
	return k.reveal()
}

// struckOut stands where the key stood.
const struckOut = "[key]"

// forms are the ways in which others may write the key: as it is, in an address, in
// JSON.
func (k Key) forms() []string {
	token := k.token()
	if token == "" {
		return nil
	}
	forms := []string{token, url.QueryEscape(token), url.PathEscape(token)}
	if quoted, err := json.Marshal(token); err == nil {
		inside := string(quoted[1 : len(quoted)-1])
		forms = append(forms, inside, strings.ReplaceAll(inside, "/", `\/`))
	}
	return forms
}

// redact removes the key from a text that came from outside.
func (k Key) redact(text string) string {
	for _, form := range k.forms() {
		text = strings.ReplaceAll(text, form, struckOut)
	}
	return text
}

// leastKey is the length from which on a key is struck out of answers: a shorter one
// is none of the API's, and may be a word of the data.
const leastKey = 8

// strike removes the key from the bytes of an answer, if it is there.
func (k Key) strike(body []byte) []byte {
	if len(k.token()) < leastKey {
		return body
	}
	for _, form := range k.forms() {
		if bytes.Contains(body, []byte(form)) {
			body = bytes.ReplaceAll(body, []byte(form), []byte(struckOut))
		}
	}
	return body
}

// mostRedirects is how often the API may send the client to another of its addresses.
const mostRedirects = 5

// sentAway says that the API sent the client to another host.
type sentAway struct{ from, to string }

func (e *sentAway) Error() string {
	return fmt.Sprintf("the API sends the client from %s to %s; the key goes to no other host, port or scheme than the configured one: "+
		"check SPORTMONKS_BASE_URL, and what stands between", e.from, e.to)
}

// staying is the client with redirects that leave the scheme, the host or the port
// of base refused: Go's own would carry the key along to another port, and from https
// to http.
func staying(client *http.Client, base *url.URL, key Key) *http.Client {
	stays := *client
	stays.CheckRedirect = func(to *http.Request, via []*http.Request) error {
		switch {
		case addressOf(to.URL) != addressOf(base):
			return &sentAway{addressOf(base), key.redact(addressOf(to.URL))}
		case len(via) >= mostRedirects:
			return fmt.Errorf("redirected %d times", len(via))
		}
		return nil
	}
	return &stays
}

// addressOf is a URL's scheme, host and port.
func addressOf(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Scheme + "://" + net.JoinHostPort(strings.ToLower(u.Hostname()), port)
}
