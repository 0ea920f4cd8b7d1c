// However a stream arrives, in whatever pieces and with whatever pauses, what
// comes out is the same, and nothing of a secret is in it.
#include "gate/cli/run/redactor.h"

#include <doctest/doctest.h>

#include "gate/cli/catalogue.h"
#include "gate/cli/run/key_armor.h"
#include "gate/cli/run/utf16_stream.h"

using namespace gogate;

namespace {

// Built of pieces: no secret stands in this repository.
const std::string kPassword = std::string("hU7kz9Q") + "p2vLw4Rt";
const std::string kStripe = std::string("sk") + "_live_" + "7bT52JwNyjWDarjtV1zdp8dc9RkQ2mZx";
const std::string kUrl = "postgres://app:" + kPassword + "@db.internal.acme.io:5432/app";

std::string base64(std::string_view text) {
  static constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  for (std::size_t i = 0; i < text.size(); i += 3) {
    unsigned word = 0;
    const std::size_t n = std::min<std::size_t>(3, text.size() - i);
    for (std::size_t k = 0; k < 3; ++k) word = word << 8 | (k < n ? static_cast<unsigned char>(text[i + k]) : 0U);
    for (std::size_t k = 0; k < 4; ++k) out += k <= n ? kDigits[word >> (18 - 6 * k) & 63] : '=';
  }
  return out;
}

// DER of a made-up RSA key in armor.
std::vector<std::string> key_lines(const std::string& prefix = {}) {
  std::uint32_t state = 3;
  const auto number = [&](std::size_t n) {
    std::string out{'\x02', static_cast<char>(0x81), static_cast<char>(n + 1), '\0'};
    for (std::size_t i = 0; i < n; ++i) out += static_cast<char>((state = state * 1664525U + 1013904223U) >> 24 | 0x80);
    return out;
  };
  std::string body = std::string("\x02\x01\x00", 3) + number(128) + std::string("\x02\x03\x01\x00\x01", 5) + number(128);
  for (int i = 0; i < 5; ++i) body += number(64);
  const std::string der = std::string{'\x30', static_cast<char>(0x82), static_cast<char>(body.size() >> 8), static_cast<char>(body.size() & 255)} + body;
  const std::string text = base64(der);
  std::vector<std::string> lines{prefix + "-----BEGIN RSA " + "PRIVATE KEY-----"};
  for (std::size_t i = 0; i < text.size(); i += 64) lines.push_back(prefix + text.substr(i, 64));
  lines.push_back(prefix + "-----END RSA " + "PRIVATE KEY-----");
  return lines;
}
std::string joined(const std::vector<std::string>& lines, const std::string& end = "\n") {
  std::string out;
  for (const std::string& l : lines) out += l + end;
  return out;
}

struct Rules {
  cli::Catalogue catalogue;
  std::vector<run::PreparedScanner> prepared;
};
const Rules& rules() {
  static const Rules all = [] {
    Rules out;
    cli::CatalogueChoice choice;
    choice.go_enabled = false;
    auto catalogue = cli::load_catalogue(choice);
    REQUIRE(catalogue);
    out.catalogue = std::move(*catalogue);
    auto prepared = run::prepare(*out.catalogue.masking_scanner, {});
    REQUIRE(prepared);
    out.prepared.push_back(std::move(*prepared));
    return out;
  }();
  return all;
}

run::RedactorLimits small() {
  run::RedactorLimits l;
  l.block = 700;
  l.ahead = l.held = 3000;
  l.context = 500;
  l.line = 9000;
  return l;
}

std::string redacted(std::string_view text, const run::RedactorLimits& limits = {}, std::size_t piece = 0) {
  run::Redactor r(rules().prepared, limits);
  std::string out;
  for (std::size_t at = 0; at < text.size(); at += piece == 0 ? text.size() : piece) r.push(text.substr(at, piece == 0 ? text.size() : piece), out);
  r.finish(out);
  return out;
}

std::string log_text() {
  return "2026-01-02T03:04:05Z INFO start\n"
         "{\"level\":\"info\",\"url\":\"" + kUrl + "\",\"ts\":1}\r\n"
         "\x1b[31mERROR\x1b[0m key " + kStripe + " was refused\n"
         "encoded " + base64("the key is " + kStripe + " as said") + " end\n"
         "bytes \xff\xfe" + std::string(1, '\0') + " stay\n" + joined(key_lines()) + "after it\n"
         "stripe_key:\n  value: " + kStripe + "\nlast line without an end " + kUrl;
}

}  // namespace

