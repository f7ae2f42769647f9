"""Runs lightweight Python components of Kubeflow pipelines where their SDK is not installed.

Standard library only. It offers what such a component needs while it runs: the names of `kfp.dsl`, the executor behind
`python3 -m kfp.dsl.executor_main`, and a `pip` for which the SDK is always there and everything else goes into an
environment that is made once and used again. Small packages beside this file give it those names.
"""

import json
import os
import sys

try:
    from typing import Annotated
except ImportError:  # Python 3.8
    class _Plain:
        def __init__(self, origin=None, metadata=()):
            self.__origin__ = origin
            self.__metadata__ = metadata

        def __getitem__(self, items):
            return _Plain(items[0], items[1:])

        def __call__(self):
            raise TypeError('an annotation is not a function')

    Annotated = _Plain()

VERSION = '2.15.2+gyre'

__all__ = [
    'Artifact', 'Dataset', 'Model', 'Metrics', 'ClassificationMetrics', 'SlicedClassificationMetrics', 'HTML', 'Markdown',
    'Input', 'Output', 'InputPath', 'OutputPath', 'PipelineTaskFinalStatus', 'TaskConfig', 'get_uri',
    'component', 'container_component', 'notebook_component', 'pipeline', 'importer', 'graph_component',
    'ConcatPlaceholder', 'IfPresentPlaceholder', 'ContainerSpec', 'PipelineTask', 'PipelineConfig', 'KubernetesWorkspaceConfig', 'WorkspaceConfig',
    'ParallelFor', 'Condition', 'If', 'Elif', 'Else', 'OneOf', 'Collected', 'ExitHandler', 'WORKSPACE_PATH_PLACEHOLDER',
    'PIPELINE_JOB_NAME_PLACEHOLDER', 'PIPELINE_JOB_RESOURCE_NAME_PLACEHOLDER', 'PIPELINE_JOB_ID_PLACEHOLDER',
    'PIPELINE_TASK_NAME_PLACEHOLDER', 'PIPELINE_TASK_ID_PLACEHOLDER', 'PIPELINE_ROOT_PLACEHOLDER',
    'PIPELINE_JOB_CREATE_TIME_UTC_PLACEHOLDER', 'PIPELINE_JOB_SCHEDULE_TIME_UTC_PLACEHOLDER',
]


# --- Paths ------------------------------------------------------------------------------------------------------------

_MOUNTS = (('gs://', '/gcs/'), ('s3://', '/s3/'), ('minio://', '/minio/'))


def local_path(uri):
    """Where the content of a URI is seen on this machine."""
    for scheme, mount in _MOUNTS:
        if uri.startswith(scheme):
            return mount + uri[len(scheme):]
    if uri.startswith('oci://'):
        return '/oci/' + uri[len('oci://'):].replace('/', '_') + '/models'
    return uri


def uri_of(path):
    """The inverse of local_path."""
    for scheme, mount in _MOUNTS:
        if path.startswith(mount):
            return scheme + path[len(mount):]
    return path


_task_root = None


def get_uri(suffix='Output'):
    """Where the running component may put an artifact of its own making."""
    if _task_root is None:
        raise RuntimeError('get_uri can be called only while a component runs')
    return uri_of(_task_root).rstrip('/') + '/' + str(suffix).lstrip('/')


# --- Artifacts --------------------------------------------------------------------------------------------------------

class Artifact:
    """Something with a place and properties."""
    schema_title = 'system.Artifact'
    schema_version = '0.0.1'

    def __init__(self, name=None, uri=None, metadata=None):
        self.name = name or ''
        self.uri = uri or ''
        self.metadata = metadata if metadata is not None else {}
        self.custom_path = ''

    @property
    def path(self):
        return self.custom_path or local_path(self.uri)

    @path.setter
    def path(self, path):
        self.uri = uri_of(os.fspath(path))

    def set_path(self, path):
        self.path = path

    def __repr__(self):
        return '{}(name={!r}, uri={!r}, metadata={!r})'.format(type(self).__name__, self.name, self.uri, self.metadata)


class Dataset(Artifact):
    schema_title = 'system.Dataset'


class Model(Artifact):
    schema_title = 'system.Model'

    @property
    def framework(self):
        return self.metadata.get('framework', '')

    @framework.setter
    def framework(self, framework):
        self.metadata['framework'] = framework


