"""What to do with whom: a playbook of rules, the strategies it gives, targets, and the call list."""

from analysis.strategies.call_list import call_list
from analysis.strategies.choose import Chosen, SegmentStrategy, StrategyContext, StrategyShare, choose
from analysis.strategies.figures import Figure
from analysis.strategies.lint import Domain, lint
from analysis.strategies.matching import PlaybookFinding
from analysis.strategies.playbook import PLAYBOOK_FILE, Playbook, Rule, Strategies, load_playbook, parse_playbook
from analysis.strategies.situation import TierNames
from analysis.strategies.targets import Target, Targets, set_targets

__all__ = [
    "PLAYBOOK_FILE",
    "Chosen",
    "Domain",
    "Figure",
    "Playbook",
    "PlaybookFinding",
    "Rule",
    "SegmentStrategy",
    "Strategies",
    "StrategyContext",
    "StrategyShare",
    "Target",
    "Targets",
    "TierNames",
    "call_list",
    "choose",
    "lint",
    "load_playbook",
    "parse_playbook",
    "set_targets",
]