TEST_CASE("every secret becomes a mark that names its rule") {
  const std::string out = redacted(log_text());
  CAPTURE(out);
  CHECK(out.find(kPassword) == std::string::npos);
  CHECK(out.find(kStripe) == std::string::npos);
  CHECK(out.find("ERROR\x1b[0m key [REDACTED stripe-access-token] was refused\n") != std::string::npos);
  CHECK(out.find("encoded [REDACTED stripe-access-token] end\n") != std::string::npos);
  CHECK(out.find("stay\n[REDACTED private-key]\nafter it\n") != std::string::npos);
  CHECK(out.find("postgres://app:[REDACTED postgres-connection-string]@db.internal.acme.io:5432/app\",\"ts\":1}\r\n") != std::string::npos);
  CHECK(out.find(std::string("bytes \xff\xfe\0 stay", 14)) != std::string::npos);
}

TEST_CASE("split at any byte, with a pause or without, the result is the same") {
  const std::string text = log_text();
  const std::string whole = redacted(text);
  for (std::size_t at = 0; at <= text.size(); ++at) {
    for (const bool pause : {false, true}) {
      run::Redactor r(rules().prepared);
      std::string out;
      r.push(std::string_view(text).substr(0, at), out);
      if (pause) r.pause(out);
      r.push(std::string_view(text).substr(at), out);
      if (pause) r.pause(out);
      r.finish(out);
      CAPTURE(at);
      CAPTURE(pause);
      REQUIRE(out == whole);
    }
  }
}

TEST_CASE("byte by byte with a pause after each") {
  const std::string text = log_text();
  run::Redactor r(rules().prepared);
  std::string out;
  for (const char c : text) {
    r.push({&c, 1}, out);
    r.pause(out);
  }
  r.finish(out);
  CHECK(out == redacted(text));
}

TEST_CASE("blocks end where the stream says, not where a read did") {
  std::string text;
  for (int i = 0; i < 40; ++i) {
    text += "line " + std::to_string(i) + " nothing to see, move on to the next one please\n";
    if (i % 7 == 0) text += log_text() + "\n";
  }
  const std::string whole = redacted(text);
  const std::string in_blocks = redacted(text, small());
  CHECK(in_blocks == whole);
  for (const std::size_t piece : {1U, 13U, 699U, 700U, 701U, 4096U}) CHECK(redacted(text, small(), piece) == in_blocks);
}

TEST_CASE("whole lines leave at a pause, a key that began stays") {
  run::Redactor r(rules().prepared);
  std::string out;
  const std::vector<std::string> key = key_lines();
  r.push("first line\n" + key[0] + "\n" + key[1] + "\n", out);
  r.pause(out);
  CHECK(out == "first line\n");
  for (std::size_t i = 2; i < key.size(); ++i) {
    r.push(key[i] + "\n", out);
    CHECK(out == "first line\n");
    r.pause(out);
  }
  CHECK(out == "first line\n[REDACTED private-key]\n");
  r.push("half a line", out);
  r.pause(out);
  CHECK(out == "first line\n[REDACTED private-key]\n");
  r.finish(out);
  CHECK(out == "first line\n[REDACTED private-key]\nhalf a line");
  CHECK(r.counts() == std::map<std::string, std::uint64_t>{{"private-key", 1}});
}

TEST_CASE("a key without its last line is masked line by line") {
  std::vector<std::string> key = key_lines("app-1 | ");
  key.pop_back();
  for (const bool cut : {false, true}) {
    std::string text = joined(key);
    if (cut) text += std::string(200, 'x') + "\n";
    const std::string out = redacted(text + "and on\n", small());
    for (std::size_t i = 1; i < key.size(); ++i) CHECK(out.find(key[i].substr(8)) == std::string::npos);
    CHECK(out.ends_with("and on\n"));
    CHECK(out.find("app-1 | [REDACTED private-key]\n") != std::string::npos);
  }
  // Held no longer than it may be.
  run::Redactor r(rules().prepared, small());
  std::string out;
  r.push(key[0] + "\n", out);
  for (int i = 0; i < 60; ++i) {
    r.push("an ordinary line of a log that goes on and on for ever " + std::to_string(i) + "\n", out);
    r.pause(out);
  }
  CHECK(out.find("line of a log that goes on and on for ever 40\n") != std::string::npos);
}