class HTML(Artifact):
    schema_title = 'system.HTML'


class Markdown(Artifact):
    schema_title = 'system.Markdown'


class Metrics(Artifact):
    schema_title = 'system.Metrics'

    def log_metric(self, metric, value):
        self.metadata[metric] = value


class _Curves:
    """Confusion matrix and ROC curve in a dictionary."""

    def __init__(self, store):
        self.store = store

    def point(self, fpr, tpr, threshold):
        self.store.setdefault('confidenceMetrics', []).append({'confidenceThreshold': threshold, 'recall': tpr, 'falsePositiveRate': fpr})

    def curve(self, fpr, tpr, threshold):
        if not len(fpr) == len(tpr) == len(threshold):
            raise ValueError('fpr, tpr and threshold differ in length: {}, {}, {}'.format(len(fpr), len(tpr), len(threshold)))
        for one in zip(fpr, tpr, threshold):
            self.point(*one)

    def categories(self, categories):
        self.store['confusionMatrix'] = {
            'annotationSpecs': [{'displayName': category} for category in categories],
            'rows': [{'row': [0] * len(categories)} for _ in categories],
        }

    def _index(self, category):
        names = [spec['displayName'] for spec in self.store.get('confusionMatrix', {}).get('annotationSpecs', [])]
        if category not in names:
            raise ValueError('unknown category {!r}; the matrix has {}'.format(category, names))
        return names.index(category)

    def row(self, category, row):
        index, rows = self._index(category), self.store['confusionMatrix']['rows']
        if len(row) != len(rows):
            raise ValueError('the row of {!r} has {} cells for {} categories'.format(category, len(row), len(rows)))
        rows[index] = {'row': list(row)}

    def cell(self, row_category, column_category, value):
        row, column = self._index(row_category), self._index(column_category)
        self.store['confusionMatrix']['rows'][row]['row'][column] = value

    def matrix(self, categories, matrix):
        if len(matrix) != len(categories):
            raise ValueError('the matrix has {} rows for {} categories'.format(len(matrix), len(categories)))
        self.categories(categories)
        for category, row in zip(categories, matrix):
            self.row(category, row)


class ClassificationMetrics(Artifact):
    schema_title = 'system.ClassificationMetrics'

    def log_roc_data_point(self, fpr, tpr, threshold):
        _Curves(self.metadata).point(fpr, tpr, threshold)

    def log_roc_curve(self, fpr, tpr, threshold):
        _Curves(self.metadata).curve(fpr, tpr, threshold)

    log_roc_data_points = log_roc_curve

    def set_confusion_matrix_categories(self, categories):
        _Curves(self.metadata).categories(categories)

    def log_confusion_matrix_row(self, row_category, row):
        _Curves(self.metadata).row(row_category, row)

    def log_confusion_matrix_cell(self, row_category, col_category, value):
        _Curves(self.metadata).cell(row_category, col_category, value)

    def log_confusion_matrix(self, categories, matrix):
        _Curves(self.metadata).matrix(categories, matrix)


class SlicedClassificationMetrics(Artifact):
    schema_title = 'system.SlicedClassificationMetrics'

    def _slice(self, name):
        slices = self.metadata.setdefault('evaluationSlices', [])
        for one in slices:
            if one.get('slice') == name:
                return _Curves(one.setdefault('sliceClassificationMetrics', {}))
        slices.append({'slice': name, 'sliceClassificationMetrics': {}})
        return _Curves(slices[-1]['sliceClassificationMetrics'])

    def log_roc_reading(self, slice, threshold, tpr, fpr):
        self._slice(slice).point(fpr, tpr, threshold)

    def load_roc_readings(self, slice, readings):
        for threshold, tpr, fpr in readings:
            self.log_roc_reading(slice, threshold, tpr, fpr)

    def set_confusion_matrix_categories(self, slice, categories):
        self._slice(slice).categories(categories)

    def log_confusion_matrix_row(self, slice, row_category, row):
        self._slice(slice).row(row_category, row)

    def log_confusion_matrix_cell(self, slice, row_category, col_category, value):
        self._slice(slice).cell(row_category, col_category, value)

    def load_confusion_matrix(self, slice, categories, matrix):
        self._slice(slice).matrix(categories, matrix)


