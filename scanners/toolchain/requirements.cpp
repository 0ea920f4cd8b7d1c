#include "scanners/toolchain/requirements.h"

#include <algorithm>
#include <array>

namespace gogate::toolchain {

Result<std::vector<VersionBound>> parse_bounds(std::string_view text) {
  using Order = VersionBound::Order;
  struct Sign {
    std::string_view text;
    Order order;
  };
  static constexpr std::array<Sign, 6> kSigns{{{">=", Order::at_least}, {"<=", Order::at_most}, {"==", Order::equal},
                                               {">", Order::more},      {"<", Order::less},     {"=", Order::equal}}};
  const std::string whole(text);
  std::vector<VersionBound> out;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    std::string_view one = text.substr(0, comma);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    const auto trim = [&] {
      while (one.starts_with(' ')) one.remove_prefix(1);
      while (one.ends_with(' ')) one.remove_suffix(1);
    };
    trim();
    VersionBound bound;
    for (const Sign& s : kSigns)
      if (one.starts_with(s.text)) {
        bound.order = s.order;
        one.remove_prefix(s.text.size());
        break;
      }
    trim();
    const auto version = parse_go_version(one.starts_with("go") ? std::string(one) : "go" + std::string(one));
    if (!version)
      return fail(Errc::usage, "--go '" + whole + "': \"" + std::string(one) + "\" is no Go version", "write it as in --go '>=1.26.7'");
    bound.version = *version;
    out.push_back(bound);
  }
  if (out.empty()) return fail(Errc::usage, "--go: no version", "write it as in --go '>=1.26.7'");
  return out;
}

bool within(const GoVersion& version, const std::vector<VersionBound>& bounds) {
  return std::all_of(bounds.begin(), bounds.end(), [&](const VersionBound& b) {
    switch (b.order) {
      case VersionBound::Order::less: return version < b.version;
      case VersionBound::Order::at_most: return version <= b.version;
      case VersionBound::Order::equal: return version == b.version;
      case VersionBound::Order::at_least: return version >= b.version;
      case VersionBound::Order::more: break;
    }
    return version > b.version;
  });
}

bool is_supported(const GoVersion& version, const Releases& table) {
  GoVersion newest;
  for (std::size_t i = 0; i < table.size(); ++i) {
    const ReleaseFile f = table.at(i);
    if (const auto v = parse_go_version(f.version); f.stable && v && *v > newest) newest = *v;
  }
  return version.major > newest.major || (version.major == newest.major && version.minor + 1 >= newest.minor);
}

}  // namespace gogate::toolchain
