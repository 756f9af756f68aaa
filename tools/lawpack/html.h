#pragma once

#include <string>
#include <string_view>

namespace cpa::lawpack {

/// Text as it may stand in an element or a quoted attribute.
std::string escape_html(std::string_view text);

/// `<name attributes>content</name>`; `content` is HTML already.
std::string element(std::string_view name, std::string_view content,
                    std::string_view attributes = "");

/// A whole page around `body`, with the style of the book: readable on a phone and on paper, light
/// and dark, without scripts or anything from elsewhere.
std::string page(std::string_view language, std::string_view title, std::string_view body);

}  // namespace cpa::lawpack
