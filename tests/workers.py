"""Who of several workers gets what (`pytest -n 2 --dist loadfile`)."""

from __future__ import annotations

from xdist.scheduler import LoadFileScheduling
from xdist.workermanage import WorkerController

#: What takes longest comes first, so that nobody is left with it at the end.
LONG = (
    "browser",
    "tests/bot/test_attacked_words.py",
    "tests/handlers/test_questions_chumphon.py",
    "tests/handlers/test_small_numbers.py",
    "tests/soak/test_soak_short.py",
    "tests/bot/test_examples_in_chat.py",
    "tests/handlers/test_questions_voices.py",
)


class Files(LoadFileScheduling):
    """A file is one worker's; all that needs Chromium is one worker's, who starts it once."""

    def _split_scope(self, nodeid: str) -> str:
        file = str(super()._split_scope(nodeid))
        return "browser" if file.endswith(("_in_browser.py", "test_phone.py")) else file

    def _assign_work_unit(self, node: WorkerController) -> None:
        for scope in reversed(LONG):
            if scope in self.workqueue:
                self.workqueue.move_to_end(scope, last=False)
        super()._assign_work_unit(node)
