// Compressed data in base64, and terminal colours: what only our own rules look into.
#include <libdeflate.h>

#include "scanners/secrets/encoded_text.h"
#include "tests/secrets/encode.h"
#include "tests/secrets/scan_fixture.h"

using namespace gogate;
using namespace gogate::secrets;
using namespace gogate::secrets::test;

namespace {

const std::string kToken = "zq_abcd1234";
const std::string kRule = our_rule("tok", "regex = '''zq_[a-z0-9]{8}'''\nkeywords = ['zq_']");
constexpr std::string_view kUsers = "[[rules]]\nid = 'tok'\nregex = '''zq_[a-z0-9]{8}'''\n";

std::string packed(std::string_view text, Container container) {
  libdeflate_compressor* c = libdeflate_alloc_compressor(9);
  std::string out(text.size() + 200, '\0');
  std::size_t size = 0;
  if (container == Container::gzip) size = libdeflate_gzip_compress(c, text.data(), text.size(), out.data(), out.size());
  if (container == Container::zlib) size = libdeflate_zlib_compress(c, text.data(), text.size(), out.data(), out.size());
  if (container == Container::deflate) size = libdeflate_deflate_compress(c, text.data(), text.size(), out.data(), out.size());
  libdeflate_free_compressor(c);
  out.resize(size);
  return out;
}
std::string manifest(int words = 20) {
  std::string out = "apiVersion: v1\nusers:\n- token: " + kToken + "\n";
  std::uint32_t state = 5;
  for (int i = 0; i < words; ++i) {
    state = state * 1664525U + 1013904223U;
    out += "  name-" + std::to_string(state) + "\n";
  }
  return out;
}
std::string wrapped(const std::string& text, std::size_t columns, const std::string& indent, const std::string& end = "\n") {
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += columns) out += indent + text.substr(at, columns) + end;
  return out;
}
const std::vector<Container> kContainers{Container::gzip, Container::zlib, Container::deflate};

}  // namespace

TEST_CASE("gzip, zlib and bare deflate in base64 are looked into, and located as a whole") {
  for (const Container c : kContainers) {
    for (const std::string& code : {base64(packed(manifest(), c)), base64_url(packed(manifest(), c))}) {
      CAPTURE(code);
      const Scanned s = scan_ours(kRule, "first: line\nrelease: \"" + code + "\"\nlast: line\n");
      REQUIRE(s.count() == 1);
      CHECK(s.secret() == code);
      CHECK(s.result.findings[0].secret.identity() == SecretText(kToken).identity());
      CHECK(s.result.findings[0].message.find(c == Container::gzip ? "base64 and gzip" : "base64 and deflate") != std::string::npos);
      CHECK(s.text.substr(s.result.findings[0].statement.begin, 8) == "release:");
      CHECK(s.result.gaps.empty());
    }
  }
}

TEST_CASE("base64 of base64 of gzip, as Helm keeps releases, and base64 inside") {
  const std::string inner = "data:\n  key: " + base64("hello " + kToken + " there") + "\n" + manifest();
  const std::string code = base64(base64(packed(inner, Container::gzip)));
  const Scanned s = scan_ours(kRule, "  release: " + code + "\n");
  REQUIRE(s.count() >= 1);
  for (std::size_t i = 0; i < s.count(); ++i) CHECK(s.secret(i) == code);
}

TEST_CASE("over several lines, as cloud-init and YAML have it") {
  for (const Container c : {Container::gzip, Container::zlib}) {
    for (const char* end : {"\n", "\r\n"}) {
      const std::string code = base64(packed(manifest(), c));
      const Scanned s = scan_ours(kRule, std::string("content: !!binary |") + end + wrapped(code, 76, "    ", end) + "owner: root\n");
      REQUIRE(s.count() == 1);
      CHECK(s.secret().starts_with(code.substr(0, 76)));
      CHECK(s.secret().ends_with(code.substr(code.size() - 4)));
      // What follows is looked at as ever.
      CHECK(scan_ours(kRule, wrapped(code, 76, "  ", end) + "next " + base64("hello " + kToken + "www") + "\n").count() == 2);
    }
  }
}

