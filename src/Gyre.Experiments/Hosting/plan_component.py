"""Hosts one Python class of an experiment plan behind Gyre's contract of commands (docs/reference/component-commands.md).

The class follows the interfaces of OctopusCL: models, transforms, splitters, metrics and artifacts. When that package can be imported
it is used; else small stand-ins with the same names take its place, so that such a class runs without it. Standard library only, Python
3.9 or later; whatever the class itself imports must be there.

Started as:  python3 plan_component.py FOLDER   (in the folder of the plan's code)
"""
import base64
import csv
import importlib
import importlib.util
import inspect
import io
import itertools
import json
import logging
import math
import os
import pickle
import random
import shutil
import sys
import tempfile
import traceback
import types
from abc import ABC, abstractmethod
from enum import Enum
from typing import Any, Dict, Generic, Iterable, List, Optional, Tuple, TypeVar

SCHEMA = 'schema.json'
NAN = float('nan')
CONSTANTS = {
    'SCHEMA_FILENAME': SCHEMA, 'EXAMPLES_CSV_FILENAME': 'examples.csv', 'EXAMPLES_DB_FILENAME': 'examples.db', 'EXAMPLES_DB_TABLE': 'examples',
    'FILES_DIR': 'files', 'SPLITS_DIR': 'splits', 'EXPERIENCE_DIR_PREFIX': 'experience', 'PARTITION_DIR_PREFIX': 'partition',
    'TRAINING_SPLIT_FILENAME': 'training.txt', 'TEST_SPLIT_FILENAME': 'test.txt', 'VALIDATION_SPLIT_FILENAME': 'validation.txt',
    'LOGGER_NAME': 'octopuscl_logger', 'DATETIME_FORMAT_ISO': '%Y-%m-%dT%H:%M:%S', 'DATETIME_FORMAT': '%Y-%m-%d %H:%M:%S',
}


class Refused(Exception):
    """What the user has to correct; told without a traceback."""


# ---------------------------------------------------------------------------------------------------------------------------------------
# The work: the request and its files
# ---------------------------------------------------------------------------------------------------------------------------------------


class Work:
    """The folder of one call. There is one in a process."""

    current: 'Work'

    def __init__(self, folder: str):
        self.folder = os.path.abspath(folder)
        self.request = self.read('request.json')
        self.classes: List[str] = self.request['classes']
        self.output: str = self.request['output']
        self.parameters: Dict[str, Any] = plain(self.request['parameters'])
        self.schema: Dict[str, Any] = self.request['schema']
        self.class_ids = {label: index for index, label in enumerate(self.classes)}

    def path(self, *names: str) -> str:
        return os.path.join(self.folder, *names)

    def read(self, name: str) -> Any:
        with open(self.path(name), encoding='utf-8') as file:
            return json.load(file)

    def write(self, name: str, document: Any) -> None:
        with open(self.path(name), 'w', encoding='utf-8') as file:
            json.dump(tagged(document), file, allow_nan=False)

    def rows(self, name: str) -> List[dict]:
        with open(self.path(name), encoding='utf-8') as file:
            return [json.loads(line) for line in file if line.strip()]

    def write_rows(self, name: str, rows: Iterable[dict]) -> None:
        with open(self.path(name), 'w', encoding='utf-8', newline='\n') as file:
            for row in rows:
                file.write(json.dumps(tagged(row), ensure_ascii=False, allow_nan=False))
                file.write('\n')

    def elements(self) -> List[dict]:
        return [one for role in ('inputs', 'outputs', 'metadata') for one in self.schema.get(role) or []]

    def names(self, role: str) -> List[str]:
        return [one['name'] for one in self.schema.get(role) or []]

    def dataset_folder(self, rows: Optional[List[dict]] = None) -> str:
        """A dataset folder that the schema is loaded from, with the examples when a class reads them itself."""
        folder = self.path('dataset')
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        with open(os.path.join(folder, SCHEMA), 'w', encoding='utf-8') as file:
            json.dump(self.schema, file)
        names = [one['name'] for one in self.elements()]
        with open(os.path.join(folder, 'examples.csv'), 'w', encoding='utf-8', newline='') as file:
            writer = csv.writer(file)
            writer.writerow(['id'] + names)
            for row in rows or []:
                writer.writerow([row['id']] + [cell(row['values'], name) for name in names])
        if self.request.get('files'):
            try:
                os.symlink(self.request['files'], os.path.join(folder, 'files'))
            except OSError:
                pass  # Some systems do not allow links; the dataset then has no folder of files.
        return folder

    def example(self, row: dict, as_ids: bool = True) -> Dict[str, Any]:
        """An example as a class sees it: missing values and nulls are NaN; labels of the output are numbers, as in a trial of OctopusCL."""
        values = row['values']
        example = {}
        for element in self.elements():
            value = plain(values.get(element['name']))
            if value is None:
                value = NAN
            elif as_ids and element['name'] == self.output and self.classes:
                value = self.class_ids[value]
            example[element['name']] = value
        return example


def cell(values: dict, name: str) -> str:
    if name not in values:
        return ''
    value = plain(values[name])
    if value is None:
        return 'null'
    return json.dumps(value) if isinstance(value, (list, bool)) else str(value)


def plain(value: Any) -> Any:
    """Numbers that are not finite travel as {"$float": "nan"}."""
    if isinstance(value, dict):
        if len(value) == 1 and isinstance(value.get('$float'), str):
            return float(value['$float'])
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    return value


