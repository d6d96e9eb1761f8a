package guard

import (
	"context"
	"errors"
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"testing"

	"dateline/internal/testkit"
	"dateline/news"
)

// refused are addresses that must not be connected to, by the number of the threat.
var refused = []struct {
	threat int
	url    string
}{
	{1, "http://127.0.0.1/"},
	{2, "http://127.1/"},
	{3, "http://2130706433/"},
	{4, "http://0177.0.0.1/"},
	{4, "http://127.0.0.01/"},
	{4, "http://017700000001/"},
	{5, "http://0x7f.1/"},
	{5, "http://0x7f000001/"},
	{5, "http://127.0.0.0x1/"},
	{6, "http://0/"},
	{6, "http://0.0.0.0/"},
	{6, "http://[::]/"},
	{7, "http://localhost./"},
	{7, "http://localhost/"},
	{7, "http://LOCALHOST/"},
	{7, "http://a.localhost/"},
	{7, "http://127.0.0.1./"},
	{8, "http://[::1]/"},
	{8, "http://[0:0:0:0:0:0:0:1]/"},
	{9, "http://[::ffff:127.0.0.1]/"},
	{9, "http://[::ffff:7f00:1]/"},
	{9, "http://[::ffff:0:127.0.0.1]/"},
	{10, "http://[::1%25lo]/"},
	{10, "http://[fe80::1%25eth0]/"},
	{10, "http://[2606:4700::1111%25eth0]/"},
	{11, "http://①②⑦.⓪.⓪.①/"},
	{11, "http://１２７.0.0.1/"},
	{12, "http://127。0。0。1/"},
	{12, "http://127．0｡0.1/"},
	{13, "http://loc\u00adalhost/"},
	{13, "http://loc\u200balhost/"},
	{13, "http://ｌocalhost/"},
	{13, "http://%6c%6fcalhost/"},
	{14, "http://169.254.169.254/"},
	{14, "http://169.254.170.2/"},
	{15, "http://[fd00:ec2::254]/"},
	{15, "http://[fd00:ec2::23]/"},
	{15, "http://[fd20:ce::254]/"},
	{16, "http://100.100.100.200/"},
	{16, "http://100.64.0.1/"},
	{17, "http://168.63.129.16/"},
	{17, "http://[::ffff:168.63.129.16]/"},
	{18, "http://10.0.0.1/"},
	{18, "http://172.16.0.1/"},
	{18, "http://172.31.255.255/"},
	{18, "http://192.168.0.1/"},
	{18, "http://[fd00::1]/"},
	{19, "http://192.0.0.192/"},
	{20, "http://198.18.0.1/"},
	{21, "http://240.0.0.1/"},
	{21, "http://255.255.255.255/"},
	{21, "http://224.0.0.1/"},
	{22, "http://[64:ff9b::a9fe:a9fe]/"},
	{22, "http://[64:ff9b::808:808]/"},
	{22, "http://[64:ff9b:1::a9fe:a9fe]/"},
	{23, "http://[2002:7f00:1::]/"},
	{24, "http://[2001:0:4136:e378:8000:63bf:3fff:fdd2]/"},
	{25, "http://[::127.0.0.1]/"},
	{25, "http://[::8.8.8.8]/"},
	{26, "http://[fec0::1]/"},
	{26, "http://[fe80::1]/"},
	{26, "http://[ff02::1]/"},
	{27, "http://127.0.0.1.nip.example/"},
	{27, "http://both.example.com/"},
	{27, "http://mapped.example.com/"},
	{27, "http://metadata.example.com/"},
	{27, "http://zone.example.com/"},
	{33, "http://good.example@127.0.0.1/"},
	{33, "http://127.0.0.1#@good.example/"},
	{33, `http://good.example\@127.0.0.1/`},
	{33, "http://127.0.0.1:80+&@good.example/"},
	{33, "http://a:b@good.example/"},
	{33, "http://@good.example/"},
	{34, "http://good.example:22/"},
	{34, "http://good.example:25/"},
	{34, "http://good.example:6379/"},
	{34, "http://good.example:5432/"},
	{34, "http://good.example:9200/"},
	{34, "http://good.example:0/"},
	{34, "http://good.example:99999/"},
	{34, "http://good.example:65616/"}, // 80, if the high bits are lost
	{34, "http://good.example:-80/"},
	{38, "http://a%0d%0aX: y/"},
	{38, "http://good.example\r\nX: y/"},
	{38, "http://good.example/\r\nX: y"},
	{38, "http://good.example/\x00"},
	{39, "unix:/var/run/docker.sock"},
	{39, "file:/etc/passwd"},
	{39, "file:///etc/passwd"},
	{39, "data:text/xml,<rss/>"},
	{39, "javascript:alert(1)"},
	{39, "jar:http://good.example!/"},
	{39, "gopher://good.example/"},
	{39, "ftp://good.example/"},
	{39, "http:good.example"},
	{39, "http:/good.example"},
	{39, "//good.example/"},
	{39, "http://"},
	{39, "http:///feed"},
	{39, ""},
	{39, "http://" + strings.Repeat("a.", 200) + "example/"},
	{39, "http://good.example/" + strings.Repeat("a", maxURL)},
	{39, "http://good..example/"},
	{39, "http://℀.example/"},
}

