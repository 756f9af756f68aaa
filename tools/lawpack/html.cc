#include "tools/lawpack/html.h"

namespace cpa::lawpack {
namespace {

constexpr std::string_view kStyle = R"css(
:root{--paper:#fdfcf9;--ink:#1d1c1a;--soft:#5c5850;--line:#d9d4c8;
  --mark:#7a3b00;--link:#0b4f8a;--box:#f3f0e8}
@media (prefers-color-scheme:dark){:root{--paper:#171614;--ink:#ece8e0;--soft:#b0a99b;
  --line:#3b3833;--mark:#ffb877;--link:#8cc4ff;--box:#211f1c}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);
  font:1rem/1.55 Georgia,"Noto Serif",serif}
main,header,footer,nav{max-width:50rem;margin:0 auto;padding:0 1rem}
header{padding-top:2rem}h1{font-size:1.8rem;line-height:1.2;margin:.2rem 0}
h2{font-size:1.4rem;border-top:2px solid var(--line);padding-top:1.2rem;margin-top:2.5rem}
h3{font-size:1.15rem;margin:2rem 0 .2rem}h4{font-size:1rem;margin:1rem 0 .2rem}
a{color:var(--link)}a:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.skip{position:absolute;left:-100vw}
.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem}
code{font:.9em/1.5 ui-monospace,"DejaVu Sans Mono",monospace;overflow-wrap:anywhere}
pre{background:var(--box);padding:.6rem .8rem;margin:.4rem 0;white-space:pre-wrap;
  border-left:3px solid var(--line)}
.name{color:var(--soft);font-size:.9rem}
.open{color:var(--mark);font-weight:bold}
.rule{border-left:3px solid var(--line);padding-left:.9rem;margin:1rem 0}
.say{margin:.3rem 0;font-style:italic}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;min-width:30rem;font-size:.92rem}
th,td{text-align:left;vertical-align:top;padding:.3rem .6rem .3rem 0;
  border-bottom:1px solid var(--line)}
th{font-weight:normal;color:var(--soft)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.1rem 1rem;margin:.4rem 0}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
ul{padding-left:1.2rem}nav ul{columns:2 16rem}
@media (max-width:30rem){dl{grid-template-columns:1fr}dd{margin-bottom:.4rem}}
@media print{a{color:inherit;text-decoration:none}nav{display:none}.rule{break-inside:avoid}}
)css";

}  // namespace

std::string escape_html(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  for (const char c : text) {
    switch (c) {
      case '&':
        escaped += "&amp;";
        break;
      case '<':
        escaped += "&lt;";
        break;
      case '>':
        escaped += "&gt;";
        break;
      case '"':
        escaped += "&quot;";
        break;
      default:
        escaped += c;
    }
  }
  return escaped;
}

std::string element(std::string_view name, std::string_view content, std::string_view attributes) {
  std::string text = "<" + std::string(name);
  if (!attributes.empty()) text += " " + std::string(attributes);
  return text + ">" + std::string(content) + "</" + std::string(name) + ">";
}

std::string page(std::string_view language, std::string_view title, std::string_view body) {
  return "<!doctype html>\n<html lang=\"" + std::string(language) +
         "\">\n<head>\n<meta charset=\"utf-8\">\n"
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"color-scheme\" content=\"light dark\">\n" +
         element("title", escape_html(title)) + "\n<style>" + std::string(kStyle) +
         "</style>\n</head>\n<body>\n" + std::string(body) + "</body>\n</html>\n";
}

}  // namespace cpa::lawpack
