// source -> prefilter -> scanners -> findings, on all workers. Fills the
// report's runs, counts, findings, gaps, notes and warnings; the judge adds
// the verdict. Deterministic whatever the number of jobs.
#pragma once

#include "gate/cli/run/options.h"
#include "gate/core/report.h"
#include "gate/source/source.h"

namespace gogate::run {

// Scans every source in turn into one report. An error means that nothing may
// be judged (exit 4, or 130 with Errc::interrupted); whatever could not be
// read is a gap in the report instead.
Result<Ok> scan(std::span<const std::unique_ptr<source::Source>> sources, const Options& options, Report& report);

}  // namespace gogate::run
