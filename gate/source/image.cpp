#include "gate/source/image.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "gate/source/archive.h"
#include "gate/source/decode.h"
#include "gate/source/image_layout.h"

namespace gogate::source {
namespace {

// Shared by all readers; immutable after plan().
struct Parts {
  std::optional<ImageFiles> files;
  ImageLayout layout;
  std::map<std::string, std::string_view> bytes;  // by path
};

class ImageReader final : public Reader {
 public:
  explicit ImageReader(std::shared_ptr<const Parts> parts) : parts_(std::move(parts)) {}
  Result<Content> read(const Item& item) override {
    Content out;
    const auto at = parts_->bytes.find(item.path);
    if (at != parts_->bytes.end()) out.bytes = at->second;
    return out;
  }

 private:
  std::shared_ptr<const Parts> parts_;
};

// What a layer does to those below it.
struct LayerNames {
  std::set<std::string, std::less<>> files;     // and links
  std::set<std::string, std::less<>> whiteouts;  // what it deletes
  std::set<std::string, std::less<>> opaque;     // folders whose older content it hides
};

LayerNames names_of(std::string_view layer) {
  constexpr std::string_view kWhiteout = ".wh.";
  constexpr std::string_view kOpaque = ".wh..wh..opq";
  LayerNames out;
  auto archive = Archive::open(layer);
  if (!archive) return out;
  Allowance allowance = allowance_of(layer.size());
  for (;;) {
    const auto next = archive->next(allowance);
    if (!next || *next == nullptr) return out;
    const Member& m = **next;
    if (m.kind == Member::Kind::other) continue;
    const std::size_t slash = m.path.rfind('/');
    const std::string folder = slash == std::string::npos ? "" : m.path.substr(0, slash + 1);
    const std::string name = m.path.substr(folder.size());
    if (name == kOpaque)
      out.opaque.insert(folder);
    else if (name.starts_with(kWhiteout))
      out.whiteouts.insert(folder + name.substr(kWhiteout.size()));
    else
      out.files.insert(m.path);
  }
}

enum class Fate : std::uint8_t { stands, deleted, replaced };

Fate fate_in(const LayerNames& layer, std::string_view path) {
  if (layer.files.contains(path)) return Fate::replaced;
  if (layer.whiteouts.contains(path)) return Fate::deleted;
  if (layer.opaque.contains("")) return Fate::deleted;
  for (std::size_t at = path.find('/'); at != std::string_view::npos; at = path.find('/', at + 1)) {
    if (layer.whiteouts.contains(path.substr(0, at)) || layer.files.contains(path.substr(0, at))) return Fate::deleted;
    if (layer.opaque.contains(path.substr(0, at + 1))) return Fate::deleted;
  }
  return Fate::stands;
}

class ImageSource final : public Source {
 public:
  ImageSource(std::string name, std::string root, ImageFiles files, ImageLayout layout)
      : name_(std::move(name)), root_(std::move(root)), parts_(std::make_shared<Parts>()) {
    parts_->files.emplace(std::move(files));
    parts_->layout = std::move(layout);
  }

  Result<Plan> plan() override {
    Plan plan;
    ImageLayout& layout = parts_->layout;
    const std::string prefix = name_ + "!/";
    for (ImageLayer& layer : layout.layers) add(plan, prefix + layer.name, layer.bytes, true);
    // The largest first: then threads end together.
    std::ranges::stable_sort(plan.items, std::ranges::greater{}, &Item::size);
    for (const ImageText& t : layout.texts) add(plan, prefix + t.name, t.text, false);
    for (const Gap& g : layout.gaps) {
      plan.gaps.push_back(g);
      plan.gaps.back().place = g.place.empty() ? name_ : prefix + g.place;
    }
    const std::size_t n = layout.images.size();
    plan.scope = "image " + name_ + " (" + (n == 1 ? "" : std::to_string(n) + " images, ") + std::to_string(layout.layers.size()) +
                 (layout.layers.size() == 1 ? " layer)" : " layers)");
    plan.root = root_;
    plan.content_changed = !plan.items.empty();
    return plan;
  }

  [[nodiscard]] std::unique_ptr<Reader> reader() const override { return std::make_unique<ImageReader>(parts_); }

  std::vector<Circumstance> circumstances(std::span<const std::string> paths) override {
    std::vector<Circumstance> out(paths.size());
    for (std::size_t i = 0; i < paths.size(); ++i) out[i] = circumstance(paths[i]);
    return out;
  }

 private:
  void add(Plan& plan, std::string path, std::string_view bytes, bool is_layer) {
    const std::string first = path;
    for (int n = 2; parts_->bytes.contains(path); ++n) path = first + " (" + std::to_string(n) + ")";
    Item item;
    item.path = std::move(path);
    item.size = bytes.size();
    item.unpacks = is_layer;
    parts_->bytes[item.path] = bytes;
    plan.items.push_back(std::move(item));
  }

  const LayerNames& names(std::size_t layer) {
    const auto [it, is_new] = names_.try_emplace(layer);
    if (is_new) it->second = names_of(parts_->layout.layers[layer].bytes);
    return it->second;
  }

  Circumstance circumstance(std::string_view path) {
    const ImageLayout& layout = parts_->layout;
    const std::string prefix = name_ + "!/";
    if (!path.starts_with(prefix)) return {};
    path.remove_prefix(prefix.size());
    const auto layer = std::ranges::find_if(layout.layers, [&](const ImageLayer& l) {
      return path.starts_with(l.name) && path.size() > l.name.size() && path[l.name.size()] == '/';
    });
    if (layer == layout.layers.end()) return {};
    path.remove_prefix(layer->name.size() + 1);
    path = path.substr(0, path.find("!/"));  // of an archive in the layer
    Circumstance best;
    for (const LayerUse& use : layer->uses) {
      const Image& image = layout.images[use.image];
      Circumstance now;
      now.before = "layer " + std::to_string(use.number) + " of " + std::to_string(image.layers.size()) +
                   (layout.images.size() > 1 && !image.name.empty() ? " in " + image.name : "") + ": ";
      now.quoted = use.made_by.empty() ? "(no history)" : use.made_by;
      now.after = "; the file still stands in the final image";
      bool stands = true;
      for (std::size_t k = use.number; k < image.layers.size() && stands; ++k) {
        if (image.layers[k] == kNoLayer) continue;
        const Fate fate = fate_in(names(image.layers[k]), path);
        if (fate == Fate::stands) continue;
        stands = false;
        now.after = "; layer " + std::to_string(k + 1) + (fate == Fate::deleted ? " deletes" : " replaces") +
                    " the file, but whoever has the image has this layer too";
      }
      if (stands) return now;
      if (best.before.empty()) best = std::move(now);
    }
    return best;
  }

  std::string name_;
  std::string root_;
  std::shared_ptr<Parts> parts_;
  std::map<std::size_t, LayerNames> names_;
};

}  // namespace

Result<std::unique_ptr<Source>> open_image(const std::string& path, Limits limits) {
  namespace fs = std::filesystem;
  std::error_code ec;
  const fs::path real = fs::canonical(path, ec);
  if (ec) return fail(Errc::usage, path + ": no such file or folder");
  ImageFiles files = GATE_TRY(ImageFiles::open(real.string(), limits.max_file_size));
  auto layout = read_image_layout(files);
  if (!layout) return std::unexpected(std::move(layout).error().within(path));
  return std::make_unique<ImageSource>(real.filename().string(), real.parent_path().string(), std::move(files), std::move(*layout));
}

}  // namespace gogate::source