_CLASSES = {cls.schema_title: cls for cls in (
    Artifact, Dataset, Model, Metrics, ClassificationMetrics, SlicedClassificationMetrics, HTML, Markdown)}


# --- Annotations ------------------------------------------------------------------------------------------------------

class _InputMark:
    pass


class _OutputMark:
    pass


class Input:
    def __class_getitem__(cls, item):
        return Annotated[item, _InputMark]


class Output:
    def __class_getitem__(cls, item):
        return Annotated[item, _OutputMark]


class _PathOf:
    def __init__(self, type=None):
        self.type = type

    def __call__(self):
        raise TypeError('an annotation is not a function')


class InputPath(_PathOf):
    pass


class OutputPath(_PathOf):
    pass


class PipelineTaskFinalStatus:
    """How another task ended."""

    def __init__(self, state=None, pipeline_job_resource_name=None, pipeline_task_name=None, error_code=None, error_message=None):
        self.state = state
        self.pipeline_job_resource_name = pipeline_job_resource_name
        self.pipeline_task_name = pipeline_task_name
        self.error_code = error_code
        self.error_message = error_message

    @classmethod
    def read(cls, value):
        def pick(source, camel, snake):
            return source.get(camel, source.get(snake))
        error = value.get('error') or {}
        return cls(value.get('state'), pick(value, 'pipelineJobResourceName', 'pipeline_job_resource_name'),
                   pick(value, 'pipelineTaskName', 'pipeline_task_name'), error.get('code'), error.get('message'))


# --- Names that mean something when a pipeline is compiled, and nothing when a component runs ----------------------------

class _StandIn:
    """Takes part in anything and does nothing."""

    def __init__(self, *arguments, **named):
        pass

    def __call__(self, *arguments, **named):
        return self

    def __getattr__(self, name):
        if name.startswith('__'):
            raise AttributeError(name)
        return _StandIn()

    def __getitem__(self, key):
        if isinstance(key, int):
            raise IndexError(key)  # So that a loop over it ends.
        return _StandIn()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        return False


def _decorator(*arguments, **named):
    if len(arguments) == 1 and not named and callable(arguments[0]):
        return arguments[0]
    return lambda function: function


component = container_component = notebook_component = pipeline = graph_component = _decorator


def importer(*arguments, **named):
    return _StandIn()


def _stand_ins(*names):
    for name in names:
        globals()[name] = type(name, (_StandIn,), {})


_stand_ins('ConcatPlaceholder', 'IfPresentPlaceholder', 'ContainerSpec', 'PipelineTask', 'PipelineConfig', 'KubernetesWorkspaceConfig', 'WorkspaceConfig',
           'TaskConfig', 'ParallelFor', 'Condition', 'If', 'Elif', 'Else', 'OneOf', 'Collected', 'ExitHandler')

PIPELINE_JOB_NAME_PLACEHOLDER = '{{$.pipeline_job_name}}'
PIPELINE_JOB_RESOURCE_NAME_PLACEHOLDER = '{{$.pipeline_job_resource_name}}'
PIPELINE_JOB_ID_PLACEHOLDER = '{{$.pipeline_job_uuid}}'
PIPELINE_TASK_NAME_PLACEHOLDER = '{{$.pipeline_task_name}}'
PIPELINE_TASK_ID_PLACEHOLDER = '{{$.pipeline_task_uuid}}'
PIPELINE_ROOT_PLACEHOLDER = '{{$.pipeline_root}}'
PIPELINE_JOB_CREATE_TIME_UTC_PLACEHOLDER = '{{$.pipeline_job_create_time_utc}}'
PIPELINE_JOB_SCHEDULE_TIME_UTC_PLACEHOLDER = '{{$.pipeline_job_schedule_time_utc}}'
WORKSPACE_PATH_PLACEHOLDER = '{{$.workspace_path}}'


# --- Executor ---------------------------------------------------------------------------------------------------------

_MISSING = object()


def _bare(annotation):
    """An annotation without Optional around it."""
    arguments = getattr(annotation, '__args__', None) or ()
    is_union = str(getattr(annotation, '__origin__', '')) == 'typing.Union' or type(annotation).__name__ == 'UnionType'
    if is_union:
        kept = [one for one in arguments if one is not type(None)]
        if len(kept) == 1:
            return kept[0]
    return annotation


