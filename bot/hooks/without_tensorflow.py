"""Run Rasa without TensorFlow.

Rasa imports TensorFlow wherever it is used or not; we use none of the components
that need it. With these stand-ins in its place the process is ready in half the
time with a third of the memory, and two gigabytes (and their advisories) need not
be installed at all. See docs/adr/0003-uden-tensorflow.md.

Importing this module puts the stand-ins in place; it must come before any of
Rasa's. A stand-in can be inherited from, called as a decorator and named in a
type, which is all that Rasa's modules do with TensorFlow when they are imported.
"""

import importlib.abc
import importlib.machinery
import sys
import types
from collections.abc import Sequence
from typing import Any

ABSENT = ("tensorflow", "tensorflow_addons", "tensorflow_hub", "tensorflow_text", "keras")


class _Anything(type):
    """A class whose every attribute is the stand-in again."""

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn

    def __getitem__(cls, item: Any) -> Any:
        return cls

    def __or__(cls, other: Any) -> Any:
        return cls


class StandIn(metaclass=_Anything):
    """In place of whatever TensorFlow has by that name."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        pass

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        decorates = len(args) == 1 and not kwargs and callable(args[0])
        return args[0] if decorates else super().__new__(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        pass

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return args[0] if len(args) == 1 and callable(args[0]) else self

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn


class _Module(types.ModuleType):
    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return StandIn


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Answers for every module below the absent packages."""

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> Any:
        if name.partition(".")[0] in ABSENT:
            return importlib.machinery.ModuleSpec(name, self, is_package=True)
        return None

    def create_module(self, spec: Any) -> types.ModuleType:
        module = _Module(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        pass


if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
    sys.meta_path.insert(0, _Finder())