// nobody is a dialler of which nothing may be asked.
func nobody(t *testing.T, web *testkit.Web) {
	t.Helper()
	if got := web.Dialled(); len(got) != 0 {
		t.Errorf("connected to %v, want no connection", got)
	}
}

// TestThreats1To39 looks at threats 1 to 27, 33, 34, 38 and 39: addresses that
// are refused, in one way, before anything is connected to.
func TestThreats1To39(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	web.Handle("good.example", text("x"))
	for host, addresses := range map[string][]string{
		"127.0.0.1.nip.example": {"127.0.0.1"},
		"both.example.com":      {"8.8.8.8", "::1"},
		"mapped.example.com":    {"::ffff:10.0.0.1"},
		"metadata.example.com":  {"fd00:ec2::254"},
		"zone.example.com":      {"fe80::1%eth0"},
		"localhost":             {"8.8.8.8"}, // whatever a name service says
	} {
		answers := make([]netip.Addr, len(addresses))
		for i, a := range addresses {
			answers[i] = netip.MustParseAddr(a)
		}
		web.Answer(host, answers...)
	}
	c := newClient(t, web)
	for _, test := range refused {
		_, e := get(t, c, Request{URL: test.url}, news.CauseAddress)
		name := fmt.Sprintf("threat %d: %.100q", test.threat, test.url)
		if whole := (*Error)(e); whole.Error() != "fetch: address" || whole.Unwrap() != ErrNotAllowed { //nolint:errorlint // this very one
			t.Errorf("%s: got %v, %v, want the one text", name, e, e.Err)
		}
		if got := (Trace{}); e.Trace.Address != got.Address || e.Trace.Resolved != 0 || e.Trace.Done != 0 {
			t.Errorf("%s: the trace tells of it: %+v", name, e.Trace)
		}
	}
	nobody(t, web)
}

func TestAllowedURLs(t *testing.T) {
	t.Parallel()
	c := New(Config{})
	for _, address := range []string{
		"http://good.example", "HTTPS://Good.Example/feed?x=1#y", "http://good.example.:80/", "https://xn--pple-43d.com/", "https://аpple.com/",
		"http://8.8.8.8/", "http://[2606:4700::1111]/", "http://[::ffff:8.8.8.8]/", "http://under_score.example/", "http://r3---sn-x.example/",
		"http://good.example/a b", " http://good.example/ ", "http://good.example/ü?ü", "http://good.example:/",
	} {
		if err := c.Check(address); err != nil {
			t.Errorf("%q: got %v, want that it is allowed", address, err)
		}
	}
}

// changing is a name service that answers otherwise each time.
type changing struct{ answers [][]netip.Addr }

func (r *changing) LookupNetIP(context.Context, string, string) ([]netip.Addr, error) {
	answer := r.answers[0]
	r.answers = r.answers[1:]
	return answer, nil
}

// TestThreat28 rebinds a name: what was checked is what is dialled.
func TestThreat28(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	web.Handle("rebound.example.com", text("x"))
	public, inner := netip.MustParseAddr("8.8.8.8"), netip.MustParseAddr("127.0.0.1")
	names := &changing{[][]netip.Addr{{public}, {inner}}}
	c := newClient(t, web, func(c *Config) { c.Resolver = names })
	get(t, c, Request{URL: "http://rebound.example.com/", User: nil}, "")
	c.Close()
	get(t, c, Request{URL: "http://rebound.example.com/"}, news.CauseAddress)
	if got, want := web.Dialled(), []string{"8.8.8.8:80"}; !slices.Equal(got, want) {
		t.Errorf("connected to %v, want %v", got, want)
	}
	if len(names.answers) != 0 {
		t.Errorf("%d lookups less than connections", len(names.answers))
	}
}

// TestMachineDialler holds the dialler of a client that was given none to the policy by itself.
func TestMachineDialler(t *testing.T) {
	t.Parallel()
	conn, err := newPolicy(nil).machineDial()(t.Context(), "tcp", "127.0.0.1:80")
	if !errors.Is(err, ErrNotAllowed) {
		t.Errorf("got %v, %v, want that it is refused", conn, err)
	}
}