def _split(annotation):
    """What is annotated, and the mark on it."""
    annotation = _bare(annotation)
    for mark in getattr(annotation, '__metadata__', ()):
        if mark in (_InputMark, _OutputMark):
            return _bare(annotation.__origin__), mark
    if annotation in (InputPath, OutputPath):
        annotation = annotation()
    if isinstance(annotation, _PathOf):
        return annotation.type, type(annotation)
    return annotation, None


def _is_list(annotation):
    return getattr(annotation, '__origin__', annotation) in (list, tuple) or str(annotation).startswith(('typing.List', 'typing.Sequence'))


def _item_class(annotation):
    arguments = getattr(annotation, '__args__', None) or ()
    return _split(arguments[0])[0] if arguments else Artifact


def _is_artifact_class(cls):
    return isinstance(cls, type) and hasattr(cls, 'schema_title')


class Executor:
    """Calls one function with what the host gives and writes what it returns."""

    def __init__(self, given, function):
        self.function = function
        inputs, outputs = given.get('inputs') or {}, given.get('outputs') or {}
        self.values = inputs.get('parameterValues') or inputs.get('parameters') or {}
        self.input_artifacts = inputs.get('artifacts') or {}
        self.value_outputs = outputs.get('parameters') or {}
        self.output_artifacts = {name: (many.get('artifacts') or [{}])[0] for name, many in (outputs.get('artifacts') or {}).items()}
        self.report_file = outputs['outputFile']
        self.made = {}
        self.results = {}

    def run(self):
        global _task_root
        _task_root = os.path.dirname(self.report_file)
        hints = self._hints()
        arguments = {}
        for name, default in self._parameters():
            value = self._argument(name, hints.get(name))
            if value is not _MISSING:
                arguments[name] = value
            elif default is _MISSING:
                arguments[name] = None
        returned = self.function(**arguments)
        self._take(returned, hints.get('return'))
        self._write()

    def _hints(self):
        hints = getattr(self.function, '__annotations__', {})
        if any(isinstance(hint, str) for hint in hints.values()):
            import typing
            extras = {'include_extras': True} if sys.version_info >= (3, 9) else {}
            hints = typing.get_type_hints(self.function, **extras)
        return hints

    def _parameters(self):
        code, defaults = self.function.__code__, self.function.__defaults__ or ()
        positional = code.co_varnames[:code.co_argcount]
        for index, name in enumerate(positional):
            at = index - (len(positional) - len(defaults))
            yield name, defaults[at] if at >= 0 else _MISSING
        named = self.function.__kwdefaults__ or {}
        for name in code.co_varnames[code.co_argcount:code.co_argcount + code.co_kwonlyargcount]:
            yield name, named.get(name, _MISSING)

    def _argument(self, name, hint):
        kind, mark = _split(hint)
        if mark is OutputPath:
            return self._output_path(name)
        if mark is InputPath:
            return self._input_path(name)
        if name in self.output_artifacts and (mark is _OutputMark or name not in self.input_artifacts):
            return self._output(name, kind)
        if name in self.input_artifacts:
            many = [self._artifact(each, _item_class(kind) if _is_list(kind) else kind) for each in self.input_artifacts[name].get('artifacts') or []]
            return many if _is_list(kind) else (many[0] if many else _MISSING)
        value = self.values.get(name)
        return _MISSING if value is None else _converted(value, kind)

    def _artifact(self, given, cls):
        title = (given.get('type') or {}).get('schemaTitle', '')
        if not _is_artifact_class(cls) or cls is Artifact:
            cls = _CLASSES.get(title, Artifact)
        return cls(name=given.get('name', ''), uri=given.get('uri', ''), metadata=given.get('metadata') or {})

    def _output(self, name, cls):
        if name not in self.made:
            self.made[name] = made = self._artifact(self.output_artifacts[name], _item_class(cls) if _is_list(cls) else cls)
            made.name = made.name or name
            _make_parent(made.path)
        return self.made[name]

    def _output_path(self, name):
        if name in self.value_outputs:
            path = self.value_outputs[name]['outputFile']
            _make_parent(path)
            return path
        if name in self.output_artifacts:
            return self._output(name, None).path
        raise ValueError('unknown output {!r}'.format(name))

    def _input_path(self, name):
        if name in self.input_artifacts:
            many = self.input_artifacts[name].get('artifacts') or []
            return local_path(many[0].get('uri', '')) if many else _MISSING
        value = self.values.get(name)
        if value is None:
            return _MISSING
        import tempfile
        path = os.path.join(tempfile.mkdtemp(), 'data')
        with open(path, 'w', encoding='utf-8', newline='') as file:
            file.write(value if isinstance(value, str) else json.dumps(value))
        return path

    def _take(self, returned, hint):
        if returned is None:
            return
        fields = getattr(hint, '_fields', None)
        if fields is None:
            if 'Output' not in self.value_outputs and 'Output' not in self.output_artifacts:
                return
            self._take_one('Output', returned, hint)
            return
        if len(returned) != len(fields):
            raise TypeError('{} values were returned for the outputs {}'.format(len(returned), ', '.join(fields)))
        hints = getattr(hint, '__annotations__', {})
        for index, name in enumerate(fields):
            value = getattr(returned, name, _MISSING)
            self._take_one(name, returned[index] if value is _MISSING else value, hints.get(name))

    def _take_one(self, name, value, hint):
        if value is None:
            return
        kind, _ = _split(hint)
        if name in self.value_outputs:
            self.results[name] = _checked(name, value, kind)
        elif name not in self.output_artifacts:
            raise ValueError('the component declares no output {!r}'.format(name))
        elif isinstance(value, Artifact) or hasattr(value, 'schema_title'):
            self.made[name] = value
        elif isinstance(value, (list, tuple)) and _is_list(kind):
            self.made[name] = list(value)
        else:
            with open(self._output(name, kind).path, 'w', encoding='utf-8', newline='') as file:
                file.write(value if isinstance(value, str) else str(value))

    def _write(self):
        for name in self.output_artifacts:
            self._output(name, None)
        report = {}
        if self.results:
            report['parameterValues'] = self.results
        if self.made:
            report['artifacts'] = {
                name: {'artifacts': [self._described(each, name) for each in (made if isinstance(made, list) else [made])]}
                for name, made in self.made.items()
            }
        _make_parent(self.report_file)
        unfinished = self.report_file + '.unfinished'
        with open(unfinished, 'w', encoding='utf-8') as file:
            json.dump(report, file, default=_plain)
        os.replace(unfinished, self.report_file)

    @staticmethod
    def _described(artifact, name):
        described = {'name': artifact.name or name, 'uri': artifact.uri, 'metadata': artifact.metadata}
        if getattr(artifact, 'custom_path', ''):
            described['custom_path'] = os.fspath(artifact.custom_path)
        return described


