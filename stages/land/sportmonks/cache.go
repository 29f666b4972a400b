package sportmonks

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// Cache keeps answers on disk, a file each, named by the request. It holds what
// the API sent and when, never the key. A nil Cache keeps nothing.
type Cache struct{ Dir string }

const cacheExtension = ".answer"

// path is where the answer of a request lies.
func (c *Cache) path(request string) string {
	sum := sha256.Sum256([]byte(request))
	name := hex.EncodeToString(sum[:16])
	return filepath.Join(c.Dir, name[:2], name+cacheExtension)
}

// get returns an answer that is younger than fresh at now, and when it was
// fetched. Answers from after now, which a replay may meet, are not used.
func (c *Cache) get(request string, now time.Time, fresh time.Duration) (body []byte, at time.Time, ok bool) {
	if c == nil || fresh <= 0 {
		return nil, time.Time{}, false
	}
	content, err := os.ReadFile(c.path(request))
	if err != nil {
		return nil, time.Time{}, false // also when it cannot be read: the API has it
	}
	head, rest, found := strings.Cut(string(content), "\n")
	at, err = time.Parse(time.RFC3339Nano, head)
	if !found || err != nil || at.After(now) || now.Sub(at) >= fresh {
		return nil, time.Time{}, false
	}
	return []byte(rest), at, true
}

// put keeps an answer, by rename, so that a reader sees all of it or none.
func (c *Cache) put(request string, body []byte, at time.Time) (err error) {
	if c == nil {
		return nil
	}
	path := c.path(request)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("cache an answer: %w", err)
	}
	f, err := os.CreateTemp(filepath.Dir(path), "*.tmp")
	if err != nil {
		return fmt.Errorf("cache an answer: %w", err)
	}
	_, headErr := f.WriteString(at.UTC().Format(time.RFC3339Nano) + "\n")
	_, bodyErr := f.Write(body)
	if err := errors.Join(headErr, bodyErr, f.Close()); err != nil {
		return errors.Join(fmt.Errorf("cache an answer: %w", err), os.Remove(f.Name()))
	}
	return os.Rename(f.Name(), path)
}

// Sweep removes the answers that nobody will ask for again: those written more
// than a day before now by the file system's clock.
func (c *Cache) Sweep(now time.Time) error {
	if c == nil {
		return nil
	}
	err := filepath.WalkDir(c.Dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		if now.Sub(info.ModTime()) > longestAge {
			return os.Remove(path)
		}
		return nil
	})
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}

// How long answers stay fresh.
const (
	longestAge   = 24 * time.Hour
	referenceAge = longestAge // leagues, seasons, types, states, bookmakers, markets
	teamAge      = time.Hour  // teams, squads, standings
	closedAge    = longestAge // fixtures of windows that ended a week ago
	liveAge      = 0          // fixtures near kick-off
)