def tagged(value: Any) -> Any:
    """The opposite of plain(), for values of numpy and torch too."""
    if isinstance(value, dict):
        return {str(key): tagged(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [tagged(one) for one in value]
    if value is None or isinstance(value, (str, bool, int)):
        return value
    if isinstance(value, float):
        if math.isfinite(value):
            return float(value)
        return {'$float': 'nan' if math.isnan(value) else 'inf' if value > 0 else '-inf'}
    return tagged(listed(value))


def listed(value: Any) -> Any:
    """Arrays and tensors as lists, their scalars as numbers."""
    if hasattr(value, 'detach'):
        value = value.detach().cpu()
    if hasattr(value, 'tolist'):
        return value.tolist()
    if hasattr(value, 'item'):
        return value.item()
    raise Refused(f'A value of the type {type(value).__name__} cannot be passed on.')


def is_missing(value: Any) -> bool:
    return value is None or isinstance(value, float) and math.isnan(value)


def log_metric(key: str, value: float, step: Optional[int] = None, *_args, **_kwargs) -> None:
    print(json.dumps({'metric': key, 'value': tagged(value), 'step': step or 0}), flush=True)


def log_artifact(local_path: str, artifact_path: Optional[str] = None, *_args, **_kwargs) -> None:
    folder = Work.current.path('artifacts', *([artifact_path] if artifact_path else []))
    os.makedirs(folder, exist_ok=True)
    shutil.copy(local_path, folder)


def is_importable(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


# ---------------------------------------------------------------------------------------------------------------------------------------
# Stand-ins for the interfaces
# ---------------------------------------------------------------------------------------------------------------------------------------


class Host(Enum):
    LOCAL = 0
    AWS = 1


class Device(Enum):
    CPU = 0
    GPU = 1
    AUTO = 2


class ValueType(Enum):
    BOOLEAN = 0
    INTEGER = 1
    FLOAT = 2
    TEXT = 3
    DATETIME = 4
    CATEGORY = 5
    GENERIC_FILE = 6
    DOCUMENT_FILE = 7
    IMAGE_FILE = 8
    VIDEO_FILE = 9
    AUDIO_FILE = 10
    SHAPE = 11


class MultiValue(Enum):
    UNORDERED = 0
    ORDERED = 1
    TIME_SERIES = 2


class Environment(Enum):
    DEVELOPMENT = 0
    STAGING = 1
    PRODUCTION = 2


class PipelineMode(Enum):
    TRAIN = 0
    EVAL = 1


class ModelType(Enum):
    CLASSIFIER = 0
    REGRESSOR = 1


class CILSplittingStrategy(Enum):
    RANDOM = 0
    ORDERED = 1


class DatasetNotLoadedError(Exception):
    def __init__(self, message: str = 'Dataset not loaded'):
        super().__init__(message)


class DatasetSchema:
    """What a dataset looks like. A path that is not there any more, as in a model saved elsewhere, means the dataset of this call."""

    def __init__(self, path: str):
        self._path = present(path)
        with open(os.path.join(self._path, SCHEMA), encoding='utf-8') as file:
            document = json.load(file)
        self._name = document['name']
        self._description = document['description']
        self._inputs, self._outputs, self._metadata = (
            [self._element(one) for one in document.get(role) or []] for role in ('inputs', 'outputs', 'metadata'))

    @staticmethod
    def _element(document: dict) -> dict:
        element = dict(document)
        element['type'] = ValueType[document['type'].upper()]
        if document.get('multi_value'):
            element['multi_value'] = MultiValue[document['multi_value'].upper()]
        if document['name'] == Work.current.output and Work.current.classes and not element.get('num_classes'):
            element['num_classes'] = len(Work.current.classes)
        return element

    path = property(lambda self: self._path)
    name = property(lambda self: self._name)
    description = property(lambda self: self._description)
    inputs = property(lambda self: self._inputs)
    outputs = property(lambda self: self._outputs)
    metadata = property(lambda self: self._metadata)
    all_elements = property(lambda self: self._inputs + self._outputs + self._metadata)
    inspected = property(lambda self: True)

    def inspect(self) -> None:
        """Gyre has done it."""


def present(path: str) -> str:
    return path if os.path.isfile(os.path.join(path, SCHEMA)) else Work.current.path('dataset')


class Dataset(ABC):
    def __init__(self, schema: DatasetSchema):
        self._schema = schema
        self._input_processors = None
        self._transforms: Optional['TransformChain'] = None
        self._class_ids: Dict[str, Dict[str, int]] = {}

    name = property(lambda self: self.schema.name)
    path = property(lambda self: self.schema.path)
    schema = property(lambda self: self._schema)
    transforms = property(lambda self: self._transforms)

    @property
    def input_processors(self):
        return self._input_processors

    @input_processors.setter
    def input_processors(self, input_processors):
        self._input_processors = input_processors

    @abstractmethod
    def load_example(self, index: int) -> dict:
        """An example as it is."""

    def load_examples(self) -> Iterable[dict]:
        return (self.load_example(index) for index in range(len(self)))

    def get_example(self, index: int) -> dict:
        return self[index]

    def get_examples(self) -> Iterable[dict]:
        return (self[index] for index in range(len(self)))

    @abstractmethod
    def filter(self, examples: Iterable[int] = None, features: Iterable[str] = None, **kwargs) -> 'Dataset':
        """Some examples or features."""

    def transform(self, transformations: 'TransformChain') -> 'Dataset':
        before = self._transforms.transforms if self._transforms else []
        self._transforms = TransformChain(before + transformations.transforms)
        return self

    @abstractmethod
    def vectorize_example(self, example: dict) -> dict:
        """An example as numbers."""

    def get_class_ids(self, refresh: bool = False) -> Dict[str, Dict[str, int]]:
        """The labels of the whole dataset, not only those of this part of it."""
        if Work.current.classes:
            return {Work.current.output: dict(Work.current.class_ids)}
        return {}

    @abstractmethod
    def __len__(self) -> int:
        """Number of examples."""

    def __getitem__(self, index: int) -> dict:
        example = dict(self.load_example(index))
        example.pop('id', None)
        example.pop('ID', None)
        if self._transforms:
            example = self._transforms(example)
        return self.vectorize_example(example)


class EagerDataset(Dataset):
    def __init__(self, schema: DatasetSchema, examples=None):
        super().__init__(schema)
        self._loaded = examples is not None
        if examples is not None and hasattr(examples, 'to_dict'):
            examples = examples.to_dict('records')
        self._rows: List[dict] = list(examples or [])

    is_loaded = property(lambda self: self._loaded)

    @property
    def _examples(self):
        return frame(self._rows)

    def load(self) -> None:
        if not self._loaded:
            with open(os.path.join(self.schema.path, 'examples.csv'), encoding='utf-8', newline='') as file:
                self._rows = list(csv.DictReader(file))
        self._loaded = True

    def load_example(self, index: int) -> dict:
        self._check()
        return dict(self._rows[index])

    def filter(self, examples: Iterable[int] = None, features: Iterable[str] = None, **kwargs) -> 'EagerDataset':
        self._check()
        rows = self._rows
        if examples is not None:
            rows = [rows[index] for index in examples]
        if features is not None:
            features = list(features)
            rows = [{name: row[name] for name in features} for row in rows]
        if kwargs.get('inplace', False):
            self._rows = rows
            return self
        made = self.__class__(schema=self.schema, examples=rows)
        made.input_processors = self.input_processors
        made._transforms = self._transforms
        return made

    def __len__(self) -> int:
        self._check()
        return len(self._rows)

    def _check(self) -> None:
        if not self._loaded:
            raise DatasetNotLoadedError()


class LazyDataset(EagerDataset):
    """The rows of a call fit into memory, so that this is the same thing."""

    def close(self) -> None:
        """Nothing is open."""

    def __enter__(self):
        return self

    def __exit__(self, *_args):
        self.close()


class PyTorchDataset(EagerDataset):
    """Numbers as tensors of 32-bit floats, others through the processor of their type."""

    pytorch_dataset = property(lambda self: self)

    def vectorize_example(self, example: dict) -> dict:
        import torch
        kinds = {one['name']: one['type'] for one in self.schema.inputs}
        wanted = list(kinds) + [one['name'] for one in self.schema.outputs]
        return {name: self._tensor(torch, name, value, kinds.get(name)) for name, value in example.items() if name in wanted}

    def _tensor(self, torch, name: str, value: Any, kind: Optional[ValueType]):
        processor = self._input_processors[kind] if self._input_processors and kind else None
        if processor is not None:
            processed = processor(value)
            if isinstance(processed, torch.Tensor):
                return processed
            return {key: one if isinstance(one, torch.Tensor) else torch.tensor(one) for key, one in processed.items()}
        if isinstance(value, str):
            raise ValueError(f'The value "{value}" of the element "{name}" is a text, which needs a transform or an input processor first.')
        return torch.as_tensor(value, dtype=torch.float32)


class InputProcessor(ABC):
    @abstractmethod
    def __call__(self, element_value):
        """A value as tensors."""


class InputProcessors:
    def __init__(self):
        self._processors = {}

    processors = property(lambda self: self._processors)

    def register(self, processors: dict) -> None:
        self._processors.update(processors)

    def __getitem__(self, modality):
        return self._processors.get(modality)


DatasetT = TypeVar('DatasetT', bound=Dataset)


class DataLoader(ABC, Generic[DatasetT]):
    def __init__(self, dataset, batch_size: int = 1, shuffle: bool = False, **_kwargs):
        if not isinstance(dataset, self.supported_dataset_type()):
            raise TypeError(f'{type(self).__name__} does not load a {type(dataset).__name__}.')
        self._dataset, self._batch_size, self._shuffle = dataset, batch_size, shuffle

    dataset = property(lambda self: self._dataset)
    batch_size = property(lambda self: self._batch_size)
    shuffle = property(lambda self: self._shuffle)

    @classmethod
    @abstractmethod
    def supported_dataset_type(cls):
        """The kind of dataset."""

    @abstractmethod
    def __iter__(self):
        """Batches."""

    def __len__(self) -> int:
        return -(-len(self._dataset) // self._batch_size)


class PyTorchDataLoader(DataLoader):
    """Batches of tensors, loaded by torch."""

    def __init__(self, dataset, batch_size: int = 1, shuffle: bool = False, **kwargs):
        super().__init__(dataset, batch_size, shuffle)
        from torch.utils.data import DataLoader as TorchLoader
        self._internal_loader = TorchLoader(dataset, batch_size=batch_size, shuffle=shuffle, collate_fn=collate, **kwargs)

    @classmethod
    def supported_dataset_type(cls):
        return PyTorchDataset

    def __getattr__(self, name: str):
        if name.startswith('_'):
            raise AttributeError(name)
        return getattr(self._internal_loader, name)

    def __iter__(self):
        return iter(self._internal_loader)


class PlainLoader(DataLoader):
    """Batches of lists, for datasets that need no library."""

    @classmethod
    def supported_dataset_type(cls):
        return Dataset

    def __iter__(self):
        order = list(range(len(self._dataset)))
        if self._shuffle:
            random.shuffle(order)
        for start in range(0, len(order), self._batch_size):
            examples = [self._dataset[index] for index in order[start:start + self._batch_size]]
            yield {name: [one[name] for one in examples] for name in examples[0]}


def collate(examples: List[dict]) -> dict:
    """A batch: tensors stacked; those of a processor's dictionary padded with zeros to the longest."""
    import torch

    def stack(values):
        if not isinstance(values[0], dict):
            return torch.stack(list(values))
        batch = {}
        for key in values[0]:
            longest = max(one[key].shape[1] for one in values)
            batch[key] = torch.cat([torch.nn.functional.pad(one[key], (0, longest - one[key].shape[1])) for one in values])
        return batch

    return {name: stack([one[name] for one in examples]) for name in examples[0]}


DataLoaderT = TypeVar('DataLoaderT', bound=DataLoader)


class Transform(ABC):
    def __init__(self, mode: PipelineMode, *_args, **_kwargs):
        self._mode = mode

    @property
    def mode(self) -> PipelineMode:
        return self._mode

    @mode.setter
    def mode(self, mode: PipelineMode) -> None:
        self._mode = mode

    @abstractmethod
    def transform(self, example: dict) -> dict:
        """The changed example."""

    def __call__(self, example: dict) -> dict:
        return self.transform(example)


class TransformEstimator(Transform):
    @abstractmethod
    def fit(self, examples: Iterable[dict]) -> None:
        """Learns from the training examples."""


class TransformChain:
    def __init__(self, transforms):
        if not transforms:
            raise ValueError("'transforms' must not be empty")
        self._transforms = list(transforms)

    transforms = property(lambda self: list(self._transforms))

    def fit(self, examples: Iterable[dict]) -> None:
        examples = list(examples)
        for one in self._transforms:
            if isinstance(one, TransformEstimator):
                one.fit(iter(examples))
            examples = [one(example) for example in examples]

    def transform(self, example: dict) -> dict:
        for one in self._transforms:
            example = one(example)
        return example

    def __call__(self, example: dict) -> dict:
        return self.transform(example)

    def set_mode(self, mode: PipelineMode) -> None:
        for one in self._transforms:
            one.mode = mode


class FeatureSelection(Transform):
    def __init__(self, mode: PipelineMode, features: Iterable[str]):
        super().__init__(mode)
        self._features = list(features)

    features = property(lambda self: list(self._features))

    def transform(self, example: dict) -> dict:
        return {name: example[name] for name in self._features}


class StandardScaler(TransformEstimator):
    """Subtracts the mean and divides by the population deviation; a constant feature becomes 0."""

    def __init__(self, mode: PipelineMode, features: Iterable[str]):
        super().__init__(mode)
        self._features = list(features)
        self._stats: Dict[str, Tuple[float, float]] = {}

    features = property(lambda self: list(self._features))

    def fit(self, examples: Iterable[dict]) -> None:
        examples = list(examples)
        for name in self._features:
            values = [one[name] for one in examples]
            mean = sum(values) / len(values) if values else 0.0
            spread = math.sqrt(sum((one - mean) ** 2 for one in values) / len(values)) if values else 0.0
            self._stats[name] = (mean, spread or 1.0)

    def transform(self, example: dict) -> dict:
        return {name: (one - self._stats[name][0]) / self._stats[name][1] if name in self._stats else one for name, one in example.items()}


class OutputEncoder(TransformEstimator):
    """Codes in the order of appearance."""

    def __init__(self, mode: PipelineMode, outputs: Iterable[str]):
        super().__init__(mode)
        self._outputs = list(outputs)
        self._code_book: Dict[str, Dict[Any, int]] = {name: {} for name in self._outputs}

    outputs = property(lambda self: list(self._outputs))
    code_book = property(lambda self: self._code_book)

    def fit(self, examples: Iterable[dict]) -> None:
        for example in examples:
            for name, book in self._code_book.items():
                book.setdefault(example[name], len(book))

    def transform(self, example: dict) -> dict:
        return {name: self._code_book[name][one] if name in self._code_book else one for name, one in example.items()}


class Partition:
    def __init__(self, training_indices: Iterable[int], test_indices: Iterable[int], validation_indices: Optional[Iterable[int]] = None):
        parts = [list(training_indices), list(test_indices), list(validation_indices or [])]
        together = list(itertools.chain(*parts))
        if len(together) != len(set(together)):
            raise ValueError('Training, test, and validation sets must be disjoint')
        self._training_indices, self._test_indices = frozenset(parts[0]), frozenset(parts[1])
        self._validation_indices = frozenset(parts[2]) if parts[2] else None

    training_indices = property(lambda self: self._training_indices)
    test_indices = property(lambda self: self._test_indices)
    validation_indices = property(lambda self: self._validation_indices)
    all_indices = property(lambda self: self._training_indices | self._test_indices | (self._validation_indices or frozenset()))


class Split:
    """Some examples of a dataset, and where they are in it."""

    def __init__(self, dataset: Dataset, indices: Iterable[int], name: Optional[str] = None):
        places = sorted(indices)
        if places and places[0] < 0:
            raise ValueError('Invalid indices. All indices must be non-negative.')
        self._dataset, self._indices, self._name = dataset.filter(examples=places), frozenset(places), name

    dataset = property(lambda self: self._dataset)
    indices = property(lambda self: self._indices)
    name = property(lambda self: self._name)

    def __len__(self) -> int:
        return len(self._indices)

    def __getitem__(self, index: int) -> dict:
        return self._dataset[index]


class ExperienceAttributeError(AttributeError):
    def __init__(self, message: str = 'Cannot access attribute in current experience mode.'):
        super().__init__(message)


class Experience:
    """A step of a stream. In a mode it gives only what that mode may see."""

    def __init__(self, index: int, dataset: Dataset, partitions, name: Optional[str] = None, task_label: Optional[str] = None):
        if len(dataset.schema.outputs) != 1:
            raise ValueError('The dataset must have one output.')
        self._index, self._schema, self.name, self._task_label, self.mode = index, dataset.schema, name, task_label, None
        self._training, self._test, self._validation = (
            [Split(dataset, indices) if indices else None for indices in (getattr(one, part) for one in partitions)]
            for part in ('training_indices', 'test_indices', 'validation_indices'))

    def _only_in(self, mode: PipelineMode, value: Any) -> Any:
        if self.mode not in (mode, None):
            raise ExperienceAttributeError()
        return value

    index = property(lambda self: self._index)
    schema = property(lambda self: self._schema)
    num_partitions = property(lambda self: len(self._training))
    training_data = property(lambda self: self._only_in(PipelineMode.TRAIN, self._training))
    validation_data = property(lambda self: self._only_in(PipelineMode.TRAIN, self._validation))
    test_data = property(lambda self: self._only_in(PipelineMode.EVAL, self._test))
    task_label = property(lambda self: self._only_in(PipelineMode.TRAIN, self._task_label))


class Splitter(ABC):
    def __init__(self, num_experiences: int = 1, num_partitions: int = 1, **_kwargs):
        self._num_experiences, self._num_partitions = num_experiences, num_partitions

    num_experiences = property(lambda self: self._num_experiences)
    num_partitions = property(lambda self: self._num_partitions)

    def split(self, dataset: Dataset) -> List[Experience]:
        chosen = self.get_experiences_examples(dataset=dataset)
        return self._experiences(dataset, [self.get_partitions_examples(experience_examples=one) for one in chosen])

    @staticmethod
    def from_predefined_splits(dataset: Dataset, path: str) -> List[Experience]:
        def indices(folder: str, name: str) -> List[int]:
            file = os.path.join(folder, f'{name}.txt')
            if name == 'validation' and not os.path.exists(file):
                return []
            with open(file, encoding='utf-8') as lines:
                return [int(line) for line in lines if line.strip()]

        def numbered(folder: str, prefix: str) -> List[str]:
            return [os.path.join(folder, f'{prefix}_{index}') for index in range(len(os.listdir(folder)))]

        return Splitter._experiences(dataset, [
            [Partition(*(indices(partition, name) for name in ('training', 'test', 'validation')))
             for partition in numbered(experience, 'partition')] for experience in numbered(path, 'experience')])

    @staticmethod
    def _experiences(dataset: Dataset, partitions: List[List[Partition]]) -> List[Experience]:
        tested: set = set()
        for experience in partitions:
            if len(experience) != len(partitions[0]):
                raise ValueError('All experiences must have the same number of partitions')
            if any(one.all_indices != experience[0].all_indices for one in experience):
                raise ValueError('All partitions must have the same set of indices')
            test = set(itertools.chain(*(one.test_indices for one in experience)))
            if tested & test:
                raise ValueError('There are test examples that belong to multiple experiences.')
            tested |= test
        return [Experience(index, dataset, one) for index, one in enumerate(partitions)]

    @abstractmethod
    def get_experiences_examples(self, dataset: Dataset) -> List[List[int]]:
        """Indexes of each experience."""

    @abstractmethod
    def get_partitions_examples(self, experience_examples) -> List[Partition]:
        """The partitions of one."""


class RandomPartitioner(Splitter):
    """The base of splitters that choose experiences themselves and divide each at random."""

    def __init__(self, seed: int, training_pct: float, test_pct: float, validation_pct: float = 0.0, num_experiences: int = 1,
                 num_partitions: int = 1):
        super().__init__(num_experiences, num_partitions)
        if round(training_pct + test_pct + validation_pct, 2) != 1.0:
            raise ValueError('The percentages do not add up to 1.')
        self._seed, self._training_pct, self._test_pct, self._validation_pct = seed, training_pct, test_pct, validation_pct

    seed = property(lambda self: self._seed)
    training_pct = property(lambda self: self._training_pct)
    test_pct = property(lambda self: self._test_pct)
    validation_pct = property(lambda self: self._validation_pct)

    def get_experiences_examples(self, dataset: Dataset) -> List[List[int]]:
        size, count = len(dataset) // self._num_experiences, self._num_experiences
        starts = [index * size for index in range(count)] + [len(dataset)]
        return [list(range(starts[index], starts[index + 1])) for index in range(count)]

    def get_partitions_examples(self, experience_examples) -> List[Partition]:
        random.seed(self._seed)
        partitions = []
        for _ in range(self._num_partitions):
            order = list(experience_examples)
            random.shuffle(order)
            first = int(len(order) * self._training_pct)
            second = first + int(len(order) * self._test_pct)
            partitions.append(Partition(order[:first], order[first:second], order[second:]))
        return partitions


class CILSplitter(RandomPartitioner):
    """The base of splitters whose experiences bring their own classes. A plan writes the strategy as a word."""

    def __init__(self, seed: int, training_pct: float, test_pct: float, validation_pct: float = 0.0, num_experiences: int = 1,
                 num_partitions: int = 1, strategy: Any = CILSplittingStrategy.RANDOM, class_order: Optional[List[int]] = None,
                 num_classes_per_experience: Optional[List[int]] = None):
        super().__init__(seed, training_pct, test_pct, validation_pct, num_experiences, num_partitions)
        if num_partitions > 1:
            raise NotImplementedError('Class-incremental learning does not support multiple partitions in a single experience yet.')
        self._strategy = CILSplittingStrategy[strategy.upper()] if isinstance(strategy, str) else strategy
        self._class_order, self.num_classes_per_experience = class_order, num_classes_per_experience
        if class_order is not None and self._strategy is not CILSplittingStrategy.ORDERED:
            raise ValueError('Class order is only supported for ordered splitting strategies.')
        if num_classes_per_experience is not None and len(num_classes_per_experience) != num_experiences:
            raise ValueError('The number of classes per experience provided must be equal to the number of experiences.')

    strategy = property(lambda self: self._strategy)
    class_order = property(lambda self: self._class_order)

    def get_experiences_examples(self, dataset: Dataset) -> List[List[int]]:
        output = dataset.schema.outputs[0]['name']
        ids = dataset.get_class_ids()[output]
        rows: Dict[int, List[int]] = {}
        for index, example in enumerate(dataset.load_examples()):
            rows.setdefault(ids[example[output]], []).append(index)
        order = sorted(rows) if self.class_order is None else list(self.class_order)
        for one in order:
            if one not in rows:
                raise ValueError(f'Class {one} provided in the class order is not present in the dataset.')
        if len(order) < self.num_experiences:
            raise ValueError('The number of classes in the dataset must be equal to or greater than the number of experiences.')
        if self.strategy is CILSplittingStrategy.RANDOM:
            random.seed(self.seed)
            random.shuffle(order)
        counts = self.num_classes_per_experience
        if counts is None:
            share = len(order) // self.num_experiences
            counts = [share] * (self.num_experiences - 1) + [len(order) - share * (self.num_experiences - 1)]
        if sum(counts) != len(order):
            raise ValueError('The sum of the number of classes per experience must be equal to the total number of classes in the dataset.')
        self.num_classes_per_experience = counts
        classes = iter(order)
        return [[row for one in itertools.islice(classes, count) for row in rows[one]] for count in counts]


class PythonModel:
    """Where mlflow is not there."""


class PythonModelContext:
    def __init__(self, artifacts: dict, model_config: dict):
        self.artifacts, self.model_config = artifacts, model_config


class EvaluationArtifact_(ABC):
    """mlflow's: what an artifact gives back."""

    def __init__(self, uri: str = '', content: Any = None):
        self._uri, self._content = uri, content

    uri = property(lambda self: self._uri)
    content = property(lambda self: self._content)


class MetricValue:
    def __init__(self, scores=None, justifications=None, aggregate_results=None):
        self.scores, self.justifications, self.aggregate_results = scores, justifications, aggregate_results or {}


def model_class():
    """The base of models, made late: it derives from mlflow's class when that is there."""
    base = importlib.import_module('mlflow.pyfunc').PythonModel

    class Model(ABC, Generic[DatasetT, DataLoaderT], base):
        def __init__(self, dataset_schema: DatasetSchema, device: Device, **_kwargs):
            self._dataset_schema, self._device = dataset_schema, device
            self._input_processors = None
            self._trained = False

        @classmethod
        @abstractmethod
        def name(cls) -> str:
            """Its name."""

        @classmethod
        @abstractmethod
        def type_(cls) -> ModelType:
            """Classifier or regressor."""

        @classmethod
        @abstractmethod
        def supported_dataset_types(cls) -> list:
            """Kinds of datasets."""

        @classmethod
        def description(cls) -> Optional[str]:
            return None

        dataset_schema = property(lambda self: self._dataset_schema)
        input_processors = property(lambda self: self._input_processors)
        is_trained = property(lambda self: self._trained)
        is_logged = property(lambda self: False)
        device = property(lambda self: self._device)

        def training_setup(self, training_set, validation_set) -> None:
            """Before training."""

        def training_teardown(self, training_set, validation_set, predictions) -> None:
            """After training."""

        @abstractmethod
        def train(self, training_set, validation_set, callbacks=None):
            """Learns."""

        def run_training(self, training_set, validation_set, callbacks=None):
            predictions = None
            try:
                self.training_setup(training_set=training_set, validation_set=validation_set)
                predictions = self.train(training_set=training_set, validation_set=validation_set, callbacks=callbacks)
                self._trained = True
            finally:
                self.training_teardown(training_set=training_set, validation_set=validation_set, predictions=predictions)
            return predictions

        def inference_setup(self, model_input, params=None) -> None:
            """Before predicting."""

        def inference_teardown(self, model_input, predictions, params=None) -> None:
            """After predicting."""

        @abstractmethod
        def predict(self, context, model_input, params=None):
            """Predictions for a batch, by output."""

        def run_inference(self, model_input):
            context = importlib.import_module('mlflow.pyfunc').PythonModelContext(artifacts={}, model_config={})
            found: Dict[str, list] = {one['name']: [] for one in model_input.dataset.schema.outputs}
            try:
                self.inference_setup(model_input=model_input)
                for batch in model_input:
                    predicted = self.predict(context=context, model_input=batch)
                    for name, together in found.items():
                        together.extend(predicted[name] if isinstance(predicted[name], list) else listed(predicted[name]))
            finally:
                self.inference_teardown(model_input=model_input, predictions=found)
            if is_importable('numpy'):
                return {name: importlib.import_module('numpy').array(one) for name, one in found.items()}
            return found

        @classmethod
        def mlflow_flavor(cls):
            return importlib.import_module('mlflow').pyfunc

        def log_to_mlflow(self, **_kwargs) -> None:
            """Gyre keeps every model."""

        @classmethod
        @abstractmethod
        def load_from_disk(cls, file_path: str) -> 'Model':
            """Reads a model."""

        @abstractmethod
        def save_to_disk(self, file_path: str) -> None:
            """Writes the model."""

    return Model


def torch_model_class(Model):
    """The base of models of torch: a module of the subclass, trained by its loss for each output."""

    class PyTorchModel(Model):
        def __init__(self, *, d_model: int, dataset_schema: DatasetSchema, output_hidden_layer: bool = False, output_hidden_size: int = 512,
                     loss_fn_config=None, optimizer_config=None, scheduler_config=None, epochs: int = 1, device: Device = Device.CPU,
                     **kwargs):
            super().__init__(dataset_schema=dataset_schema, device=device, **kwargs)
            self._init_args = dict(
                kwargs, d_model=d_model, dataset_schema=dataset_schema, output_hidden_layer=output_hidden_layer,
                output_hidden_size=output_hidden_size, loss_fn_config=loss_fn_config, optimizer_config=optimizer_config,
                scheduler_config=scheduler_config, epochs=epochs, device=device)
            for name, value in self._init_args.items():
                setattr(self, f'_{name}', value)
            self._module = self.loss_fn = self.optimizer = self.scheduler = None

        d_model = property(lambda self: self._d_model)
        output_hidden_layer = property(lambda self: self._output_hidden_layer)
        output_hidden_size = property(lambda self: self._output_hidden_size)
        epochs = property(lambda self: self._epochs)
        loss_fn_config = property(lambda self: self._loss_fn_config)
        optimizer_config = property(lambda self: self._optimizer_config)
        scheduler_config = property(lambda self: self._scheduler_config)

        @property
        def module(self):
            return self._module

        @module.setter
        def module(self, module):
            self._module = module

        @classmethod
        def supported_dataset_types(cls) -> list:
            return [PyTorchDataset]

        def training_setup(self, training_set, validation_set) -> None:
            self._module.train(True)
            if self.optimizer is None:
                self.loss_fn, self.optimizer, self.scheduler = get_training_components(
                    self._module, self._dataset_schema, get_pytorch_device(self._device), self._loss_fn_config, self._optimizer_config,
                    self._scheduler_config)

        def train(self, training_set, validation_set, callbacks=None):
            import torch
            self._module.to(get_pytorch_device(self._device))
            for epoch in range(self._epochs):
                self._module.train(True)
                self._pass('training', training_set, is_learning=True)
                if validation_set is not None:
                    with torch.no_grad():
                        self._pass('validation', validation_set, is_learning=False)
                for callback in callbacks or []:
                    callback(self, epoch)
            return None

        def _pass(self, part: str, batches, is_learning: bool) -> None:
            """One way through a set; what callbacks look at is left in attributes."""
            device = get_pytorch_device(self._device)
            inputs = [one['name'] for one in self._dataset_schema.inputs]
            outputs = [one['name'] for one in self._dataset_schema.outputs]
            targets, predictions, losses = {}, {}, []
            for batch in batches:
                wanted = {name: move_to_device(batch[name], device) for name in outputs if name in batch}
                if is_learning:
                    self.optimizer.zero_grad()
                found = self._module({name: move_to_device(batch[name], device) for name in inputs if name in batch})
                loss, by_output = self.loss_fn(found, wanted)
                if is_learning:
                    loss.backward()
                    self.optimizer.step()
                    if self.scheduler is not None:
                        self.scheduler.step()
                losses.append((float(loss), {name: float(one) for name, one in by_output.items()}))
                for name in wanted:
                    targets.setdefault(name, []).append(wanted[name].detach().cpu().numpy())
                    predictions.setdefault(name, []).append(found[name].detach().cpu().numpy())
            import numpy
            setattr(self, f'{part}_targets', {name: numpy.concatenate(one) for name, one in targets.items()})
            setattr(self, f'{part}_predictions', {name: numpy.concatenate(one) for name, one in predictions.items()})
            setattr(self, f'{part}_loss', sum(one for one, _ in losses) / max(len(losses), 1))
            setattr(self, f'{part}_loss_by_output', {
                name: sum(one[name] for _, one in losses) / len(losses) for name in (losses[0][1] if losses else {})})

        def training_teardown(self, training_set, validation_set, predictions) -> None:
            self._module.train(False)

        def inference_setup(self, model_input, params=None) -> None:
            self._module.eval()

        def predict(self, context, model_input, params=None):
            import torch
            device = get_pytorch_device(self._device)
            with torch.no_grad():
                found = self._module({name: move_to_device(one, device) for name, one in model_input.items()})
            return {name: one.detach().cpu().numpy() for name, one in found.items()}

        def save_to_disk(self, file_path: str) -> None:
            import torch
            path = file_path if file_path.endswith('.pth') else file_path + '.pth'
            arguments = {name: one for name, one in self._init_args.items() if name not in ('dataset_schema', 'device')}
            states = {name: one.state_dict() if one is not None else None for name, one in (
                ('module', self._module), ('optimizer', self.optimizer), ('scheduler', self.scheduler))}
            torch.save({'arguments': arguments, 'states': states}, path)

        @classmethod
        def load_from_disk(cls, file_path: str, device: Device = Device.CPU) -> 'PyTorchModel':
            import torch
            path = file_path if os.path.exists(file_path) else file_path + '.pth'
            saved = torch.load(path, map_location=get_pytorch_device(device))
            model = cls(dataset_schema=DatasetSchema(Work.current.path('dataset')), device=device, **saved['arguments'])
            model._module.load_state_dict(saved['states']['module'])
            model._module.to(get_pytorch_device(device))
            model.loss_fn, model.optimizer, model.scheduler = get_training_components(
                model._module, model._dataset_schema, get_pytorch_device(device), model._loss_fn_config, model._optimizer_config,
                model._scheduler_config)
            for name, one in (('optimizer', model.optimizer), ('scheduler', model.scheduler)):
                if one is not None and saved['states'][name] is not None:
                    one.load_state_dict(saved['states'][name])
            return model

    return PyTorchModel


def get_pytorch_device(device: Device):
    import torch
    if device == Device.GPU and not torch.cuda.is_available():
        raise ValueError('The device is gpu, but torch finds none.')
    return torch.device('cpu' if device == Device.CPU or not torch.cuda.is_available() else 'cuda')


def move_to_device(element, device):
    if isinstance(element, dict):
        return {key: move_to_device(one, device) for key, one in element.items()}
    return element.to(device)


def from_config(config: Optional[dict], *arguments):
    return import_class(config['class'])(*arguments, **(config.get('parameters') or {}))


def get_training_components(module, dataset_schema, device, loss_fn_config=None, optimizer_config=None, scheduler_config=None):
    """Loss for each output, optimizer and schedule, as a plan names them."""
    import torch

    def is_class(config):
        return bool(config and config.get('class'))

    class Losses(torch.nn.Module):
        def __init__(self):
            super().__init__()
            self.by_output = torch.nn.ModuleDict()
            for one in dataset_schema.outputs:
                given = (loss_fn_config or {}).get(one['name'])
                self.by_output[one['name']] = from_config(given) if is_class(given) else (
                    torch.nn.CrossEntropyLoss() if one['type'] == ValueType.CATEGORY else torch.nn.MSELoss())

        def forward(self, outputs, targets):
            losses = {}
            for one in dataset_schema.outputs:
                name = one['name']
                found, wanted = outputs[name], targets[name]
                if one['type'] == ValueType.CATEGORY:
                    wanted = wanted.long()
                elif found.dim() == wanted.dim() + 1 and found.shape[-1] == 1:
                    found = found.squeeze(-1)
                losses[name] = self.by_output[name](found, wanted)
            return sum(losses.values()), losses

    optimizer = from_config(optimizer_config, module.parameters()) if is_class(optimizer_config) else torch.optim.SGD(
        module.parameters(), lr=1e-3)
    scheduler = from_config(scheduler_config, optimizer) if is_class(scheduler_config) else None
    return Losses().to(device), optimizer, scheduler


def build_base_model_outputs(d_model: int, dataset_schema, output_hidden_layer: bool = False, output_hidden_size: Optional[int] = None):
    """A head for each output."""
    import torch

    class Head(torch.nn.Module):
        def __init__(self, size: int, is_deep: bool):
            super().__init__()
            self.module = torch.nn.Sequential(
                torch.nn.Linear(d_model, output_hidden_size), torch.nn.ReLU(), torch.nn.Dropout(0.1),
                torch.nn.Linear(output_hidden_size, size)) if is_deep else torch.nn.Linear(d_model, size)

        def forward(self, x):
            return self.module(x)

    return torch.nn.ModuleDict({
        one['name']: Head(one['num_classes'], output_hidden_layer) if one['type'] == ValueType.CATEGORY else Head(1, False)
        for one in dataset_schema.outputs})


class Metric(ABC):
    def __init__(self, *_args, **_kwargs):
        pass

    @classmethod
    @abstractmethod
    def name(cls) -> str:
        """Its name."""

    @classmethod
    @abstractmethod
    def greater_is_better(cls) -> bool:
        """Whether more is better."""


class OracleMatrix:
    def __init__(self, output_name: str, metric, scores):
        self._output_name, self._metric, self._scores = output_name, metric, scores

    output_name = property(lambda self: self._output_name)
    metric = property(lambda self: self._metric)
    scores = property(lambda self: self._scores)


class OracleMetric(Metric):
    @classmethod
    @abstractmethod
    def compute(cls, oracle_matrix: OracleMatrix):
        """One number, or one per experience."""


class EvaluationMetric(Metric):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self._mlflow_metric = importlib.import_module('mlflow.models').make_metric(
            name=self.name(), eval_fn=self.compute, greater_is_better=self.greater_is_better())

    mlflow_metric = property(lambda self: self._mlflow_metric)

    @abstractmethod
    def compute(self, eval_df, builtin_metrics: Dict[str, float]):
        """A number about predictions."""


class TrainingMetric(Metric):
    @abstractmethod
    def compute(self, model, iteration: Optional[int] = None) -> float:
        """A number about the model."""

    def compute_and_log(self, model, iteration: Optional[int] = None) -> None:
        log_metric(self.name(), self.compute(model=model, iteration=iteration), iteration)

    @classmethod
    @abstractmethod
    def supported_models(cls) -> list:
        """Classes of models."""


class Artifact(ABC):
    def __init__(self, *_args, **_kwargs):
        pass


class EvaluationArtifact(Artifact):
    @abstractmethod
    def generate(self, eval_df, builtin_metrics: Dict[str, float], artifacts_dir: str):
        """Its name and itself."""


class TrainingArtifact(Artifact):
    @abstractmethod
    def generate(self, model, artifacts_dir: str, iteration: Optional[int] = None):
        """Its name and its path."""

    def generate_and_log(self, model, iteration: Optional[int] = None) -> None:
        with tempfile.TemporaryDirectory() as folder:
            _, path = self.generate(model=model, iteration=iteration, artifacts_dir=folder)
            log_artifact(path)

    @classmethod
    @abstractmethod
    def supported_models(cls) -> list:
        """Classes of models."""


class EvaluationResult:
    """What evaluate() gives for an output."""

    def __init__(self, metrics: Dict[str, float], artifacts: Dict[str, Any]):
        self.metrics, self.artifacts = metrics, artifacts


def evaluate(targets: dict, predictions: dict, schema: DatasetSchema, log_to_mlflow: bool, extra_metrics: Optional[list] = None,
             custom_artifacts: Optional[list] = None, prefix: Optional[str] = None,
             short_prefix: Optional[str] = None) -> Dict[str, EvaluationResult]:
    """The usual figures of predictions, and those of a class's own; told as metrics where asked for."""
    results = {}
    for output in schema.outputs:
        name, is_number = output['name'], output['type'] in (ValueType.INTEGER, ValueType.FLOAT)
        if output['type'] is not ValueType.CATEGORY and not is_number:
            raise ValueError(f'Unsupported output type: {output["type"]}')
        target, predicted = (one[name] if isinstance(one[name], list) else listed(one[name]) for one in (targets, predictions))
        if not is_number:
            predicted = [max(range(len(one)), key=one.__getitem__) if isinstance(one, list) else one for one in predicted]
        metrics = number_metrics(target, predicted) if is_number else label_metrics(target, predicted)
        rows = frame([{'prediction': one, 'target': other} for one, other in zip(predicted, target)])
        metrics.update({one.name: figure_of(one.eval_fn(rows, dict(metrics))) for one in extra_metrics or []})
        artifacts: Dict[str, Any] = {}
        with tempfile.TemporaryDirectory() as folder:
            for one in custom_artifacts or []:
                artifacts.update(one(rows, dict(metrics), folder))
        results[name] = EvaluationResult({f'{prefix or ""}{key}': one for key, one in metrics.items()}, artifacts)
        if log_to_mlflow:
            for key, one in metrics.items():
                log_metric(f'{name}_{short_prefix or prefix or ""}{key}', one)
    return results


def figure_of(found: Any) -> float:
    """A number, or that of mlflow's object around it."""
    aggregates = getattr(found, 'aggregate_results', None)
    return float(aggregates.get('mean', next(iter(aggregates.values()))) if isinstance(aggregates, dict) and aggregates else found)


def label_metrics(targets: list, predicted: list) -> Dict[str, float]:
    """Of two labels those of the second, of more the means by their examples."""
    labels = sorted(set(targets) | set(predicted))

    def of(label) -> Tuple[float, float, float]:
        right = sum(one == other == label for one, other in zip(targets, predicted))
        precision, recall = right / max(1, predicted.count(label)), right / max(1, targets.count(label))
        return precision, recall, 2 * precision * recall / ((precision + recall) or 1)

    weights = {labels[-1]: 1.0} if len(labels) == 2 else {one: targets.count(one) / max(1, len(targets)) for one in labels}
    precision, recall, f1 = (sum(weight * of(one)[index] for one, weight in weights.items()) for index in range(3))
    accuracy = sum(one == other for one, other in zip(targets, predicted)) / max(1, len(targets))
    return {'example_count': len(targets), 'accuracy_score': accuracy, 'precision_score': precision, 'recall_score': recall, 'f1_score': f1}


def number_metrics(targets: list, predicted: list) -> Dict[str, float]:
    errors = [float(Models.number(one)) - float(other) for one, other in zip(predicted, targets)]
    count, total = max(1, len(errors)), float(sum(targets))
    squares, spread = sum(one * one for one in errors), sum((one - total / count) ** 2 for one in targets)
    metrics = {
        'example_count': len(errors), 'mean_absolute_error': sum(abs(one) for one in errors) / count, 'mean_squared_error': squares / count,
        'root_mean_squared_error': math.sqrt(squares / count), 'sum_on_target': total, 'mean_on_target': total / count,
        'max_error': max((abs(one) for one in errors), default=0.0)}
    return dict(metrics, r2_score=1 - squares / spread) if spread else metrics


def import_class(class_name: str):
    module, name = class_name.rsplit('.', 1)
    return getattr(importlib.import_module(module), name)


class Frame(dict):
    """Columns, where pandas is not there."""

    def __len__(self) -> int:
        return len(next(iter(self.values()), []))

    def __getattr__(self, name: str):
        try:
            return self[name]
        except KeyError as error:
            raise AttributeError(name) from error


def frame(rows: List[dict]):
    if is_importable('pandas'):
        return importlib.import_module('pandas').DataFrame(rows)
    return Frame({name: [row[name] for row in rows] for name in (rows[0] if rows else {})})


# ---------------------------------------------------------------------------------------------------------------------------------------
# Modules under the names that classes import
# ---------------------------------------------------------------------------------------------------------------------------------------


def module(name: str, members: Iterable = (), **named) -> None:
    made = types.ModuleType(name)
    made.__path__ = []
    named.update({one.__name__: one for one in members})
    for key, one in named.items():
        if isinstance(one, type) and one.__module__ == __name__:
            # A saved object names its class, which another process must find again.
            one.__module__, one.__qualname__ = name, key
        setattr(made, key, one)
    sys.modules[name] = made
    parent, _, child = name.rpartition('.')
    if parent in sys.modules:
        setattr(sys.modules[parent], child, made)


def install_mlflow() -> None:
    if not is_importable('mlflow'):
        module('mlflow')
        module('mlflow.pyfunc', [PythonModel, PythonModelContext])
        module('mlflow.models', EvaluationArtifact=EvaluationArtifact_, EvaluationMetric=Any, EvaluationResult=Any, ModelInputExample=Any,
               make_metric=lambda **named: types.SimpleNamespace(**named))
        module('mlflow.metrics', [MetricValue])
        module('mlflow.pytorch')
    mlflow = importlib.import_module('mlflow')
    mlflow.log_metric, mlflow.log_artifact = log_metric, log_artifact
    mlflow.log_metrics = lambda metrics, step=None, **_: [log_metric(key, one, step) for key, one in metrics.items()]
    for name in ('log_param', 'log_params', 'set_tag', 'set_tags'):
        setattr(mlflow, name, lambda *_args, **_kwargs: None)


def install_stand_ins() -> None:
    Model = model_class()
    PyTorchModel = torch_model_class(Model)
    if not is_importable('overrides'):
        module('overrides', overrides=lambda function: function)
    anything = dict.fromkeys((
        'T', 'Config', 'Tensor', 'ElementValue', 'VectorizedElementValue', 'Example', 'VectorizedExample', 'Observations', 'Predictions',
        'TrainingPredictions', 'EvaluationResult', 'TrainingCallbacks', 'MLflowEvalArtifactFunc'), Any)
    module('octopuscl')
    module('octopuscl.types', [Host, Device, ValueType, MultiValue, Environment, PipelineMode, ModelType], tensor_to_ndarray=listed,
           **anything)
    module('octopuscl.utils', [import_class], logger=lambda: logging.getLogger('octopuscl_logger'))
    module('octopuscl.constants', **CONSTANTS)
    module('octopuscl.data')
    module('octopuscl.data.processors', [InputProcessor, InputProcessors])
    module('octopuscl.data.transforms', [Transform, TransformEstimator, TransformChain, FeatureSelection, StandardScaler, OutputEncoder])
    module('octopuscl.data.datasets', [DatasetNotLoadedError, DatasetSchema, Dataset, EagerDataset, LazyDataset, PyTorchDataset],
           DatasetT=DatasetT, InputProcessors=InputProcessors)
    module('octopuscl.data.loaders', [DataLoader, PyTorchDataLoader, PlainLoader], DataLoaderT=DataLoaderT, pytorch_collate_fn=collate)
    module('octopuscl.data.splitting', [Split, Partition, Experience, ExperienceAttributeError, Splitter, RandomPartitioner,
                                        CILSplittingStrategy, CILSplitter])
    module('octopuscl.models', [Model, PyTorchModel], evaluate=evaluate)
    module('octopuscl.models.base', [Model, PyTorchModel], evaluate=evaluate)
    module('octopuscl.models.common')
    module('octopuscl.models.common.pytorch', [get_pytorch_device, move_to_device, get_training_components, build_base_model_outputs])
    module('octopuscl.experiments')
    module('octopuscl.experiments.metrics', [Metric, OracleMatrix, OracleMetric, EvaluationMetric, TrainingMetric])
    module('octopuscl.experiments.artifacts', [Artifact, EvaluationArtifact, TrainingArtifact])


def install() -> None:
    """The package itself when it can be imported with all that it needs, else the stand-ins."""
    install_mlflow()
    if is_importable('octopuscl'):
        try:
            for name in ('models.base', 'data.loaders', 'data.splitting', 'experiments.metrics', 'experiments.artifacts'):
                importlib.import_module(f'octopuscl.{name}')
            follow_moved_schemas(importlib.import_module('octopuscl.data.datasets').DatasetSchema)
            return
        except Exception as error:  # pylint: disable=broad-except
            print(f'octopuscl cannot be imported ({error}); stand-ins take its place.', file=sys.stderr)
            for name in [one for one in sys.modules if one.split('.')[0] == 'octopuscl']:
                del sys.modules[name]
    install_stand_ins()


def follow_moved_schemas(schema_class) -> None:
    """Models keep the path of their dataset, which is another one in each call."""
    made = schema_class.__init__
    schema_class.__init__ = lambda self, path: made(self, present(path))


def table(examples: List[dict]):
    """The package keeps examples in a frame, which changes some types; the stand-ins keep them as they are."""
    return examples if name_of('data.datasets.EagerDataset') is EagerDataset else frame(examples)


def name_of(path: str):
    """A name of the interfaces: of the package or of the stand-ins."""
    return import_class(f'octopuscl.{path}')


# ---------------------------------------------------------------------------------------------------------------------------------------
# What is asked for
# ---------------------------------------------------------------------------------------------------------------------------------------


def load(name: str, *bases: str):
    try:
        found = import_class(name)
    except Exception as error:
        raise Refused(f"Could not load class '{name}'. Error: {type(error).__name__}: {error}") from error
    if not isinstance(found, type):
        raise Refused(f"The loaded attribute '{name}' is not a class.")
    if not any(issubclass(found, name_of(base)) for base in bases):
        raise Refused(f"The class '{name}' must be a subclass of {' or '.join(base.rpartition('.')[2] for base in bases)}.")
    return found


def make(found, **arguments):
    try:
        return found(**arguments)
    except TypeError as error:
        if error.__traceback__.tb_next is None:
            raise Refused(f"'{found.__name__}' cannot be constructed with these parameters: {error}") from error
        raise


def seed(number: int) -> None:
    random.seed(number)
    if 'numpy' in sys.modules:
        sys.modules['numpy'].random.seed(number % 2**32)
    if 'torch' in sys.modules:
        sys.modules['torch'].manual_seed(number % 2**63)


def device(work: Work):
    return name_of('types.Device')[work.request['device'].upper()]


class Filling:
    """Gives a constructor the plan's parameters that it is not given: some classes do not save all of them."""

    def __init__(self, found, parameters: dict):
        self.found, self.parameters, self.before = found, parameters, found.__init__

    def __enter__(self):
        before, signature = self.before, inspect.signature(self.before)
        taken = {name for name, one in signature.parameters.items() if one.kind in (one.POSITIONAL_OR_KEYWORD, one.KEYWORD_ONLY)}

        def construct(made, *arguments, **named):
            given = signature.bind_partial(made, *arguments, **named).arguments
            before(made, *arguments, **named, **{
                name: one for name, one in self.parameters.items() if name in taken and name not in given})

        self.found.__init__ = construct

    def __exit__(self, *_error):
        self.found.__init__ = self.before


class Models:
    """Trains and predicts."""

    def __init__(self, work: Work):
        self.work = work
        self.found = load(work.request['class'], 'models.base.Model')
        loader = work.request.get('loader')
        self.loader_class = load(loader['class'], 'data.loaders.DataLoader') if loader else None
        self.loader_parameters = plain(loader['parameters']) if loader else {}

    def train(self) -> None:
        work = self.work
        training, validation = work.rows('training.jsonl'), work.rows('validation.jsonl')
        schema = self.schema(training + validation)
        model = self.load() if work.request['continues'] else make(self.found, dataset_schema=schema, device=device(work), **work.parameters)
        callbacks = [self.callback(one, model) for one in work.request.get('callbacks', [])]
        model.run_training(
            training_set=self.loader(schema, model, training, is_learned=True),
            validation_set=self.loader(schema, model, validation) if validation else None,
            callbacks=callbacks)
        shutil.rmtree(work.path('model'))
        os.makedirs(work.path('model'))
        model.save_to_disk(work.path('model', 'model'))

    def predict(self) -> None:
        work = self.work
        rows = work.rows('rows.jsonl')
        schema = self.schema(rows)
        model = self.load()
        batches = self.loader(schema, model, rows, features=work.names('inputs')) if rows else []
        context = importlib.import_module('mlflow.pyfunc').PythonModelContext(artifacts={}, model_config={})
        found: list = []
        model.inference_setup(model_input=batches)
        for batch in batches:
            found.extend(self.rows_of(model.predict(context=context, model_input=batch)))
        model.inference_teardown(model_input=batches, predictions={work.output: found})
        work.write_rows('predictions.jsonl', self.labels(found) if work.classes else ({'value': self.number(one)} for one in found))

    def load(self):
        """Some writers add an ending to the path."""
        names = sorted(os.listdir(self.work.path('model')), key=lambda name: (name != 'model', name))
        names = [name for name in names if name.startswith('model')]
        if not names:
            raise Refused(f"'{self.found.__name__}.save_to_disk' wrote nothing to the path that it was given.")
        path = self.work.path('model', names[0])
        arguments = {'device': device(self.work)} if 'device' in inspect.signature(self.found.load_from_disk).parameters else {}
        with Filling(self.found, dict(self.work.parameters, device=device(self.work))):
            return self.found.load_from_disk(path, **arguments)

    def schema(self, rows: List[dict]):
        return name_of('data.datasets.DatasetSchema')(self.work.dataset_folder(rows if self.reads_files() else None))

    def dataset_class(self):
        return self.loader_class.supported_dataset_type() if self.loader_class else self.found.supported_dataset_types()[0]

    def reads_files(self) -> bool:
        return not issubclass(self.dataset_class(), name_of('data.datasets.EagerDataset'))

    def loader(self, schema, model, rows: List[dict], is_learned: bool = False, features: Optional[List[str]] = None):
        """Batches; in the order of the rows unless they are learned from."""
        kind = self.dataset_class()
        if self.reads_files():
            dataset = kind(schema=schema)
            if hasattr(dataset, 'load'):
                dataset.load()
        else:
            dataset = kind(schema=schema, examples=table([self.work.example(row) for row in rows]))
        if features:
            dataset = dataset.filter(features=features)
        if getattr(model, 'input_processors', None) is not None:
            dataset.input_processors = model.input_processors
        parameters = dict(self.loader_parameters)
        if not is_learned and 'shuffle' in parameters:
            parameters['shuffle'] = False
        return (self.loader_class or self.usual_loader(dataset))(dataset=dataset, **parameters)

    @staticmethod
    def usual_loader(dataset):
        for_torch = name_of('data.loaders.PyTorchDataLoader')
        return for_torch if isinstance(dataset, for_torch.supported_dataset_type()) and is_importable('torch') else PlainLoader

    def callback(self, block: dict, model):
        one = load(block['class'], 'experiments.metrics.TrainingMetric', 'experiments.artifacts.TrainingArtifact')
        if not any(isinstance(model, supported) for supported in one.supported_models()):
            raise Refused(f"'{block['class']}' does not support the model '{type(model).__name__}'.")
        made = make(one, **plain(block['parameters']))
        return made.compute_and_log if hasattr(made, 'compute_and_log') else made.generate_and_log

    def rows_of(self, found) -> list:
        if isinstance(found, dict):
            if self.work.output not in found and len(found) != 1:
                raise Refused(f"The predictions have no output '{self.work.output}'.")
            found = found.get(self.work.output, next(iter(found.values())))
        return found if isinstance(found, list) else listed(found)

    def labels(self, found: list) -> Iterable[dict]:
        classes = self.work.classes
        found = [one[0] if isinstance(one, (list, tuple)) and len(one) == 1 else listed(one) if hasattr(one, 'tolist') else one for one in found]
        are_probabilities = bool(found) and all(
            isinstance(one, list) and len(one) == len(classes) and all(0 <= x <= 1 for x in one) and abs(sum(one) - 1) < 1e-3
            for one in found)
        for one in found:
            if isinstance(one, str):
                yield {'label': one}
                continue
            number = max(range(len(one)), key=one.__getitem__) if isinstance(one, list) else one
            if is_missing(number) or int(number) != number or not 0 <= number < len(classes):
                raise Refused(f"'{number}' is not the number of a class; there are {len(classes)}.")
            label = {'label': classes[int(number)]}
            yield dict(label, probabilities=one) if are_probabilities else label

    @staticmethod
    def number(one) -> float:
        one = listed(one) if hasattr(one, 'tolist') else one
        while isinstance(one, (list, tuple)):
            if len(one) != 1:
                raise Refused(f'A prediction has {len(one)} numbers, not one.')
            one = one[0]
        return float(one)


class Transforms:
    """Fits a transform and applies it."""

    def __init__(self, work: Work):
        self.work = work
        self.found = load(work.request['class'], 'data.transforms.Transform')

    def fit(self) -> None:
        work = self.work
        rows = work.rows('training.jsonl')
        examples = [work.example(row) for row in rows]
        made = self.make()
        state: Dict[str, Any] = {}
        if isinstance(made, name_of('data.transforms.TransformEstimator')):
            made.fit(iter(examples))
            state['object'] = base64.b64encode(pickle.dumps(made)).decode('ascii')
        state['outputs'] = {name: next((one[name] for one in examples if not is_missing(one[name])), None) for name in work.names('outputs')}
        state['inputs'] = self.inputs_of([self.changed(made, example, state['outputs']) for example in examples])
        work.write('state.json', state)

    def apply(self) -> None:
        work = self.work
        state = plain(work.read('state.json'))
        if state is None:
            raise Refused('The transform was not fitted.')
        made = pickle.loads(base64.b64decode(state['object'])) if 'object' in state else self.make()
        inputs = [one['name'] for one in state['inputs']]
        kinds = {one['name']: one for one in state['inputs']}
        work.write(SCHEMA, dict(work.schema, inputs=state['inputs']))
        changed = []
        for row in work.rows('rows.jsonl'):
            example = self.changed(made, work.example(row), state['outputs'])
            values = {name: row['values'][name] for name in work.names('metadata') if name in row['values']}
            for name in work.names('outputs'):
                if name not in row['values']:
                    continue
                keeps = row['values'][name] is None or name == work.output and work.classes or name not in example
                values[name] = row['values'][name] if keeps else example[name]
            for name in inputs:
                if name in example and not (is_missing(example[name]) and is_missing(plain(row['values'].get(name)))):
                    values[name] = self.fitting(kinds[name], example[name])
                elif name in row['values']:
                    values[name] = row['values'][name]
            changed.append({'index': row['index'], 'values': values})
        work.write_rows('changed.jsonl', changed)

    def make(self):
        mode = name_of('types.PipelineMode')[self.work.request['mode'].upper()]
        return make(self.found, mode=mode, **self.work.parameters)

    @staticmethod
    def changed(made, example: dict, outputs: dict) -> dict:
        """What is predicted has no output; a class that looks at it sees one of the training examples'."""
        for name, one in outputs.items():
            if is_missing(example.get(name)) and one is not None:
                example[name] = one
        return dict(made(example))

    def inputs_of(self, examples: List[dict]) -> List[dict]:
        """The inputs afterwards: numbers that are new or have another type are floats."""
        others = set(self.work.names('outputs') + self.work.names('metadata'))
        before = {one['name']: one for one in self.work.schema.get('inputs') or []}
        names = list(dict.fromkeys(name for example in examples for name in example if name not in others)) or list(before)
        return [self.element(name, before.get(name), [one[name] for one in examples if name in one]) for name in names]

    @staticmethod
    def element(name: str, before: Optional[dict], values: list) -> dict:
        values = [listed(one) if hasattr(one, 'tolist') else one for one in values]
        values = [one for one in values if not is_missing(one)]
        several = any(isinstance(one, list) for one in values)
        single = [one for value in values for one in (value if isinstance(value, list) else [value])]
        fits = {
            'boolean': bool, 'integer': int, 'float': (int, float), 'text': str, 'category': str, 'datetime': str,
        }.get(before['type'] if before else '', str)
        if before and several == bool(before.get('multi_value')) and all(
                isinstance(one, fits) and isinstance(one, bool) == (before['type'] == 'boolean') for one in single):
            return before
        kind = 'text' if any(isinstance(one, str) for one in single) else (
            'boolean' if single and all(isinstance(one, bool) for one in single) else 'float')
        element = {'name': name, 'type': kind, 'required': False, 'nullable': True}
        return dict(element, multi_value='ordered') if several else element

    @staticmethod
    def fitting(element: dict, value: Any) -> Any:
        value = listed(value) if hasattr(value, 'tolist') else value
        if element['type'] == 'float' and isinstance(value, (bool, int)):
            return float(value)
        return value


class Metrics:
    """Computes numbers about predictions, or about the matrix of results."""

    def __init__(self, work: Work):
        self.work = work
        self.made = make(load(work.request['class'], 'experiments.metrics.Metric'), **work.parameters)

    def describe(self) -> None:
        kinds = (('experiments.metrics.OracleMetric', 'matrix'), ('experiments.metrics.TrainingMetric', 'training'))
        kind = next((kind for base, kind in kinds if isinstance(self.made, name_of(base))), 'evaluation')
        self.work.write('result.json', {'name': self.made.name(), 'greater_is_better': self.made.greater_is_better(), 'kind': kind})

    def metric(self) -> None:
        found = self.made.compute(evaluation_frame(self.work), plain(self.work.request['metrics']))
        self.work.write('result.json', {'value': None if found is None else figure_of(found)})

    def matrix_metric(self) -> None:
        scores = plain(self.work.request['matrix'])
        if is_importable('numpy'):
            scores = importlib.import_module('numpy').array(scores, dtype=float)
        matrix = name_of('experiments.metrics.OracleMatrix')(self.work.output, self.made, scores)
        found = self.made.compute(matrix)
        self.work.write('result.json', {'value': listed(found) if hasattr(found, 'tolist') else found})


class Artifacts:
    """Writes files about predictions."""

    def __init__(self, work: Work):
        self.work = work
        self.made = make(load(work.request['class'], 'experiments.artifacts.Artifact'), **work.parameters)

    def describe(self) -> None:
        is_training = isinstance(self.made, name_of('experiments.artifacts.TrainingArtifact'))
        self.work.write('result.json', {'name': type(self.made).__name__, 'kind': 'training' if is_training else 'evaluation'})

    def artifact(self) -> None:
        folder = self.work.path('artifacts')
        found = self.made.generate(evaluation_frame(self.work), plain(self.work.request['metrics']), folder)
        name, artifact = found if isinstance(found, tuple) else (type(self.made).__name__, found)
        if os.listdir(folder) or artifact is None:
            return
        if hasattr(artifact, '_save'):
            artifact._save(os.path.join(folder, name))
            return
        content = getattr(artifact, 'content', artifact)
        if hasattr(content, 'savefig'):
            content.savefig(os.path.join(folder, f'{name}.png'))
            return
        with io.open(os.path.join(folder, f'{name}.txt' if isinstance(content, str) else f'{name}.json'), 'w', encoding='utf-8') as file:
            file.write(content if isinstance(content, str) else json.dumps(tagged(content)))


def evaluation_frame(work: Work):
    """Truth and predictions; labels are numbers, as in a trial of OctopusCL."""
    rows = []
    for row in work.rows('evaluation.jsonl'):
        pair = {name: plain(row[name]) for name in ('prediction', 'target')}
        rows.append({name: work.class_ids.get(one, NAN) if work.classes else one for name, one in pair.items()})
    return frame(rows)


class Splitters:
    """Divides the examples of a dataset."""

    def __init__(self, work: Work):
        self.work = work
        self.made = make(load(work.request['class'], 'data.splitting.Splitter'), **work.parameters)

    def split(self) -> None:
        rows = self.work.rows('rows.jsonl')
        schema = name_of('data.datasets.DatasetSchema')(self.work.dataset_folder(rows))
        kind = type('Examples', (name_of('data.datasets.EagerDataset'),), {'vectorize_example': lambda self, example: example})
        dataset = kind(schema=schema, examples=table([self.work.example(row, as_ids=False) for row in rows]))
        experiences = []
        for chosen in self.made.get_experiences_examples(dataset=dataset):
            partitions = self.made.get_partitions_examples(experience_examples=chosen)
            experiences.append({'partitions': [
                {name: [rows[place]['index'] for place in self.places(getattr(one, f'{name}_indices'), len(rows))]
                 for name in ('training', 'test', 'validation')} for one in partitions]})
        if len(experiences) != self.made.num_experiences:
            raise Refused(f'The splitter made {len(experiences)} experiences, but says that there are {self.made.num_experiences}.')
        self.work.write('split.json', {'experiences': experiences})

    @staticmethod
    def places(indices: Optional[Iterable[int]], count: int) -> List[int]:
        places = sorted(int(one) for one in indices or [])
        if places and not 0 <= places[0] <= places[-1] < count:
            raise Refused(f'The splitter chose the example {places[-1]}; there are {count}.')
        return places


ROLES = {'model': Models, 'transform': Transforms, 'metric': Metrics, 'artifact': Artifacts, 'splitter': Splitters}


def main() -> int:
    if len(sys.argv) != 2:
        print('Usage: plan_component.py FOLDER', file=sys.stderr)
        return 2
    sys.path[0] = os.getcwd()
    work = Work.current = Work(sys.argv[1])
    try:
        install()
        role = ROLES[work.request['role']](work)
        seed(work.request['seed'])
        getattr(role, work.request['do'].replace('-', '_'))()
        return 0
    except Refused as refused:
        print(refused, file=sys.stderr)
    except Exception:  # pylint: disable=broad-except
        traceback.print_exc()
    return 1


if __name__ == '__main__':
    sys.exit(main())
