#include "gate/source/image_layout.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>

namespace gogate::source {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kManifestSize = std::size_t{16} << 20;  // registries take 4 MB
constexpr std::size_t kManifests = 10000;
constexpr int kIndexDepth = 4;
constexpr std::size_t kShortDigest = 12;

std::string text_at(const Json& j, const char* key) {
  const auto it = j.is_object() ? j.find(key) : j.end();
  return it != j.end() && it->is_string() ? it->get<std::string>() : std::string();
}
const Json* at(const Json& j, const char* key) {
  if (!j.is_object()) return nullptr;
  const auto it = j.find(key);
  return it == j.end() ? nullptr : &*it;
}

// "blobs/sha256/1a2b…"; empty for what is no digest: it becomes part of a path.
std::string path_of(const std::string& digest) {
  const std::size_t colon = digest.find(':');
  if (colon == std::string::npos || colon == 0 || colon + 1 == digest.size()) return {};
  const auto all = [&](std::string_view s, std::string_view also) {
    return std::ranges::all_of(s, [&](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || also.find(c) != std::string_view::npos; });
  };
  const std::string_view d = digest;
  if (!all(d.substr(0, colon), "+_-") || !all(d.substr(colon + 1), "ABCDEFGHIJKLMNOPQRSTUVWXYZ=_-")) return {};
  return "blobs/" + digest.substr(0, colon) + "/" + digest.substr(colon + 1);
}

std::string shortened(const std::string& digest) {
  const std::size_t colon = digest.find(':');
  return colon == std::string::npos ? digest.substr(0, kShortDigest) : digest.substr(0, colon + 1 + kShortDigest);
}

class LayoutReader {
 public:
  explicit LayoutReader(ImageFiles& files) : files_(files) {}

  Result<ImageLayout> read() {
    for (const Error& e : files_.damage())
      gap(e.code == Errc::too_large ? GapKind::too_large : GapKind::corrupt_object, "", "damaged; what stands behind the damage was not looked at: " + e.what);
    const auto index = parse("index.json");
    if (index) read_index(*index, {}, 0);
    if (out_.images.empty()) {
      const auto manifest = parse("manifest.json");
      if (manifest && manifest->is_array()) read_docker(*manifest);
      if (!index && !manifest && out_.gaps.empty())
        return fail(Errc::usage, "no container image: there is neither index.json nor manifest.json",
                    "--image takes what docker save writes, or a folder in OCI layout");
    }
    if (out_.images.empty() && out_.gaps.empty()) gap(GapKind::corrupt_object, "", "no image in it could be found");
    return std::move(out_);
  }

 private:
  void gap(GapKind kind, const std::string& place, std::string why, std::string next = {}) {
    out_.gaps.push_back({kind, place, std::move(why), std::move(next), false});
  }

  // Null where it is not there; damage is a gap.
  std::optional<Json> parse(const std::string& name, bool needed = false) {
    const auto bytes = files_.get(name);
    if (!bytes) {
      if (needed || bytes.error().code != Errc::not_found)
        gap(bytes.error().code == Errc::not_found ? GapKind::missing_object : GapKind::unreadable_file, name, bytes.error().what, bytes.error().next_step);
      return std::nullopt;
    }
    if (bytes->size() > kManifestSize) {
      gap(GapKind::too_large, name, "too large for a manifest");
      return std::nullopt;
    }
    Json json = Json::parse(*bytes, nullptr, false);
    if (json.is_discarded()) {
      gap(GapKind::corrupt_object, name, "is not JSON; it was scanned as text");
      out_.texts.push_back({name, std::string(*bytes)});
      return std::nullopt;
    }
    return json;
  }

