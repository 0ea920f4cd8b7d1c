package sample

// ruleid: trojan-source
// access only for ⁦ admins
func check(role string) bool {
	// ruleid: trojan-source
	return role == "user‮"
}

// ruleid: trojan-source
const hidden = "‭x"

// ok: trojan-source
const escaped = "\u202e"

// ok: trojan-source
const other = "naïve – “quoted” 日本語 שלום"

// ok: trojan-source
const joiner = "👩‍💻"
