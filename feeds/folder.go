package feeds

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"dateline/news"
	"dateline/wire/formats"
)

const (
	maxFolderDepth = 3                // folders inside of the folder
	maxFolderFiles = 50_000           // that are looked at
	maxFilesAPoll  = 500              // that are read; the others wait
	youngFile      = 10 * time.Second // whoever writes a file may not have finished
)

var errFileSize = fmt.Errorf("over %d MiB: not read", news.MaxText>>20)

// Folder is a folder of news files: text, pages, mail, and the formats of the
// wire (see [formats.Read]). Files in it and in folders up to three deep are
// read, but not hidden ones, those that are still being written by their names
// (.tmp, .part, ~), pictures and sound, and nothing that is no regular file.
type Folder struct {
	FS   fs.FS
	Most int // files that one reading takes, 0 for 500; the others wait for the next
}

// FileError is why a file of a folder could not be read.
type FileError struct {
	Name string // with the folders that it is in, on one line
	Err  error
}

// Error implements error.
func (e *FileError) Error() string { return e.Name + ": " + e.Err.Error() }

// Unwrap gives the reason.
func (e *FileError) Unwrap() error { return e.Err }

// FolderRead is what one reading of a folder gave.
type FolderRead struct {
	Items []Item       // of the files that are new or not as they were, the oldest file first; an ID is there once
	Files []news.Seen  // rows to keep for the files that were read, or cannot be; LastSeen is for the caller
	Same  []string     // keys of the files that are as they were
	Bad   []*FileError // files that cannot be read; each is named once, until it changes
	Left  int          // files that wait for the next reading
}

// ReadFolder reads the folder at that path of this machine. Links that lead
// out of it are not followed.
func ReadFolder(ctx context.Context, dir string, seen []news.Seen, now time.Time) (FolderRead, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return FolderRead{}, fmt.Errorf("folder: %w", err)
	}
	read, err := Folder{FS: root.FS()}.Read(ctx, seen, now)
	return read, errors.Join(err, root.Close())
}

// Read reads the files that are new or have changed since the rows of earlier
// readings, told by their size and time. An item keeps its giver's ID, by which
// a correction in another file is known; one without has its file's name, "#"
// and its number. One without a time has its file's. A file that cannot be
// read is named, and the others go on; one that is younger than ten seconds is
// tried again. It fails where the folder itself cannot be read.
func (f Folder) Read(ctx context.Context, seen []news.Seen, now time.Time) (FolderRead, error) {
	w := folderWalk{fsys: f.FS}
	if err := w.folder(ctx, ".", 0); err != nil {
		return FolderRead{}, fmt.Errorf("folder: %w", err)
	}
	known := map[string]string{}
	for _, s := range seen {
		if strings.HasPrefix(s.Key, fileKey) {
			known[s.Key] = s.Hash
		}
	}
	r := folderReader{fsys: f.FS, now: now, at: map[string]int{}}
	slices.SortFunc(w.files, func(a, b folderFile) int {
		return cmp.Or(a.info.ModTime().Compare(b.info.ModTime()), strings.Compare(a.name, b.name))
	})
	files, items := 0, 0
	for _, file := range w.files {
		if err := ctx.Err(); err != nil {
			return FolderRead{}, fmt.Errorf("folder: %w", err)
		}
		switch row := file.row(); {
		case known[row.Key] == row.Hash:
			r.Same = append(r.Same, row.Key)
		case files >= cmp.Or(f.Most, maxFilesAPoll) || items >= MaxItems:
			r.Left++
		default:
			files++
			items += r.file(file)
		}
	}
	r.Items = slices.DeleteFunc(r.Items, func(i Item) bool { return i.ID == "" })
	return r.FolderRead, nil
}

// fileKey begins the keys of files, so that they meet no item's.
const fileKey = "file:"

// folderFile is a file that may hold news.
type folderFile struct {
	name string
	info fs.FileInfo
}

// row tells the file's state, so that it need not be read again.
func (f folderFile) row() news.Seen {
	return news.Seen{Key: fileKey + f.name, Hash: strconv.FormatInt(f.info.Size(), 10) + " " + strconv.FormatInt(f.info.ModTime().UnixNano(), 10)}
}

// folderWalk looks for files.
type folderWalk struct {
	fsys  fs.FS
	files []folderFile
}

func (w *folderWalk) folder(ctx context.Context, dir string, depth int) error {
	entries, err := fs.ReadDir(w.fsys, dir)
	if err != nil && depth == 0 {
		return err
	}
	if err != nil {
		return nil //nolint:nilerr // one folder in it may be closed to us, or gone
	}
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		name := path.Join(dir, e.Name())
		switch {
		case !utf8.ValidString(e.Name()) || !fs.ValidPath(name) || notNews(e.Name()):
		case len(w.files) == maxFolderFiles:
			return fmt.Errorf("over %d files", maxFolderFiles)
		case !e.IsDir():
			w.file(name)
		case depth < maxFolderDepth:
			if err := w.folder(ctx, name, depth+1); err != nil {
				return err
			}
		}
	}
	return nil
}