  void read_index(const Json& index, const std::string& name, int depth) {
    if (const Json* notes = at(index, "annotations")) add_labels(*notes, name.empty() ? "index" : name);
    const Json* list = at(index, "manifests");
    if (list == nullptr || !list->is_array()) return;
    for (const Json& d : *list) {
      const std::string digest = text_at(d, "digest");
      const std::string path = path_of(digest);
      if (path.empty() || !seen_.insert(digest).second) continue;
      if (depth >= kIndexDepth || seen_.size() > kManifests) {
        gap(GapKind::analysis_bounded, shortened(digest), "one index too many within another; what it names was not looked at");
        continue;
      }
      std::string called = name;
      if (const Json* notes = at(d, "annotations"))
        for (const char* key : {"io.containerd.image.name", "org.opencontainers.image.ref.name"})
          if (called.empty()) called = text_at(*notes, key);
      if (const Json* p = at(d, "platform")) {
        const std::string platform = text_at(*p, "os") + "/" + text_at(*p, "architecture");
        called += (called.empty() ? "" : " ") + platform;
      }
      const auto manifest = parse(path, true);
      if (!manifest) continue;
      if (at(*manifest, "manifests") != nullptr)
        read_index(*manifest, called, depth + 1);
      else
        read_manifest(*manifest, called, digest);
    }
  }

  void read_manifest(const Json& manifest, const std::string& called, const std::string& digest) {
    if (const Json* notes = at(manifest, "annotations")) add_labels(*notes, shortened(digest));
    std::vector<std::string> names;
    std::vector<std::string> paths;
    if (const Json* layers = at(manifest, "layers"); layers != nullptr && layers->is_array()) {
      for (const Json& l : *layers) {
        const std::string of_layer = text_at(l, "digest");
        names.push_back(of_layer);
        paths.push_back(path_of(of_layer));
      }
    }
    std::string config;
    if (const Json* c = at(manifest, "config")) config = text_at(*c, "digest");
    add_image(called, config, path_of(config), names, paths);
  }

  void read_docker(const Json& list) {
    for (const Json& m : list) {
      std::string called;
      if (const Json* tags = at(m, "RepoTags"); tags != nullptr && tags->is_array() && !tags->empty() && (*tags)[0].is_string())
        called = (*tags)[0].get<std::string>();
      std::vector<std::string> paths;
      if (const Json* layers = at(m, "Layers"); layers != nullptr && layers->is_array())
        for (const Json& l : *layers) paths.push_back(l.is_string() ? l.get<std::string>() : std::string());
      const std::string config = text_at(m, "Config");
      // Named by digest, "1a2b….json" or "blobs/sha256/1a2b…".
      std::string digest = config.substr(config.rfind('/') == std::string::npos ? 0 : config.rfind('/') + 1);
      digest = "sha256:" + digest.substr(0, digest.find('.'));
      std::vector<std::string> names(paths.size());
      for (std::size_t i = 0; i < paths.size(); ++i)
        if (paths[i].starts_with("blobs/sha256/")) names[i] = "sha256:" + paths[i].substr(13);
      add_image(called, digest, config, names, paths);
    }
  }

