"""An algebra of truths whose amounts and values are nodes still: for engines that have them measured."""

from __future__ import annotations

from cchc_rules.language.nodes import Node
from cchc_rules.program.translation import Algebra, T, W


class NodesAsValues(Algebra[T, Node, Node, W]):
    """An algebra of truths alone: its amounts and plain values are the nodes themselves, for others to measure."""

    def _give_node(self, node: Node, *parts: object) -> Node:
        return node

    state_number = read_number = read_score = define_amount = add = subtract = multiply = count_days = _give_node
    turn_sign = count_calendar = _give_node
    divide = choose_amount = count = share = add_up = take_extreme = count_members = count_run = _give_node
    state_plain = read_plain = read_grade = define_plain = read_as_of = choose_plain = take_extreme_date = _give_node