// file keeps a regular file; a link to one is one, as long as it stays inside.
func (w *folderWalk) file(name string) {
	if info, err := fs.Stat(w.fsys, name); err == nil && info.Mode().IsRegular() {
		w.files = append(w.files, folderFile{name, info})
	}
}

// notNews reports whether a name is that of a file which is hidden, still
// being written, or of another kind than news.
func notNews(name string) bool {
	name = strings.ToLower(name)
	if strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~") || strings.HasSuffix(name, "~") || strings.HasPrefix(name, "#") {
		return true
	}
	return notNewsEnding[path.Ext(name)]
}

// notNewsEnding has the endings of such names.
var notNewsEnding = map[string]bool{
	".tmp": true, ".temp": true, ".part": true, ".partial": true, ".filepart": true, ".crdownload": true, ".swp": true, ".bak": true, ".lock": true,
	".jpg": true, ".jpeg": true, ".png": true, ".gif": true, ".webp": true, ".tif": true, ".tiff": true, ".bmp": true, ".svg": true, ".heic": true,
	".mp3": true, ".mp4": true, ".m4a": true, ".mov": true, ".wav": true, ".ogg": true, ".webm": true, ".avi": true, ".mpg": true,
}

// folderReader reads files.
type folderReader struct {
	FolderRead
	fsys fs.FS
	now  time.Time
	at   map[string]int // where the item with that ID is
}

// file reads one file, and gives the number of its items.
func (r *folderReader) file(f folderFile) int {
	items, err := r.items(f)
	if err == nil {
		r.Files = append(r.Files, f.row())
		for _, i := range items {
			r.keep(i)
		}
		return len(items)
	}
	if age := r.now.Sub(f.info.ModTime()); age < youngFile && age > -youngFile || errors.Is(err, errGrowing) {
		r.Left++
		return 0
	}
	r.Files = append(r.Files, f.row())
	r.Bad = append(r.Bad, &FileError{pageLine(f.name, 200), err})
	return 0
}

var errGrowing = errors.New("it is being written")

func (r *folderReader) items(f folderFile) ([]Item, error) {
	if f.info.Size() > news.MaxText {
		return nil, errFileSize
	}
	data, err := readFile(r.fsys, f.name)
	switch {
	case err != nil:
		return nil, err
	case len(data) > news.MaxText:
		return nil, errFileSize
	case int64(len(data)) != f.info.Size():
		return nil, errGrowing
	}
	if !formats.Sniff(data).SaysCharset() {
		text, _, err := formats.PlainText(data)
		if err != nil {
			return nil, err
		}
		data = []byte(text)
	}
	found, err := formats.ReadAll(path.Base(f.name), data)
	if err != nil {
		return nil, withoutName(err)
	}
	items := make([]Item, 0, len(found))
	for n, each := range found {
		items = append(items, wireItem(each, f.name+"#"+strconv.Itoa(n+1), f.info.ModTime().UTC()))
	}
	return items, nil
}

// withoutName gives the reason alone; the name is told beside it.
func withoutName(err error) error {
	if inner := errors.Unwrap(err); inner != nil {
		return inner
	}
	return err
}

// readFile reads at most one byte more than is allowed.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	file, err := fsys.Open(name)
	if err != nil {
		return nil, reasonOf(err)
	}
	data, err := io.ReadAll(io.LimitReader(file, news.MaxText+1))
	if err = cmp.Or(err, file.Close()); err != nil {
		return nil, reasonOf(err)
	}
	return data, nil
}

// reasonOf leaves the path out of an error.
func reasonOf(err error) error {
	var inner *fs.PathError
	if errors.As(err, &inner) {
		return inner.Err
	}
	return err
}

// wireItem makes an item of a dispatch of a file.
func wireItem(i formats.Item, name string, at time.Time) Item {
	item := Item{
		ID: firstOf(i.ID, name), URL: webAddress(i.URL), Title: i.Title, Text: i.WithDateline(), Published: i.Published, Language: i.Language, Kind: i.Kind,
	}
	if item.Published.IsZero() {
		item.Published = at
	}
	return item
}

// keep keeps an item; of several versions with one ID the newest, by their own
// time, else by the order of the files.
func (r *folderReader) keep(i Item) {
	before, twice := r.at[i.ID]
	if twice {
		if r.Items[before].Published.After(i.Published) {
			return
		}
		r.Items[before].ID = "" // it leaves; the newest stands where it came
	}
	r.at[i.ID] = len(r.Items)
	r.Items = append(r.Items, i)
}
