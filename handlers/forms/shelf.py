"""All the forms that there are: the shipped ones, and an office's own in a folder.

A file of the office's takes the place of the shipped form with the same slug. A file that is no
form is refused for itself; the others are there all the same.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from handlers.forms.definition import Form
from handlers.forms.entries import FormFault
from handlers.forms.reading import LARGEST, DefinitionRefused, read_form

SHIPPED = Path(__file__).with_name("definitions")


@dataclass(frozen=True)
class Loaded:
    """`forms` are those in force by slug; `versions` also the older ones, for what was filed then;
    `faults` is what was refused."""

    forms: Mapping[str, Form]
    versions: Mapping[tuple[str, int], Form]
    faults: tuple[FormFault, ...]

    def of(self, slug: str, version: int | None = None) -> Form | None:
        """The form that something was filed on: in its version where it is kept, else as it is."""
        if version is not None and (slug, version) in self.versions:
            return self.versions[slug, version]
        return self.forms.get(slug)


def load(folder: Path | None = None) -> Loaded:
    """Every form, the office's own from `folder`. Never raises for what stands in a file."""
    faults: list[FormFault] = []
    forms: dict[str, Form] = {}
    versions: dict[tuple[str, int], Form] = {}
    for place in filter(None, [SHIPPED, folder]):
        found = _in_folder(place, faults)
        newest = {form.slug: form for _, form in sorted(found.items())}
        for slug, form in _without_clashes(newest, forms, faults):
            forms[slug] = form
            versions |= {key: each for key, each in found.items() if key[0] == slug}
    return Loaded(forms, versions, tuple(faults))


def _in_folder(folder: Path, faults: list[FormFault]) -> dict[tuple[str, int], Form]:
    found: dict[tuple[str, int], Form] = {}
    for path in _files(folder, faults):
        try:
            with path.open("rb") as opened:
                form = read_form(opened.read(LARGEST + 1), path.name)
        except DefinitionRefused as refused:
            faults.extend(refused.faults)
        except OSError:
            faults.append(FormFault(path.name, "", "unreadable"))
        else:
            if (form.slug, form.version) in found:
                facts = {"value": form.slug, "version": form.version}
                faults.append(FormFault(path.name, "version", "version_twice", facts))
            found.setdefault((form.slug, form.version), form)
    return found


def _files(folder: Path, faults: list[FormFault]) -> list[Path]:
    try:
        every = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError:
        faults.append(FormFault(folder.name, "", "unreadable"))
        return []
    return [p for p in every if p.suffix.lower() == ".toml" and not p.name.startswith((".", "~"))]


def _without_clashes(
    newest: Mapping[str, Form], before: Mapping[str, Form], faults: list[FormFault]
) -> Iterator[tuple[str, Form]]:
    """The forms whose numbers are their own: two forms with one prefix would share a series."""
    taken = {form.prefix: slug for slug, form in before.items() if slug not in newest}
    for slug, form in newest.items():
        other = taken.setdefault(form.prefix, slug)
        if other == slug:
            yield slug, form
        else:
            facts = {"value": form.prefix, "other": other}
            faults.append(FormFault(form.file, "prefix", "prefix_taken", facts))