def _make_parent(path):
    try:
        os.makedirs(os.path.dirname(path) or '.', exist_ok=True)
    except OSError:
        pass  # Whoever writes there says it better.


def _plain(value):
    """Numbers and arrays of numeric packages as numbers and lists."""
    for convert in ('item', 'tolist'):
        if hasattr(value, convert):
            try:
                return getattr(value, convert)()
            except ValueError:
                continue
    raise TypeError('{} cannot be converted to JSON'.format(type(value).__name__))


def _converted(value, kind):
    if kind is int and isinstance(value, float) and value.is_integer():
        return int(value)
    if kind is float and isinstance(value, int) and not isinstance(value, bool):
        return float(value)
    if kind is PipelineTaskFinalStatus and isinstance(value, dict):
        return PipelineTaskFinalStatus.read(value)
    return value


def _checked(name, value, kind):
    """A value of an output, which must be what the function promises. A whole number is an int as well as a float."""
    kind = getattr(kind, '__origin__', kind)
    if kind in (int, float, str, bool, list, dict):
        if not isinstance(value, (bool, str, list, dict, int, float)) and hasattr(value, 'item'):
            value = _plain(value)
        if kind is float and isinstance(value, int) and not isinstance(value, bool):
            value = float(value)
        elif kind is int and isinstance(value, float) and value.is_integer():
            value = int(value)
        if not isinstance(value, kind) or (kind is not bool and isinstance(value, bool)):
            raise TypeError('output {!r} is declared as {} but the function returned {} {!r}'.format(name, kind.__name__, type(value).__name__, value))
    return value


