#include "scanners/secrets/pairs.h"

#include <algorithm>
#include <array>
#include <string>
#include <tuple>

#include "scanners/secrets/checksum.h"

namespace gogate::secrets {
namespace {

struct Pair {
  std::string_view secret;  // the rule of the part that opens
  std::string_view part;    // the rule of what belongs to it
  std::string_view called;
  bool alone_less = false;  // ranks lower without its secret
};

constexpr std::array<Pair, 27> kPairs{{
    {"aws-secret-access-key", "aws-access-token", "access key id", true},
    {"aws-secret-access-key", "aws-session-token", "session token"},
    {"azure-ad-client-secret", "azure-client-id", "client"},
    {"azure-ad-client-secret", "azure-tenant-id", "tenant"},
    {"twilio-auth-token", "twilio-account-sid", "account", true},
    {"twilio-api-secret", "twilio-api-key", "API key"},
    {"alibaba-secret-key", "alibaba-access-key-id", "access key id", true},
    {"alibaba-sts-access-key-secret", "alibaba-sts-access-key-id", "access key id", true},
    {"alibaba-sts-access-key-secret", "alibaba-sts-security-token", "security token"},
    {"tencent-secret-key", "tencent-secret-id", "secret id", true},
    {"digitalocean-spaces-secret", "digitalocean-spaces-key", "access key id", true},
    {"plaid-secret-key", "plaid-client-id", "client"},
    {"ovh-application-secret", "ovh-application-key", "application key"},
    {"algolia-api-key", "algolia-application-id", "application"},
    {"bittrex-secret-key", "bittrex-access-key", "access key"},
    {"kucoin-secret-key", "kucoin-access-token", "access key"},
    {"discord-client-secret", "discord-client-id", "client"},
    {"spotify-client-secret", "spotify-client-id", "client"},
    {"plivo-auth-token", "plivo-auth-id", "account"},
    {"messagebird-api-token", "messagebird-client-id", "client"},
    {"paypal-client-secret", "paypal-client-id", "client"},
    {"yandex-aws-access-token", "yandex-access-key-id", "access key id", true},
    {"scaleway-secret-key", "scaleway-access-key", "access key"},
    {"modal-token-secret", "modal-token-id", "token id"},
    {"razorpay-key-secret", "razorpay-key-id", "key id"},
    {"woocommerce-consumer-secret", "woocommerce-consumer-key", "consumer key"},
    {"langfuse-secret-key", "langfuse-public-key", "public key"},
}};

// Enough to know an id again, too little to use it.
std::string shown(std::string_view id) {
  constexpr std::size_t kEnd = 4;
  if (id.size() < 16) return std::string(id.substr(0, 2)) + "…";
  return std::string(id.substr(0, kEnd)) + "…" + std::string(id.substr(id.size() - kEnd));
}

std::string describe(const Pair& pair, std::string_view id) {
  std::string out = std::string(pair.called) + " " + shown(id);
  if (pair.part != "aws-access-token") return out;
  if (const std::uint64_t account = account_of_aws_key(id); account != 0) {
    std::string digits = std::to_string(account);
    digits.insert(0, digits.size() < 12 ? 12 - digits.size() : 0, '0');
    out += " (account " + digits + ")";
  }
  return out;
}

std::size_t distance(const Claim& a, const Claim& b) {
  const Span x = a.finding.region.span;
  const Span y = b.finding.region.span;
  return x.end <= y.begin ? y.begin - x.end : y.end <= x.begin ? x.begin - y.end : 0;
}

void rerank(Claim& claim, int steps, std::string_view why) {
  Finding& finding = claim.finding;
  const int to = std::clamp(static_cast<int>(finding.confidence) + steps, 0, static_cast<int>(Confidence::high));
  // What is certain stays so.
  if (finding.confidence != Confidence::certain) finding.confidence = static_cast<Confidence>(to);
  finding.confidence_why.append("; ").append(why);
  claim.unsettled.settled.confidence = finding.confidence;
}

bool in_comment(std::string_view blob, const Finding& finding) {
  std::string_view line = blob.substr(finding.statement.begin);
  const std::size_t begin = line.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return false;
  line.remove_prefix(begin);
  return line.starts_with("//") || line.starts_with('*') || line.starts_with('#') || line.starts_with("--") ||
         line.starts_with("<!--");
}

struct Near {
  std::size_t apart;
  std::size_t secret;
  std::size_t part;
  const Pair* pair;
};

std::vector<Near> all_near(const std::vector<Claim>& claims) {
  std::vector<Near> out;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (!claims[i].ours) continue;
    for (const Pair& pair : kPairs) {
      if (pair.part != claims[i].finding.rule->id) continue;
      const auto ask = [&](std::size_t j) {
        if (claims[j].ours && claims[j].finding.rule->id == pair.secret && distance(claims[i], claims[j]) <= kPairReach)
          out.push_back({distance(claims[i], claims[j]), j, i, &pair});
      };
      // Sorted by where they begin: behind, nothing that begins too far away is near.
      for (std::size_t j = i + 1; j < claims.size(); ++j) {
        if (claims[j].finding.region.span.begin > claims[i].finding.region.span.end + kPairReach) break;
        ask(j);
      }
      constexpr std::size_t kBack = 64;  // a long claim far in front may still end near
      for (std::size_t j = i; j-- > 0 && i - j <= kBack;) ask(j);
    }
  }
  std::sort(out.begin(), out.end(), [](const Near& a, const Near& b) {
    return std::tie(a.apart, a.secret, a.part) < std::tie(b.apart, b.secret, b.part);
  });
  return out;
}

}  // namespace

void join_pairs(std::vector<Claim>& claims, std::string_view blob, std::vector<Span>& hidden) {
  std::vector<bool> gone(claims.size(), false);
  std::vector<std::pair<std::size_t, std::string_view>> taken;  // a secret and the kind of part that it has
  for (const Near& near : all_near(claims)) {
    Claim& secret = claims[near.secret];
    Claim& part = claims[near.part];
    const std::pair key{near.secret, near.pair->part};
    if (gone[near.part] || std::find(taken.begin(), taken.end(), key) != taken.end()) continue;
    // Where the secret may be taken away again, its id must stay.
    if (secret.may_vanish) continue;
    Finding& finding = secret.finding;
    const bool first = std::none_of(taken.begin(), taken.end(), [&](const auto& t) { return t.first == near.secret; });
    finding.message += (first ? "; its " : ", ") + describe(*near.pair, part.secret);
    if (first) rerank(secret, 1, "what belongs to it stands beside it");
    finding.also_rules.push_back(part.finding.rule);
    taken.push_back(key);
    gone[near.part] = true;
    hidden.push_back(part.finding.region.span);
  }
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (gone[i] || !claims[i].ours) continue;
    const auto pair = std::find_if(kPairs.begin(), kPairs.end(), [&](const Pair& p) {
      return p.alone_less && p.part == claims[i].finding.rule->id;
    });
    if (pair == kPairs.end()) continue;
    rerank(claims[i], in_comment(blob, claims[i].finding) ? -2 : -1, "an id whose secret is not beside it");
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < claims.size(); ++i) {
    if (gone[i]) continue;
    if (kept != i) claims[kept] = std::move(claims[i]);
    ++kept;
  }
  claims.erase(claims.begin() + static_cast<std::ptrdiff_t>(kept), claims.end());
}

}  // namespace gogate::secrets
