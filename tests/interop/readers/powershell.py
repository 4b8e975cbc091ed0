"""What PyPI `tree-sitter-pwsh`, a grammar of PowerShell, makes of a script, as JSON.

    powershell.py <SCRIPT

Every command with its arguments: a text for what is literal, as PowerShell hands it on, and
`{"expanded": …}` for what it puts something else in place of. `errors` is what is no PowerShell.
"""

import json
import sys

import tree_sitter_pwsh
from tree_sitter import Language, Parser

source = sys.stdin.buffer.read()
root = Parser(Language(tree_sitter_pwsh.language())).parse(source).root_node


def text(node):
    return source[node.start_byte : node.end_byte].decode()


def nodes(node, kind):
    if node.type == kind:
        yield node
    for child in node.children:
        yield from nodes(child, kind)


def innermost(node):
    """The node below what only wraps it."""
    while node.named_child_count == 1 and node.named_children[0].byte_range == node.byte_range:
        node = node.named_children[0]
    return node


def argument(node):
    node = innermost(node)
    match node.type:
        case "command_parameter" | "generic_token" | "decimal_integer_literal":
            return text(node)
        case "verbatim_string_characters":
            # about_Quoting_Rules: of a text in single quotes, nothing but a doubled quote is read.
            return text(node)[1:-1].replace("''", "'")
        case _:
            return {"expanded": text(node), "of": [text(own) for own in node.named_children]}


def words(command):
    yield text(command.child_by_field_name("command_name"))
    for element in command.child_by_field_name("command_elements").named_children:
        if element.type != "command_argument_sep":
            yield argument(element)


statements = [own for own in root.named_children if own.type == "statement_list"]
json.dump(
    {
        "errors": [text(own) for own in nodes(root, "ERROR")] + [text(own) for own in nodes(root, "MISSING")],
        "is_broken": root.has_error,
        "statements": sum(len(own.named_children) for own in statements),
        "commands": [list(words(own)) for own in nodes(root, "command") if own.child_by_field_name("command_elements")],
    },
    sys.stdout,
)