def _options(arguments, names):
    found, rest = {}, list(arguments)
    while rest:
        name, equals, value = rest.pop(0).partition('=')
        if name.lstrip('-') not in names or not name.startswith('--'):
            raise SystemExit('executor_main: unknown argument {!r}'.format(name))
        if not equals and not rest:
            raise SystemExit('executor_main: {} requires a value'.format(name))
        found[name.lstrip('-')] = value if equals else rest.pop(0)
    return found


def _module_file(function):
    """A component that was built into an image has a file that names its module."""
    import configparser
    config = configparser.ConfigParser()
    config.optionxform = str
    config.read('kfp_config.ini')
    for section in config.sections():
        if config.has_option(section, function):
            return config.get(section, function)
    raise SystemExit('executor_main: --component_module_path is missing, and kfp_config.ini does not name {!r}'.format(function))


def _load(path):
    import types
    name = os.path.splitext(os.path.basename(path))[0]
    module = types.ModuleType(name)
    module.__file__ = path
    sys.modules[name] = module
    with open(path, 'rb') as file:
        exec(compile(file.read(), path, 'exec'), module.__dict__)
    return module


def executor_main(arguments=None):
    options = _options(sys.argv[1:] if arguments is None else arguments, ('executor_input', 'component_module_path', 'function_to_execute'))
    function = options.get('function_to_execute')
    given = options.get('executor_input')
    if not function or not given:
        raise SystemExit('executor_main: --executor_input and --function_to_execute are required')
    if given.startswith('@'):
        with open(given[1:], encoding='utf-8') as file:
            given = file.read()
    module = _load(options.get('component_module_path') or _module_file(function))
    if not hasattr(module, function):
        raise SystemExit('executor_main: {!r} has no function {!r}'.format(module.__file__, function))
    Executor(json.loads(given), getattr(module, function)).run()


# --- Packages ---------------------------------------------------------------------------------------------------------

_SDK = ('kfp', 'kfp-pipeline-spec', 'kfp-server-api', 'kfp-kubernetes')
_FLAGS = ('-q', '--quiet', '-qq', '-v', '--verbose', '-U', '--upgrade', '--no-warn-script-location', '--disable-pip-version-check', '--no-deps', '--pre',
          '--prefer-binary', '--no-index', '--no-cache-dir', '--no-input', '--break-system-packages', '--no-build-isolation', '--user', '--force-reinstall',
          '--ignore-installed', '-I', '--require-hashes', '--no-compile')
_VALUED = ('-i', '--index-url', '--extra-index-url', '--trusted-host', '-f', '--find-links', '--only-binary', '--no-binary', '--progress-bar', '--timeout',
           '--retries', '--root-user-action', '--upgrade-strategy', '--cert', '--client-cert', '--cache-dir', '--proxy')
# What only says how pip talks or where it keeps things makes no other environment.
_SILENT = ('-q', '--quiet', '-qq', '-v', '--verbose', '--no-warn-script-location', '--disable-pip-version-check', '--no-cache-dir', '--no-input',
           '--break-system-packages', '--user', '--progress-bar', '--timeout', '--retries', '--root-user-action', '--cache-dir')


class _Install:
    """One `pip install`."""

    def __init__(self, options, requirements, shareable):
        self.options = options
        self.requirements = requirements
        self.shareable = shareable

    @classmethod
    def read(cls, arguments):
        """None when it is something else than an installation that may go into an environment."""
        if not arguments or arguments[0] != 'install':
            return None
        options, requirements, shareable, rest = [], [], True, list(arguments[1:])
        while rest:
            word = rest.pop(0)
            name, equals, value = word.partition('=')
            if not word.startswith('-'):
                requirements.append(word)
                # A folder or an address may hold something else tomorrow.
                shareable = shareable and '/' not in word.partition(';')[0] and not word.startswith('.')
            elif word in _FLAGS:
                options.append([word])
            elif name in _VALUED and (equals or rest):
                options.append([name, value if equals else rest.pop(0)])
            elif name in ('-r', '--requirement', '-c', '--constraint', '-e', '--editable') and (equals or rest):
                value = value if equals else rest.pop(0)
                (requirements if name in ('-r', '--requirement', '-e', '--editable') else options).append([name, value])
                shareable = False
            else:
                return None
        return cls(options, requirements, shareable)

    def without_satisfied(self):
        left = [each for each in self.requirements if not isinstance(each, str) or not _is_satisfied(each)]
        return _Install(self.options, left, self.shareable)

    def recipe(self):
        options = sorted(option for option in self.options if option[0] not in _SILENT)
        return [options, sorted(self.requirements, key=str)]

    def words(self):
        flat = [word for option in self.options if option[0] != '--user' for word in option]
        return flat + [word for each in self.requirements for word in ([each] if isinstance(each, str) else each)]


