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

// markShared takes from the items what tells none of them apart: a guid that
// two different items have, and the claim of an address to be one item's own.
// Items that are the same in all of guid, address and title are one item that
// is given twice, and keep theirs.
func markShared(doc *Document) {
	home := Canonical(doc.Link)
	ids, urls := map[string]Item{}, map[string]Item{}
	sharedIDs, sharedURLs := map[string]bool{}, map[string]bool{}
	canonical := make([]string, len(doc.Items))
	for i, item := range doc.Items {
		canonical[i] = Canonical(item.URL)
		if first, ok := ids[item.ID]; !ok {
			ids[item.ID] = item
		} else if first.Title != item.Title || Canonical(first.URL) != canonical[i] {
			sharedIDs[item.ID] = true
		}
		if first, ok := urls[canonical[i]]; !ok {
			urls[canonical[i]] = item
		} else if first.Title != item.Title || first.ID != item.ID {
			sharedURLs[canonical[i]] = true
		}
	}
	for i := range doc.Items {
		item := &doc.Items[i]
		item.Shared = item.URL != "" && (sharedURLs[canonical[i]] || canonical[i] == home)
		if sharedIDs[item.ID] {
			item.ID = ""
		}
	}
}
