package p

// ruleid: r-import-prefix, r-import-v2
import (
	"crypto/tls"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"

	jwt "github.com/dgrijalva/jwt-go"
)

// ruleid: r-struct-tag
type S struct {
	A string `json:"-"`
	B string `json:"b"`
	C int
}

// ruleid: r-global-str, r-global-str2, r-pw
var globalPassword = "hunter2x"

// ruleid: r-global-str, r-global-str2, r-const-str, r-pw
const constPassword = "hunter3x"

// ruleid: r-func-end, r-func-start, r-func-exact
func a1() {
	f()
}
// ruleid: r-func-end, r-func-start
func a2() {
	f()
	g()
}
// ruleid: r-func-end
func a3() {
	g()
	f()
}
// ruleid: r-func-end
func a4() {
	g()
	f()
	return
}
// ruleid: r-anyfunc-param, r-any-param, r-ptr-param, r-ret-named
func a5(err error, n int, s string, x interface{}, p *S, c chan int, m map[string]int) (err2 error) {
	// ruleid: r-block-prefix, r-block-prefix2, r-block-suffix
	if a {
		f()
	}
	// ruleid: r-block-prefix2, r-block-suffix
	if a {
		f()
		g()
	}
	// ruleid: r-block-suffix
	if a {
		g()
		f()
	}
	// ruleid: r-case, r-case-body, r-case-two, r-case-default
	switch n {
	case 1:
		f()
	case 2:
		g()
	default:
		f()
	}
	// ruleid: r-case
	switch n {
	case 1:
		f()
		g()
	}
	// ruleid: r-case, r-case-body
	switch n {
	case 3:
		f()
	case 1, 2:
		f()
	}
	switch x.(type) {
	case int:
		f()
	case string:
	}
	switch v := x.(type) {
	case string, int:
		// ruleid: r-variadic
		f(v)
	case string:
		// ruleid: r-variadic
		f(v)
	}
	// ruleid: r-select
	select {
	case v := <-c:
		// ruleid: r-variadic
		f(v)
	default:
	}
L:
	for {
		break L
	}
	// ruleid: r-errnil, r-variadic
	if err := f(1); err != nil {
		return err
	}
	// ruleid: r-errnil2, r-variadic
	y, err := f(2)
	g()
	if err != nil {
		return nil
	}
	// ruleid: r-nilcheck, r-deepif
	if x == nil || a {
	}
	// ruleid: r-deepif
	if a || x == nil {
	}
	// ruleid: r-deepif2, r-variadic
	if a && f(1) {
	}
	// ruleid: r-variadic
	if f(1) && a {
	}
	// ruleid: r-deepif2, r-variadic
	if a && b && f(1) {
	}
	// ruleid: r-deepif
	if a == b {
	}
	// ruleid: r-deepif, r-variadic
	if f(a == b) {
	}
	if func() bool { return a == b }() {
	}
	// ruleid: r-not-eq
	_ = !(a == b)
	_ = a != b
	return nil
}

func tlsc(v uint16) {
	// ruleid: r-tls-not, r-tls-not2
	_ = tls.Config{}
	// ruleid: r-tls
	_ = tls.Config{MinVersion: v}
	// ruleid: r-tls
	_ = &tls.Config{MinVersion: tls.VersionTLS10, X: 1}
	// ruleid: r-tls-not, r-tls-not2
	_ = tls.Config{X: 1}
	_ = &sessions.Options{Path: "/", Secure: true}
	// ruleid: r-cookie
	_ = &sessions.Options{Path: "/", Secure: false}
	// ruleid: r-cookie
	_ = &sessions.Options{Path: "/"}
}

// ruleid: r-anyfunc-param, r-ptr-param
func q(db *sql.DB, id string, r *http.Request, w http.ResponseWriter) {
	// ruleid: r-sprintf, r-sqltyped
	db.Query(fmt.Sprintf("select %s", id))
	// ruleid: r-sprintf, r-sqltyped
	db.Query("select " + id)
	// ruleid: r-sprintf
	q1 := fmt.Sprintf("select %s", id)
	// ruleid: r-sqltyped
	db.Query(q1)
	// ruleid: r-sprintf
	q2 := "select " + id
	// ruleid: r-sqltyped
	db.Query(q2)
	// ruleid: r-sprintf
	var q3 = "select " + id
	// ruleid: r-sqltyped
	db.Query(q3)
	// ruleid: r-global-str2
	q4 := ""
	// ruleid: r-sprintf
	q4 = "select " + id
	// ruleid: r-sqltyped
	db.Query(q4)
	// ruleid: r-sqltyped
	db.Exec("delete")
	db.QueryRow("x")
	// ruleid: r-jwt
	_ = jwt.SigningMethodNone
	// ruleid: r-jwt2, r-jwt3, r-slice-bytes
	tok.SignedString([]byte("key"))
	// ruleid: r-jwt3, r-global-str2, r-slice-bytes
	k := []byte("key")
	tok.SignedString(k)
	// ruleid: r-jwt3, r-global-str, r-global-str2, r-slice-bytes
	var k2 = []byte("key")
	tok.SignedString(k2)
	// ruleid: r-global-str2
	k3 := "key"
	// ruleid: r-jwt2, r-jwt3, r-slice-bytes
	tok.SignedString([]byte(k3))
	// ruleid: r-handler, r-handler2
	r.URL.Query().Get("x")
	// ruleid: r-handler2
	r.URL.Get("y")
	// ruleid: r-method-val
	http.HandleFunc("/", q)
	// ruleid: r-method-val, r-func-as-arg
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) {})
}

