// The data of the manifest of a Kubernetes Secret, in YAML and JSON.
#include "scanners/secrets/named_reader.h"

namespace gogate::secrets {
namespace {

using namespace named;

// Between lines of ---, within bounds.
Extent document_around(std::string_view text, std::size_t at) {
  const std::size_t least = at > kSecretReach ? at - kSecretReach : 0;
  const std::size_t most = std::min(text.size(), at + kSecretReach);
  const std::size_t before = text.substr(least, at - least).rfind("\n---");
  const std::size_t behind = text.substr(at, most - at).find("\n---");
  return {before == npos ? least : least + before + 4, behind == npos ? most : at + behind};
}

// The JSON object whose member begins at `at`, within bounds; braces in strings
// can make it shorter or longer than it is.
Extent object_around(std::string_view text, std::size_t at) {
  Extent out{at > kSecretReach ? at - kSecretReach : 0, std::min(text.size(), at + kSecretReach)};
  std::size_t depth = 0;
  for (std::size_t i = at; i-- > out.begin;) {
    if (text[i] == '}') ++depth;
    if (text[i] == '{' && depth-- == 0) out.begin = i;
  }
  depth = 0;
  for (std::size_t i = at; i < out.end; ++i) {
    if (text[i] == '{') ++depth;
    if (text[i] == '}' && depth-- == 0) out.end = i + 1;
  }
  return out;
}

void read_data_mapping(std::string_view document, std::size_t begin, std::string_view key,
                       std::vector<NamedValue>& out) {
  for (std::size_t found = document.find(key, begin); found != npos; found = document.find(key, found + 1)) {
    if (found > 0 && !is_space(document[found - 1])) continue;
    const std::size_t from = out.size();
    NamedReader(document, 0, document.size(), out).children(found, found, true, true);
    for (std::size_t i = from; i < out.size(); ++i) {
      out[i].base64 = key == "data:";
      out[i].says = credential_name(out[i].name).says;
      out[i].quoted = true;
    }
  }
}

// "data": {"a": "…", …}
void read_data_object(std::string_view document, std::size_t begin, std::string_view key,
                      std::vector<NamedValue>& out) {
  std::size_t p = document.find(key, begin);
  if (p == npos) return;
  p = document.find('{', p + key.size());
  const std::size_t close = p == npos ? npos : document.find('}', p);
  if (close == npos) return;
  while (p < close && out.size() < kMostChildren) {
    const std::size_t name = document.find('"', p);
    if (name >= close) return;
    const std::size_t name_end = document.find('"', name + 1);
    const std::size_t value = name_end == npos ? npos : document.find('"', name_end + 1);
    const std::size_t value_end = value == npos ? npos : document.find('"', value + 1);
    if (value >= close || value_end > close) return;
    const std::string_view called = document.substr(name + 1, name_end - name - 1);
    if (value_end > value + 1)
      out.push_back({value + 1, value_end, called, credential_name(called).says, true, key == "\"data\""});
    p = value_end + 1;
  }
}

}  // namespace

bool read_kubernetes_secret(std::string_view text, std::size_t at, std::vector<NamedValue>& out) {
  const Extent manifest = text[at] == '"' ? object_around(text, at) : document_around(text, at);
  const std::string_view document = text.substr(0, manifest.end);
  if (text[at] == '"') {
    for (const std::string_view key : {"\"data\"", "\"stringData\""})
      read_data_object(document, manifest.begin, key, out);
  } else {
    for (const std::string_view key : {"data:", "stringData:"}) read_data_mapping(document, manifest.begin, key, out);
  }
  const Extent near = lines_around(text, at, at);
  return near.begin <= manifest.begin && manifest.end <= near.end;
}

}  // namespace gogate::secrets
