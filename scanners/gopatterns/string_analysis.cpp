#include "scanners/gopatterns/string_analysis.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

namespace gogate::gopatterns {
namespace {

// Pairs of letters that are frequent in English text and identifiers.
constexpr std::string_view kFrequentPairs =
    "th he in er an re on at en nd ti es or te of ed is it al ar st to nt ng se ha as ou io le ve co me de hi ri ro ic "
    "ne ea ra ce li ch ll be ma si om ur ca el ta la ns di fo ho pe ec pr no ct us ac ot il tr ly nc et ut ss so rs un "
    "lo wa ge ie wh ee wi em ad ol rt po we na ul ni ts mo ow pa im mi ai sh ir su id os iv ia am fi ci vi pl ig tu ev "
    "ld ry mp fe bl ab gh ty op wo sa ay ex ke fr oo av ag if ap gr od bo sp rd do uc bu ei ov by rm ep tt oc fa ef cu "
    "rn sc gi da yo cr cl du ga qu ue ff ba ey ls va um pp ua up lu go ht ru ug ds lt pi rc rr eg au ck ew mu br bi pt "
    "ak pu ui rg ib tl ny ki rk ys ob mm fu ph og ms ye ud mb ip ub oi rl gu dr hr cc tw ft wn nu af hu nn eo vo rv nf "
    "xp gn sm fl iz ok nl my gl aw ju oa eq sy sl ps jo lf nv je nk kn gs dy hy ze ks xt bs ik dd pt tp db ml js id";

bool is_letter(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

bool has_high_entropy(std::string_view text) {
  constexpr int kHigh = 60;  // half bits; ten random letters stand at it
  constexpr std::size_t kEnough = 512;
  static const std::set<std::string_view> frequent = [] {
    std::set<std::string_view> pairs;
    for (std::size_t at = 0; at + 1 < kFrequentPairs.size(); at += 3) pairs.insert(kFrequentPairs.substr(at, 2));
    return pairs;
  }();
  std::string folded(text.substr(0, kEnough));
  for (char& c : folded)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c | 0x20);
  const std::string_view all = folded;
  std::set<std::string_view> seen;
  int bits = 0;
  for (std::size_t i = 0; i + 2 < all.size(); ++i) {
    if (!seen.insert(all.substr(i, 3)).second) continue;
    const auto cost = [&](std::size_t at) {
      if (is_letter(all[at]) && is_letter(all[at + 1])) return frequent.contains(all.substr(at, 2)) ? 0 : 4;
      if (is_digit(all[at]) && is_digit(all[at + 1])) return 3;
      return (is_letter(all[at]) || is_digit(all[at])) && (is_letter(all[at + 1]) || is_digit(all[at + 1])) ? 4 : 1;
    };
    bits += cost(i) + cost(i + 1);
  }
  return bits >= kHigh;
}

bool backtracks_badly(std::string_view regex) {
  struct Group {
    bool repeats = false;  // holds a `*` or `+`
  };
  std::vector<Group> open(1);
  bool closed_repeats = false;  // of the group that was just closed
  bool just_closed = false;
  for (std::size_t at = 0; at < regex.size(); ++at) {
    const char c = regex[at];
    const bool after_group = just_closed;
    just_closed = false;
    switch (c) {
      case '\\': ++at; break;
      case '[':
        for (++at; at < regex.size() && regex[at] != ']'; ++at)
          if (regex[at] == '\\') ++at;
        break;
      case '(': open.emplace_back(); break;
      case ')':
        if (open.size() == 1) return false;  // not a regex
        closed_repeats = open.back().repeats;
        open.pop_back();
        open.back().repeats = open.back().repeats || closed_repeats;
        just_closed = true;
        break;
      case '*':
      case '+':
        if (after_group && closed_repeats && at + 1 < regex.size() && regex[at + 1] != ')') return true;
        open.back().repeats = true;
        break;
      default: break;
    }
  }
  return false;
}

}  // namespace gogate::gopatterns
