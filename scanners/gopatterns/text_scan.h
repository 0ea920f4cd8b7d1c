// Runs rules for any text over one file after another. One thread.
#pragma once

#include <string_view>
#include <vector>

#include "gate/core/scanner.h"
#include "scanners/gopatterns/evaluate.h"
#include "scanners/gopatterns/text_subject.h"

namespace gogate::gopatterns {

class TextScan {
 public:
  // As git tells texts from other content: by a NUL near the beginning.
  static bool is_text(std::string_view bytes);

  // `text` must outlive the runs.
  void open(std::string_view text) { subject_.open(text); }
  // The findings' rule is rule.source->info.
  void run(const CompiledRule& rule, BlobResult& out);

 private:
  TextSubject subject_;
  Evaluator evaluator_{subject_};
  std::vector<Range> ranges_;
};

}  // namespace gogate::gopatterns