// ruleid: r-anyfunc-param, r-ret-named
func files(name string) error {
	// ruleid: r-defer2
	f1, err := os.Open(name)
	defer f1.Close()
	// ruleid: r-defer, r-defer2
	f2, err := os.Open(name)
	if err != nil {
		return err
	}
	f2.Read(nil)
	exec.Command("ls")
	exec.Command("ls", "-l")
	// ruleid: r-exec
	exec.Command("ls", name)
	// ruleid: r-exec, r-exec2
	exec.Command(name)
	// ruleid: r-exec3, r-exec4
	exec.Command("sh", "-c", name)
	// ruleid: r-exec3
	exec.Command("bash", "-c", "x"+name)
	// ruleid: r-global-str2
	cmd := "ls"
	exec.Command(cmd, "x")
	// ruleid: r-perm
	os.Chmod(name, 0644)
	os.Chmod(name, 0o600)
	os.Chmod(name, os.ModePerm)
	// ruleid: r-perm2
	os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0666)
	os.OpenFile(name, os.O_RDWR, 0600)
	// ruleid: r-rsa
	rsa.GenerateKey(rand.Reader, 1024)
	const bits = 1024
	// ruleid: r-rsa
	rsa.GenerateKey(rand.Reader, bits)
	rsa.GenerateKey(rand.Reader, 4096)
	// ruleid: r-fmt-w
	return fmt.Errorf("x: %w", err)
	// ruleid: r-fmt-v
	return fmt.Errorf("x: %v", err)
}

// ruleid: r-ret-two
func mu() (int, error) {
	// ruleid: r-mutex
	m.Lock()
	if a {
		// ruleid: r-mutex2
		return 1, nil
	}
	m.Unlock()
	return 2, nil
}

func mu2() int {
	// ruleid: r-mutex
	m.Lock()
	defer m.Unlock()
	// ruleid: r-mutex2
	return 2
}

func loops(xs []int) {
	// ruleid: r-loopptr
	for _, v := range xs {
		// ruleid: r-variadic
		f(&v)
	}
	// ruleid: r-loopptr, r-loopptr2
	for _, v := range xs {
		out = append(out, &v)
	}
	for i, v := range xs {
		go func() {
			// ruleid: r-variadic
			f(v)
		}()
		go func(v int) {
			// ruleid: r-wait
			wg.Add(1)
			// ruleid: r-variadic
			f(i)
		}(v)
	}
	// ruleid: r-atoi, r-atoi2
	n, err := strconv.Atoi("1")
	// ruleid: r-conv, r-variadic
	f(int32(n))
	// ruleid: r-atoi, r-atoi2
	n2, _ := strconv.Atoi("2")
	// ruleid: r-conv
	k := int32(n2)
	// ruleid: r-global-str2, r-pw
	password := "secretx"
	// ruleid: r-global-str2, r-pw
	myPasswd = "abcdef"
	// ruleid: r-pw
	_ = Cfg{Password: "abcdef", User: "x"}
	// ruleid: r-global-str, r-global-str2, r-pw
	var dbPassword string = "abcdef"
	// ruleid: r-regexfull
	// TODO: x
	// ruleid: r-index-expr
	m["k"] = 1
	// ruleid: r-time, r-time2
	time.Sleep(5 * time.Second)
	// ruleid: r-time2
	time.Sleep(time.Second * 5)
	// ruleid: r-str-eq
	_ = s == ""
	_ = "" == s
	// ruleid: r-len
	_ = len(s) == 0
	// ruleid: r-bool
	_ = b == true
	// ruleid: r-incr
	z += 1
	// ruleid: r-assign-op
	z |= 2
	// ruleid: r-variadic
	f(1, 2, 3)
	// ruleid: r-variadic
	f(1)
}