TEST_CASE("text between a key's lines keeps it from no rule's sight") {
  std::string text;
  for (const std::string& line : key_lines()) text += "2026-01-02T03:04:05.123456Z stdout F " + line + "\n";
  const std::string out = redacted(text);
  CAPTURE(out);
  const std::vector<std::string> key = key_lines();
  for (std::size_t i = 1; i + 1 < key.size(); ++i) CHECK(out.find(key[i]) == std::string::npos);
}

TEST_CASE("the same secret gets the same mark, another one another") {
  const std::string other = std::string("sk") + "_live_" + "3kF81MvPyhXCbsktT6zeq7dc8TkQ2mYw";
  CHECK(redacted("a " + kStripe + "\nb " + other + "\nc " + kStripe + "\nd " + other + "\n") ==
        "a [REDACTED stripe-access-token]\nb [REDACTED stripe-access-token #2]\n"
        "c [REDACTED stripe-access-token]\nd [REDACTED stripe-access-token #2]\n");
}

TEST_CASE("in JSON inside JSON the mark ends where the value does") {
  CHECK(redacted("{\"log\":\"{\\\"password\\\":\\\"" + kPassword + "\\\",\\\"user\\\":\\\"bob\\\"}\\n\",\"stream\":\"stdout\"}\n")
            .ends_with("]\\\",\\\"user\\\":\\\"bob\\\"}\\n\",\"stream\":\"stdout\"}\n"));
}

TEST_CASE("UTF-16 comes out as it went in") {
  for (const auto order : {run::Utf16Stream::Order::little, run::Utf16Stream::Order::big}) {
    std::string units;
    for (std::uint32_t u = 0; u < 0x10000; u += 7) {
      const char low = static_cast<char>(u & 255);
      const char high = static_cast<char>(u >> 8);
      units += order == run::Utf16Stream::Order::little ? low : high;
      units += order == run::Utf16Stream::Order::little ? high : low;
    }
    for (const std::size_t piece : {1U, 3U, 1000U}) {
      run::Utf16Stream stream(order);
      std::string out;
      std::string text;
      for (std::size_t at = 0; at < units.size(); at += piece) stream.decode(std::string_view(units).substr(at, piece), text);
      stream.end(text);
      for (std::size_t at = 0; at < text.size(); at += piece) stream.encode(std::string_view(text).substr(at, piece), out);
      CHECK(out == units);
    }
  }
}

TEST_CASE("a line without end is looked at in pieces, and that is said") {
  std::string line;
  for (int i = 0; i < 900; ++i) {
    line += "{\"n\":" + std::to_string(i) + ",\"text\":\"plain words\"},";
    if (i % 50 == 49) line += "{\"key\":\"" + kStripe + "\"},";
  }
  run::Redactor r(rules().prepared, small());
  std::string out;
  std::size_t most = 0;
  for (std::size_t at = 0; at < line.size(); at += 100) {
    const std::size_t before = out.size();
    r.push(line.substr(at, 100), out);
    most = std::max(most, out.size() - before);
  }
  r.finish(out);
  CHECK(out.find(kStripe) == std::string::npos);
  CHECK(r.counts().at("stripe-access-token") == 18);
  CHECK(r.gaps().size() == 1);
  CHECK(out == redacted(line));  // which is short enough to be looked at whole
}

TEST_CASE("what matches nothing passes unchanged") {
  std::string bytes;
  std::uint32_t state = 9;
  for (int i = 0; i < 300000; ++i) bytes += static_cast<char>((state = state * 1664525U + 1013904223U) >> 24);
  CHECK(redacted(bytes, small()) == bytes);
  CHECK(redacted(bytes) == bytes);
  CHECK(redacted("") == "");
  CHECK(redacted("\n\n") == "\n\n");
}

TEST_CASE("where a key begins and does not end") {
  const std::string begin = std::string("-----") + "BEGIN EC PRIVATE KEY-----";
  const std::string end = std::string("-----") + "END EC PRIVATE KEY-----";
  CHECK(run::open_armor("x\n" + begin + "\nabc\n", 0, 10, 1000) == 2);
  CHECK(run::open_armor("x\n" + begin + "\nabc\n" + end, 0, 10, 1000) == std::string::npos);
  CHECK(run::open_armor("x\n" + begin + "\nabc\n", 0, 10, 20) == std::string::npos);
  CHECK(run::open_armor("x\n" + std::string("-----") + "BEGIN CERTIFICATE-----\nabc\n", 0, 10, 1000) == std::string::npos);
  CHECK(run::open_armor("PuTTY-User-Key-File-3: ssh\n", 0, 10, 1000) == 0);
}