def _is_satisfied(requirement):
    """The SDK is there, and what its marker does not ask for is not needed."""
    import re
    text, _, marker = requirement.partition(';')
    match = re.match(r'\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[^\]]*\])?\s*([<>=!~].*)?$', text)
    if match and re.sub(r'[-_.]+', '-', match.group(1)).lower() in _SDK:
        return True
    return bool(marker.strip()) and _marker_holds(marker) is False


def _marker_holds(marker):
    """False when it certainly does not hold; None when that is for pip to say."""
    import re
    match = re.match(r'\s*python_version\s*(<=|>=|==|!=|<|>)\s*["\'](\d+)\.(\d+)["\']\s*$', marker)
    if match:
        import operator
        compare = {'<': operator.lt, '<=': operator.le, '>': operator.gt, '>=': operator.ge, '==': operator.eq, '!=': operator.ne}[match.group(1)]
        return compare(sys.version_info[:2], (int(match.group(2)), int(match.group(3))))
    match = re.match(r'\s*(sys_platform|os_name)\s*(==|!=)\s*["\']([^"\']*)["\']\s*$', marker)
    if match:
        here = sys.platform if match.group(1) == 'sys_platform' else os.name
        return (here == match.group(3)) == (match.group(2) == '==')
    return None


def _own_folder():
    return os.path.dirname(os.path.abspath(__file__))


def _outside_environment():
    """Variables for a program that shall see the real pip."""
    variables = dict(os.environ)
    own = os.path.dirname(_own_folder())
    paths = [path for path in variables.get('PYTHONPATH', '').split(os.pathsep) if path and not path.startswith(own)]
    variables['PYTHONPATH'] = os.pathsep.join(paths)
    if not paths:
        del variables['PYTHONPATH']
    return variables


def _real_pip(words, python=None):
    import subprocess
    return subprocess.call([python or sys.executable, '-m', 'pip'] + words, env=_outside_environment())