TEST_CASE("with a configuration of gitleaks alone nothing is looked into that gitleaks does not") {
  for (const Container c : kContainers) CHECK(scan(kUsers, "x " + base64(packed(manifest(), c)) + "\n").count() == 0);
  CHECK(scan(kUsers, "zq_\x1b[31mabcd1234\x1b[0m\n").count() == 0);
}

TEST_CASE("what is damaged, cut off or no text is left alone") {
  for (const Container c : kContainers) {
    std::string bytes = packed(manifest(), c);
    CHECK(scan_ours(kRule, "x " + base64(bytes.substr(0, bytes.size() - 9)) + "\n").count() == 0);
    if (c == Container::deflate) continue;  // has no checksum: another text
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 0x55);
    CHECK(scan_ours(kRule, "x " + base64(bytes) + "\n").count() == 0);
  }
  std::uint32_t state = 3;
  std::string random;
  for (int i = 0; i < 200000; ++i) random += static_cast<char>((state = state * 1664525U + 1013904223U) >> 24);
  std::string text;
  for (std::size_t at = 0; at + 96 < random.size(); at += 96) text += "k: " + base64(random.substr(at, 96)) + "\n";
  DecodedText level;
  CHECK_FALSE(level.assign(text, nullptr, Decoders::ours));
}

TEST_CASE("a bomb is a gap, and costs no more than its bound") {
  for (const Container c : kContainers) {
    const std::string bomb = base64(packed(std::string(kMostInflated + 1, 'a'), c));
    const Scanned s = scan_ours(kRule, "x " + bomb + "\ny " + kToken + "\n");
    CHECK(s.count() == 1);
    REQUIRE(s.result.gaps.size() == 1);
    CHECK(s.result.gaps[0].kind == GapKind::analysis_bounded);
    CHECK(s.result.gaps[0].why.find("16 MiB") != std::string::npos);
  }
  const std::string large = base64(packed(std::string(kMostInflated - 100, 'a') + " " + kToken, Container::gzip));
  CHECK(scan_ours(kRule, "x " + large + "\n").count() == 1);
  CHECK(scan_ours(kRule, "x " + large + "\nx " + large + "\nx " + large + "\n").result.gaps.size() == 1);
}

TEST_CASE("the filter finds what is compressed wherever it stands, with and without vector instructions") {
  for (const Container c : kContainers) {
    const std::string code = base64(packed(manifest(3), c));
    REQUIRE(code.size() >= 63);
    for (std::size_t front = 0; front < 130; ++front) {
      for (const std::size_t behind : {0U, 1U, 70U}) {
        const std::string text = std::string(front, '.') + code + std::string(behind, '.');
        const std::size_t at = find_encoded(text, 0, Decoders::ours);
        CAPTURE(front);
        REQUIRE(at != std::string::npos);
        REQUIRE(at < front + code.size());
        REQUIRE(find_encoded_plainly(text, 0, Decoders::ours) == at);
      }
    }
  }
}

TEST_CASE("lock files and digests hardly ever pass the filter") {
  std::string lock;
  for (std::uint32_t i = 0; i < 400; ++i) {
    lock += "example.org/m v1.0." + std::to_string(i) + " h1:" + random_text(43, std::string(kAlphanumeric) + "+/", i) + "=\n";
    lock += "\"sha512-" + random_text(86, std::string(kAlphanumeric) + "+/", i + 1) + "==\"\n";
    lock += "commit " + random_text(40, test::kHex, i) + " " + random_text(64, test::kHex, i) + "\n";
  }
  CHECK(find_encoded(lock, 0, Decoders::ours) == find_encoded(lock, 0));
}

TEST_CASE("a terminal's colours stand for nothing") {
  const Scanned s = scan_ours(kRule, "a \x1b[1;33mzq_\x1b[0m\x1b[31mabcd\x1b[0m1234\x1b[0m b\n");
  REQUIRE(s.count() == 1);
  CHECK(s.secret() == "zq_\x1b[0m\x1b[31mabcd\x1b[0m1234");
  CHECK(scan_ours(kRule, "{\"log\":\"\\u001b[33mzq_\\u001b[0mabcd1234\"}\n").count() == 1);
  CHECK(scan_ours(kRule, "\x1b[33m" + kToken + "\x1b[0m\n").count() == 1);
  CHECK(scan_ours(kRule, "zq_\x1b[2Jabcd1234 \x1b").count() == 0);
}
