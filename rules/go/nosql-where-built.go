package sample

import (
	"fmt"

	bs "go.mongodb.org/mongo-driver/bson"
)

const adults = "this.age > 17"

func direct(name string) {
	// ruleid: nosql-where-built
	_ = bs.M{"$where": "this.name == '" + name + "'"}
	// ruleid: nosql-where-built
	_ = bs.E{Key: "$where", Value: fmt.Sprintf("this.name == %q", name)}
	func(f func(bs.M)) {
		// ruleid: nosql-where-built
		f(bs.M{"$where": name})
	}(nil)
}

func safe(name string) {
	// ok: nosql-where-built
	_ = bs.M{"name": name}
	// ok: nosql-where-built
	_ = bs.M{"$where": adults}
	// ok: nosql-where-built
	_ = map[string]string{"$where": name}
}