class _Environments:
    """Environments of a home, each made once, and the one the running attempt uses."""

    def __init__(self):
        self.home = os.environ['GYRE_PYTHON_HOME']
        self.state = os.environ['GYRE_PYTHON_STATE']
        self.base = os.environ['GYRE_PYTHON']

    _found = _MISSING

    @classmethod
    def of_attempt(cls):
        """None when this is not the interpreter that the attempt's `python3` starts. What a process adds does not change that for itself."""
        if cls._found is _MISSING:
            cls._found = cls._find()
        return cls._found

    @classmethod
    def _find(cls):
        try:
            found = cls()
        except KeyError:
            return None
        expected = found.current() or os.environ.get('GYRE_PYTHON_PREFIX')
        return found if expected and os.path.realpath(expected) == os.path.realpath(sys.prefix) else None

    def current(self):
        try:
            with open(os.path.join(self.state, 'environment'), encoding='utf-8') as file:
                return file.read().strip() or None
        except OSError:
            return None

    def add(self, install):
        """Makes the attempt use an environment with what it had and this."""
        import hashlib
        current = self.current()
        recipe, shareable = self._recipe_of(current)
        recipe = recipe + [install]
        if shareable and all(each.shareable for each in recipe):
            pip = sorted(pair for pair in os.environ.items() if pair[0].startswith('PIP_'))
            base = [os.path.realpath(self.base), sys.version]
            key = hashlib.sha256(json.dumps([base, [each.recipe() for each in recipe], pip]).encode()).hexdigest()[:32]
            folder = os.path.join(self.home, 'environments', key)
            code = self._share(folder, recipe)
        else:
            folder = os.path.join(self.state, 'private')
            code = self._make(folder, [install] if current == folder else recipe, fresh=current != folder)
        if code == 0:
            self._use(folder)
        return code

    @staticmethod
    def _recipe_of(folder):
        if folder is None:
            return [], True
        try:
            with open(os.path.join(folder, 'recipe.json'), encoding='utf-8') as file:
                return [_Install(*each) for each in json.load(file)], True
        except OSError:
            return [], False

    def _use(self, folder):
        link = os.path.join(self.state, 'bin')
        for target, write in ((os.path.join(self.state, 'environment'), lambda path: _write_text(path, folder + '\n')),
                              (link, lambda path: os.symlink(os.path.join(folder, 'bin'), path))):
            unfinished = target + '.unfinished'
            if os.path.lexists(unfinished):
                os.remove(unfinished)
            write(unfinished)
            os.replace(unfinished, target)

    def _share(self, folder, recipe):
        """Of several that want it one makes it and the others wait. It is finished when it has its recipe, which appears at once."""
        finished = os.path.join(folder, 'recipe.json')
        if os.path.exists(finished):
            os.utime(finished)
            return 0
        os.makedirs(os.path.dirname(folder), exist_ok=True)
        with open(folder + '.lock', 'w') as lock:
            _lock(lock)
            if os.path.exists(finished):
                return 0
            code = self._make(folder, recipe, fresh=True)
            if code == 0:
                _write_text(finished + '.unfinished', json.dumps([[each.options, each.requirements, True] for each in recipe]))
                os.replace(finished + '.unfinished', finished)
            return code

    def _make(self, folder, recipe, fresh):
        import shutil
        done = False
        try:
            code = self._create(folder) if fresh else 0
            for each in recipe:
                if code == 0:
                    code = _real_pip(['install', '--disable-pip-version-check'] + each.words(), os.path.join(folder, 'bin', 'python3'))
            done = code == 0
            return code
        finally:
            if fresh and not done:
                shutil.rmtree(folder, ignore_errors=True)

    def _create(self, folder):
        import shutil
        import subprocess
        shutil.rmtree(folder, ignore_errors=True)
        # A pip of its own would take seconds; that of the base is seen from within.
        probe = 'import importlib.util,json,sys;print(json.dumps([importlib.util.find_spec("pip") is not None,sys.prefix!=sys.base_prefix and sys.path]))'
        has_pip, parent = json.loads(subprocess.check_output([self.base, '-c', probe], env=_outside_environment()))
        bare = ['--without-pip'] if has_pip else []
        code = subprocess.call([self.base, '-m', 'venv', '--system-site-packages'] + bare + [folder], env=_outside_environment())
        if code == 0 and parent:
            self._link(folder, parent)
        return code

    @staticmethod
    def _link(folder, parent):
        """Of an environment on top of another one the inner would be seen only by name of its packages' folder."""
        version = 'python{}.{}'.format(*sys.version_info[:2])
        packages = [path for path in parent if os.path.basename(path) == 'site-packages']
        _write_text(os.path.join(folder, 'lib', version, 'site-packages', '_parent.pth'), ''.join(path + '\n' for path in packages))


def _write_text(path, text):
    with open(path, 'w', encoding='utf-8') as file:
        file.write(text)


def _lock(file):
    try:
        import fcntl
    except ImportError:
        return
    fcntl.flock(file, fcntl.LOCK_EX)


def pip_main(arguments=None):
    """`python3 -m pip`: what the SDK asks for is there, other packages go into an environment, everything else is for the real pip."""
    arguments = sys.argv[1:] if arguments is None else arguments
    install = _Install.read(arguments)
    if install is None:
        return _real_pip(arguments)
    if install.requirements:
        install = install.without_satisfied()
        if not install.requirements:
            return 0
    environments = _Environments.of_attempt()
    if environments is None:
        return _real_pip(['install'] + install.words())
    return environments.add(install)


def prepare(plan_file, memo_file):
    """Several installations at once; remembers what came out, so that the next time no interpreter has to be asked."""
    with open(plan_file, encoding='utf-8') as file:
        plan = json.load(file)
    for words in plan:
        code = pip_main(words)
        if code != 0:
            return code
    found = _Environments.of_attempt()
    current = found.current() if found else None
    if current is None or os.path.exists(os.path.join(current, 'recipe.json')):
        os.makedirs(os.path.dirname(memo_file), exist_ok=True)
        unfinished = '{}.{}.unfinished'.format(memo_file, os.getpid())
        _write_text(unfinished, (current or '-') + '\n')
        os.replace(unfinished, memo_file)
    return 0


if __name__ == '__main__' and sys.argv[1:2] == ['prepare']:
    sys.exit(prepare(*sys.argv[2:]))