func TestParseAllow(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, want string }{
		{"", "[]"},
		{" , ", "[]"},
		{"127.0.0.0/8:8080", "[{127.0.0.0/8 8080}]"},
		{"10.1.2.3/8", "[{10.0.0.0/8 0}]"},
		{"10.1.2.3, [fd00::/8]:8080,fd00::/8,[::1], ::1", "[{10.1.2.3/32 0} {fd00::/8 8080} {fd00::/8 0} {::1/128 0} {::1/128 0}]"},
		{"0.0.0.0/0,::/0", "[{0.0.0.0/0 0} {::/0 0}]"},
		{"64:ff9b::/96", "[{64:ff9b::/96 0}]"},
		{"example.com", "!"}, {"127.0.0.0/33", "!"}, {"127.0.0.1:0", "!"}, {"127.0.0.1:65536", "!"}, {"127.0.0.1:x", "!"}, {"127.0.0.1:", "!"},
		{"[::1]8080", "!"}, {"[::1", "!"}, {"::ffff:10.0.0.0/104", "!"}, {"fe80::1%eth0", "!"},
		{"169.254.169.254", "!"}, {"169.254.0.0/16:80", "!"}, {"169.254.1.0/24", "!"}, {"fe80::/10", "!"}, {"fd00:ec2::254", "!"},
		{"168.63.129.16", "!"}, {"100.100.100.200/32", "!"}, {"192.0.0.192", "!"}, {"2002::/16", "!"}, {"::/96", "[{::/96 0}]"}, {"::127.0.0.1", "!"},
		{"10.0.0.0/8,169.254.169.254", "!"},
	} {
		got, err := ParseAllow(test.text)
		text := fmt.Sprint(got)
		if err != nil {
			text = "!"
		}
		if text != test.want {
			t.Errorf("%q: got %s, %v, want %s", test.text, text, err, test.want)
		}
	}
}

func TestAllow(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		allow, address string
		want           bool
	}{
		{"127.0.0.0/8:8080", "127.0.0.1:8080", true},
		{"127.0.0.0/8:8080", "127.0.0.1:80", false},
		{"127.0.0.0/8:8080", "8.8.8.8:8080", false},
		{"127.0.0.0/8:8080", "8.8.8.8:80", true},
		{"127.0.0.0/8", "127.0.0.1:443", true},
		{"127.0.0.0/8", "127.0.0.1:22", false},
		{"127.0.0.0/8", "[::ffff:127.0.0.1]:80", true},
		{"[::1]:8080", "[::1]:8080", true},
		{"0.0.0.0/0,::/0", "10.0.0.1:80", true},
		{"0.0.0.0/0,::/0", "169.254.169.254:80", false},
		{"0.0.0.0/0,::/0", "168.63.129.16:80", false},
		{"0.0.0.0/0,::/0", "[fe80::1]:80", false},
		{"0.0.0.0/0,::/0", "[fd00:ec2::254]:80", false},
		{"0.0.0.0/0,::/0", "[fd12::1]:80", true},
		{"0.0.0.0/0,::/0", "[::1]:80", true},
		{"0.0.0.0/0,::/0", "[::7f00:1]:80", false},
		{"0.0.0.0/0,::/0", "[2002:a9fe:a9fe::]:80", false},
		{"0.0.0.0/0,::/0", "[2001:0:1::]:80", false},
		{"0.0.0.0/0,::/0", "[64:ff9b::a9fe:a9fe]:80", false},
		{"64:ff9b::/96", "[64:ff9b::808:808]:80", true},
		{"64:ff9b::/96", "[64:ff9b::7f00:1]:80", false},
		{"64:ff9b::/96", "[64:ff9b::a83f:8110]:80", false},
	} {
		allow, err := ParseAllow(test.allow)
		if err != nil {
			t.Fatal(err)
		}
		if got := newPolicy(allow).permits(netip.MustParseAddrPort(test.address)); got != test.want {
			t.Errorf("%s under %q: got %v, want %v", test.address, test.allow, got, test.want)
		}
	}
}

// TestAllowedLoopback reaches a server of the host's own, by address and by name.
func TestAllowedLoopback(t *testing.T) {
	t.Parallel()
	web := testkit.NewWeb(t)
	web.Handle("127.0.0.1", text("x"))
	web.Handle("localhost", text("x"))
	allow, err := ParseAllow("127.0.0.0/8:8080")
	if err != nil {
		t.Fatal(err)
	}
	c := newClient(t, web, func(c *Config) { c.Allow = allow })
	get(t, c, Request{URL: "http://127.0.0.1:8080/"}, "")
	get(t, c, Request{URL: "http://localhost:8080/"}, "")
	get(t, c, Request{URL: "http://localhost/"}, news.CauseAddress)
}
