package sample

import (
	"fmt"

	"github.com/go-ldap/ldap/v3"
)

const person = "(objectClass=person)"

func direct(name string) {
	// ruleid: ldap-filter-built
	_ = ldap.NewSearchRequest("dc=a", 2, 0, 1, 0, false, fmt.Sprintf("(uid=%s)", name), nil, nil)
	// ruleid: ldap-filter-built
	_ = ldap.NewSearchRequest("dc=a", 2, 0, 1, 0, false, "(uid="+name+")", []string{"dn"}, nil)
	filter := fmt.Sprintf("(&(objectClass=user)(cn=%s))", name)
	func() {
		// ruleid: ldap-filter-built
		_ = ldap.NewSearchRequest("dc=a", 2, 0, 1, 0, false, filter, nil, nil)
	}()
}

func safe(name string) {
	// ok: ldap-filter-built
	_ = ldap.NewSearchRequest("dc=a", 2, 0, 1, 0, false, fmt.Sprintf("(uid=%s)", ldap.EscapeFilter(name)), nil, nil)
	// ok: ldap-filter-built
	_ = ldap.NewSearchRequest("dc=a", 2, 0, 1, 0, false, "(&"+person+")", nil, nil)
	// ok: ldap-filter-built
	_ = ldap.NewSearchRequest("dc="+name, 2, 0, 1, 0, false, person, nil, nil)
}
