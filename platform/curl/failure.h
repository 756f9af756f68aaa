#pragma once

#include <curl/curl.h>

#include <string_view>

#include "core/base/error.h"

namespace cpa::curl {

/// What is known of a transfer that failed.
struct Failure {
  CURLcode code{CURLE_OK};
  long system_error{0};   ///< errno of the connection, 0 when unknown
  std::string_view text;  ///< curl's own words
};

/// The class of `failure` in our terms, with the CURLcode as detail.
Error classify(const Failure& failure);

}  // namespace cpa::curl
