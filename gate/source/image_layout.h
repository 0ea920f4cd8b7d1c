// What the manifests of a container image say: which layers, made by which
// instructions, with which configuration. OCI image layout 1.x (index.json) and
// what `docker save` writes (manifest.json), whose parts the former refers to.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "gate/core/coverage.h"
#include "gate/core/result.h"
#include "gate/source/image_files.h"

namespace gogate::source {

// A layer's place in one image.
struct LayerUse {
  std::size_t image = 0;
  std::size_t number = 0;  // from 1
  std::string made_by;     // the history's created_by, readable; may hold secrets
};

struct ImageLayer {
  std::string name;  // "sha256:1a2b3c4d5e6f"
  std::string_view bytes;
  std::vector<LayerUse> uses;
};

inline constexpr std::size_t kNoLayer = static_cast<std::size_t>(-1);

struct Image {
  std::string name;                 // a tag or platform, to tell several apart; may be empty
  std::vector<std::size_t> layers;  // into ImageLayout::layers, from the bottom up; kNoLayer: it is not there
};

// A text of the image: "sha256:1a2b3c4d5e6f/environment", …
struct ImageText {
  std::string name;
  std::string text;
};

struct ImageLayout {
  std::vector<Image> images;
  std::vector<ImageLayer> layers;  // each once
  std::vector<ImageText> texts;
  std::vector<Gap> gaps;  // place: relative to the image
};

// Errc::usage: it is no image. Whatever it lacks or cannot be read is a gap.
// Views are those of `files`.
Result<ImageLayout> read_image_layout(ImageFiles& files);

// "RUN make" for "/bin/sh -c make", "ENV A=1" for "/bin/sh -c #(nop)  ENV A=1".
std::string readable_instruction(std::string_view created_by);

}  // namespace gogate::source
