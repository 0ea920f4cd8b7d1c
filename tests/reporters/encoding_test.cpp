#include "reporters/encoding.h"

#include <doctest/doctest.h>

#include <sstream>

#include "reporters/reporter.h"
#include "reporters/wording.h"
#include "tests/reporters/sample_report.h"

using namespace gogate;
using namespace gogate::reporters;

TEST_CASE("encoding: only well-formed UTF-8 is taken for text") {
  CHECK(decode("\xc3\xa4", 0).value == 0xE4);
  CHECK(decode("\xf0\x9f\x94\x91", 0).size == 4);
  for (const std::string_view bad : {"\x80", "\xc0\xaf", "\xc1\xbf", "\xe0\x80\xaf", "\xed\xa0\x80", "\xf4\x90\x80\x80",
                                     "\xf5\x80\x80\x80", "\xff", "\xc3", "\xe2\x82", "\xf0\x9f\x94"}) {
    INFO(visible(bad));
    CHECK_FALSE(decode(bad, 0).valid);
    CHECK(decode(bad, 0).size == 1);
  }
}

TEST_CASE("encoding: what a terminal would obey is shown") {
  CHECK(visible("a\x1b[31m\x07\x7f") == "a\\x1b[31m\\x07\\x7f");
  CHECK(visible("\xc2\x9b"
                "31m") == "\\u{9b}31m");
  CHECK(visible("\xe2\x80\xae\xe2\x80\x8b\xef\xbb\xbf") == "\\u{202e}\\u{200b}\\u{feff}");
  CHECK(visible("\xff\xc3") == "\\xff\\xc3");
  CHECK(visible("a\nb\r\tc") == "a\\x0ab\\x0d c");
  CHECK(visible("a\nb\r\tc", Newlines::keep) == "a\nb\\x0d\tc");
  CHECK(visible("a\r\nb\nc", Newlines::keep) == "a\nb\nc");
  CHECK(visible("a\r\nb\nc", Newlines::space) == "a b c");
  CHECK(visible("\xc3\xa4\xe6\x97\xa5\xf0\x9f\x94\x91") == "\xc3\xa4\xe6\x97\xa5\xf0\x9f\x94\x91");
  CHECK(visible("\xef\xbf\xbf") == "\\u{ffff}");
}

TEST_CASE("encoding: percent-encoding keeps every byte") {
  CHECK(percent_encoded("a b/\xff%:#?~") == "a%20b/%FF%25%3A%23%3F~");
  CHECK(utf8("a\xff"
             "b\xc3") == "a\uFFFDb\uFFFD");
}

TEST_CASE("encoding: columns") {
  CHECK(columns("abc") == 3);
  CHECK(columns("\u65e5\u672c") == 4);
  CHECK(columns("e\u0301") == 1);
}

TEST_CASE("wording: numbers and times") {
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1234567) == "1,234,567");
  CHECK(counted(1, "blob") == "1 blob");
  CHECK(bytes_text(1) == "1 byte");
  CHECK(bytes_text(999) == "999 bytes");
  CHECK(bytes_text(1000) == "1.0 kB");
  CHECK(bytes_text(34'567'890) == "34.5 MB");
  CHECK(bytes_text(999'999) == "999.9 kB");
  CHECK(date_time(0) == "1970-01-01T00:00:00");
  CHECK(date(1772600767) == "2026-03-04");
  CHECK(author_name("Ann Lee <a@b>") == "Ann Lee");
  CHECK(author_name("<a@b>") == "<a@b>");
}

namespace {

// Takes `room` bytes, then fails, as a full disk does.
class FullDisk : public std::streambuf {
 public:
  explicit FullDisk(std::size_t room) : room_(room) {}

 protected:
  int_type overflow(int_type c) override {
    if (room_ == 0) return traits_type::eof();
    --room_;
    return c;
  }
  std::streamsize xsputn(const char*, std::streamsize n) override {
    if (static_cast<std::size_t>(n) > room_) return 0;
    room_ -= static_cast<std::size_t>(n);
    return n;
  }

 private:
  std::size_t room_;
};

}  // namespace

TEST_CASE("every format: a stream that fails is an error") {
  const auto sample = tests::blocked_sample();
  for (const ReportFormat& f : formats()) {
    INFO(f.name);
    for (const std::size_t room : {0U, 1U, 500U}) {
      FullDisk disk(room);
      std::ostream out(&disk);
      const auto result = f.write(sample.report, {}, out);
      REQUIRE_FALSE(result.has_value());
      CHECK(result.error().code == Errc::internal);
      CHECK(result.error().what.find(f.name) != std::string::npos);
    }
    CHECK(find_format(f.name) == &f);
  }
  CHECK(find_format("yaml") == nullptr);
}