  void add_image(const std::string& called, const std::string& config_digest, const std::string& config_path,
                 std::vector<std::string> names, const std::vector<std::string>& paths) {
    std::optional<Json> config;
    if (!config_path.empty()) config = parse(config_path, true);
    std::vector<std::string> made_by;
    if (config) {
      if (const Json* history = at(*config, "history"); history != nullptr && history->is_array()) {
        for (const Json& h : *history) {
          const Json* none = at(h, "empty_layer");
          if (none != nullptr && none->is_boolean() && none->get<bool>()) continue;
          made_by.push_back(readable_instruction(text_at(h, "created_by")));
        }
      }
      if (const Json* root = at(*config, "rootfs"))
        if (const Json* ids = at(*root, "diff_ids"); ids != nullptr && ids->is_array())
          for (std::size_t i = 0; i < names.size() && i < ids->size(); ++i)
            if (names[i].empty() && (*ids)[i].is_string()) names[i] = (*ids)[i].get<std::string>();
      if (configs_.insert(config_digest).second) add_config(std::move(*config), shortened(config_digest));
    }
    Image image{called, {}};
    const std::size_t number = out_.images.size();
    for (std::size_t i = 0; i < paths.size(); ++i) {
      const std::string& name = names[i].empty() ? paths[i] : names[i];
      auto known = layers_.find(name);
      if (known == layers_.end()) {
        const auto bytes = paths[i].empty() ? fail(Errc::corrupt, "its digest is none") : files_.get(paths[i]);
        if (!bytes) {
          gap(bytes.error().code == Errc::too_large ? GapKind::too_large : GapKind::missing_object, shortened(name), "layer " + std::to_string(i + 1) + ": " + bytes.error().what,
              bytes.error().next_step);
          image.layers.push_back(kNoLayer);
          continue;
        }
        known = layers_.emplace(name, out_.layers.size()).first;
        out_.layers.push_back({shortened(name), *bytes, {}});
      }
      image.layers.push_back(known->second);
      out_.layers[known->second].uses.push_back({number, i + 1, i < made_by.size() ? made_by[i] : std::string()});
    }
    out_.images.push_back(std::move(image));
  }

  void add_labels(const Json& labels, const std::string& where) {
    if (!labels.is_object()) return;
    std::string text;
    for (const auto& [key, value] : labels.items())
      if (value.is_string()) text += key + "=" + value.get<std::string>() + "\n";
    if (!text.empty()) out_.texts.push_back({where + "/annotations", std::move(text)});
  }

  // In the forms in which people write them, since a JSON string hides line ends and quotes.
  void add_config(Json config, const std::string& where) {
    std::string instructions;
    if (const Json* history = at(config, "history"); history != nullptr && history->is_array())
      for (const Json& h : *history)
        if (const std::string by = text_at(h, "created_by"); !by.empty()) instructions += readable_instruction(by) + "\n";
    std::string environment;
    std::string labels;
    for (const char* part : {"config", "container_config"}) {
      const Json* c = at(config, part);
      if (c == nullptr) continue;
      if (const Json* env = at(*c, "Env"); env != nullptr && env->is_array() && environment.empty())
        for (const Json& e : *env)
          if (e.is_string()) environment += e.get<std::string>() + "\n";
      if (const Json* l = at(*c, "Labels"); l != nullptr && l->is_object() && labels.empty())
        for (const auto& [key, value] : l->items())
          if (value.is_string()) labels += key + "=" + value.get<std::string>() + "\n";
      if (config[part].is_object()) {
        config[part].erase("Env");
        config[part].erase("Labels");
      }
    }
    config.erase("history");
    const auto add = [&](const char* name, std::string text) {
      if (!text.empty()) out_.texts.push_back({where + "/" + name, std::move(text)});
    };
    add("environment", std::move(environment));
    add("labels", std::move(labels));
    add("Dockerfile", std::move(instructions));
    add("config.json", config.dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
  }

  ImageFiles& files_;
  ImageLayout out_;
  std::set<std::string> seen_;
  std::set<std::string> configs_;
  std::map<std::string, std::size_t> layers_;
};

}  // namespace

std::string readable_instruction(std::string_view by) {
  constexpr std::string_view kShell = "/bin/sh -c ";
  constexpr std::string_view kNothing = "#(nop)";
  constexpr std::string_view kBuildkit = " # buildkit";
  if (by.ends_with(kBuildkit)) by.remove_suffix(kBuildkit.size());
  std::string run;
  if (by.starts_with(kShell)) {
    by.remove_prefix(kShell.size());
    if (by.starts_with(kNothing)) {
      by.remove_prefix(kNothing.size());
      while (by.starts_with(' ')) by.remove_prefix(1);
      return std::string(by);
    }
    run = "RUN ";
  }
  return run + std::string(by);
}

Result<ImageLayout> read_image_layout(ImageFiles& files) { return LayoutReader(files).read(); }

}  // namespace gogate::source
