package feeds

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
)

// identifier gives a guid as it is kept: one too long to be one by its hash.
func identifier(guid string) string {
	guid = strings.TrimSpace(strings.ToValidUTF8(guid, ""))
	if len(guid) <= maxID {
		return guid
	}
	sum := sha256.Sum256([]byte(guid))
	return "sha256:" + hex.EncodeToString(sum[:])
}

// markShared takes from the items the guids that tell none of them apart,
// because items that differ have the same, and marks the addresses that do not.
// Items that are the same in guid, address and title are one item that is
// given twice, and keep theirs.
func markShared(doc *Document) {
	home := Canonical(doc.Link)
	ids, pages := make(map[string]int, len(doc.Items)), make(map[string]int, len(doc.Items)) // the first item of each
	sharedIDs, sharedPages := map[string]bool{}, map[string]bool{}
	canonical := make([]string, len(doc.Items))
	for i, item := range doc.Items {
		canonical[i] = Canonical(item.URL)
		if first, ok := ids[item.ID]; !ok {
			ids[item.ID] = i
		} else if doc.Items[first].Title != item.Title || canonical[first] != canonical[i] {
			sharedIDs[item.ID] = true
		}
		if first, ok := pages[canonical[i]]; !ok {
			pages[canonical[i]] = i
		} else if doc.Items[first].Title != item.Title || doc.Items[first].ID != item.ID {
			sharedPages[canonical[i]] = true
		}
	}
	for i := range doc.Items {
		item := &doc.Items[i]
		item.Shared = item.URL != "" && (sharedPages[canonical[i]] || canonical[i] == home)
		if sharedIDs[item.ID] {
			item.ID = ""
		}
	}
}
