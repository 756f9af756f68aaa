"""Measures functions: a brace counter for C++, the syntax tree for Python."""

import ast
import re

BLANKED = re.compile(
    r'//[^\n]*|/\*.*?\*/|R"([^()\s\\]{0,16})\(.*?\)\1"|"(?:\\.|[^"\\\n])*"|'
    r"(?<![0-9A-Fa-f])'(?:\\.|[^'\\\n])+'|^[ \t]*#(?:\\\n|[^\n])*", re.S | re.M)
CONTAINER = re.compile(r"^(?:template\b.*>\s*)?(?:inline\s+)?(?:typedef\s+)?"
                       r"(?:namespace|class|struct|union|enum|extern)\b", re.S)
CONTROL = re.compile(r"^(?:else\s*)?(?:if|for|while|switch|do|else|try|catch)\b", re.S)
LABEL = re.compile(r"^(?:public|private|protected)\s*:\s*")


class Function:
    """Where a function starts, how long its body is, its parameters and deepest nesting."""

    def __init__(self, name, line, params):
        self.name, self.line, self.params = name, line, params
        self.lines, self.nesting = 0, 0


def blanked(text):
    """The text without comments, strings and preprocessor lines; lines keep their place."""
    return BLANKED.sub(lambda m: re.sub(r"[^\n]", " ", m.group()), text)


def commas(text):
    """Parameters in a parameter list, brackets of any kind counted as one."""
    depth, count = 0, 1
    for sign in text:
        if sign in "(<[{":
            depth += 1
        elif sign in ")>]}":
            depth -= 1
        elif sign == "," and depth == 0:
            count += 1
    return count if text.strip() not in ("", "void") else 0


def signature(head):
    """(name, parameters) when the text before a brace is a function's head, else None."""
    head = LABEL.sub("", head.strip())
    if CONTAINER.match(head) and not re.match(r'^extern\s*"', head) and "(" not in head:
        return None
    if CONTAINER.match(head) and re.match(r"^(?:inline\s+)?(?:namespace|enum)\b", head):
        return None
    match = re.search(r"([~\w]+|operator\s*\S{1,3})\s*\(", head)
    if not match or re.search(r"=\s*$", head):
        return None
    depth, end = 0, len(head)
    for place in range(match.end() - 1, len(head)):
        depth += (head[place] == "(") - (head[place] == ")")
        if depth == 0:
            end = place
            break
    return match.group(1), commas(head[match.end():end])


def opened(head, scopes, line):
    """The scope that a brace after `head` opens: ("outer", None), ("body", F) or ("block", F)."""
    inside = next((f for kind, f in reversed(scopes) if kind != "outer"), None)
    if inside is not None:
        return ("block" if CONTROL.match(head.strip()) else "plain", inside)
    told = signature(head)
    if told is None:
        return ("outer", None)
    return ("body", Function(told[0], line, told[1]))


def cpp_functions(text):
    """The functions of a C++ source."""
    text, scopes, found = blanked(text), [], []
    head, line, head_line, round_depth = "", 1, 1, 0
    for sign in text:
        line += sign == "\n"
        if sign == "(":
            round_depth += 1
        elif sign == ")":
            round_depth = max(0, round_depth - 1)
        if sign == "{":
            kind, function = opened(head, scopes, head_line)
            scopes.append((kind, function))
            if kind == "body":
                function.lines = -line
                found.append(function)
            elif kind == "block":
                blocks = sum(k == "block" and f is function for k, f in scopes)
                function.nesting = max(function.nesting, blocks)
            head, round_depth = "", 0
        elif sign == "}":
            kind, function = scopes.pop() if scopes else ("outer", None)
            if kind == "body":
                function.lines += line
            head = ""
        elif sign == ";" and round_depth == 0:
            head = ""
        else:
            if not head.strip():
                head_line = line
            head += sign
    return found


def nesting_of(node):
    """The deepest nesting of control statements below a Python node."""
    deepest = 0
    for name, value in ast.iter_fields(node):
        for child in value if isinstance(value, list) else [value]:
            own = not isinstance(child, (ast.FunctionDef, ast.ClassDef))
            if not isinstance(child, ast.AST) or not own:
                continue
            chained = isinstance(node, ast.If) and isinstance(child, ast.If)
            elif_branch = chained and name == "orelse"
            control = isinstance(child, (ast.If, ast.For, ast.While, ast.Try, ast.With))
            deepest = max(deepest, nesting_of(child) + (control and not elif_branch))
    return deepest


def python_functions(text):
    """The functions of a Python source; `self` is no parameter."""
    found = []
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            told = node.args
            names = [a.arg for a in told.posonlyargs + told.args + told.kwonlyargs]
            function = Function(node.name, node.lineno, len([n for n in names if n != "self"]))
            function.lines = node.end_lineno - node.lineno
            function.nesting = nesting_of(node)
            found.append(function)
    return found
