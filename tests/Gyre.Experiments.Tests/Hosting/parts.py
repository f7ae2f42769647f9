"""Components of a user's, written against the interfaces of OctopusCL."""
import json
import os

from octopuscl.data.datasets import DatasetSchema, EagerDataset
from octopuscl.data.loaders import DataLoader
from octopuscl.constants import TRAINING_SPLIT_FILENAME
from octopuscl.data.splitting import CILSplitter, CILSplittingStrategy, ExperienceAttributeError, Partition, Splitter
from octopuscl.data.transforms import TransformEstimator
from octopuscl.experiments.artifacts import EvaluationArtifact, TrainingArtifact
from octopuscl.experiments.metrics import EvaluationMetric, OracleMetric, TrainingMetric
from octopuscl.models import Model
from octopuscl.models.base import evaluate
from octopuscl.types import Device, ModelType, PipelineMode, ValueType


class Rows(EagerDataset):
    def vectorize_example(self, example):
        return {name: example[name] for name in example if name in ('a', 'kind')}


class Batches(DataLoader[Rows]):
    @classmethod
    def supported_dataset_type(cls):
        return Rows

    def __iter__(self):
        order = list(range(len(self.dataset)))
        if self.shuffle:
            order.reverse()
        for start in range(0, len(order), self.batch_size):
            examples = [self.dataset[index] for index in order[start:start + self.batch_size]]
            yield {name: [one[name] for one in examples] for name in examples[0]}


class Mean(Model[Rows, Batches]):
    def __init__(self, dataset_schema, device=Device.CPU, epochs=1):
        super().__init__(dataset_schema=dataset_schema, device=device)
        assert device is Device.CPU and dataset_schema.outputs[0]['type'] is ValueType.CATEGORY
        self.epochs, self.sums = epochs, {}

    @classmethod
    def name(cls):
        return 'mean'

    @classmethod
    def type_(cls):
        return ModelType.CLASSIFIER

    @classmethod
    def supported_dataset_types(cls):
        return [Rows]

    def train(self, training_set, validation_set, callbacks=None):
        assert training_set.dataset.get_class_ids() == {'kind': {'cat': 0, 'dog': 1}}
        for batch in training_set:
            for a, kind in zip(batch['a'], batch['kind']):
                if a == a:
                    count, total = self.sums.get(str(kind), (0, 0))
                    self.sums[str(kind)] = (count + 1, total + a)
        for epoch in range(self.epochs):
            for callback in callbacks:
                callback(self, epoch)

    def predict(self, context, model_input, params=None):
        assert list(model_input) == ['a']
        return {'kind': [int(min(self.sums, key=lambda one: abs(a - self.sums[one][1] / self.sums[one][0]))) for a in model_input['a']]}

    def save_to_disk(self, file_path):
        with open(file_path, 'w', encoding='utf-8') as file:
            json.dump([self.sums, self.dataset_schema.path], file)

    @classmethod
    def load_from_disk(cls, file_path):
        with open(file_path, encoding='utf-8') as file:
            sums, path = json.load(file)
        model = cls(dataset_schema=DatasetSchema(path=path))
        model.sums = sums
        return model


class Labels(TrainingMetric):
    @classmethod
    def name(cls):
        return 'labels'

    @classmethod
    def greater_is_better(cls):
        return True

    @classmethod
    def supported_models(cls):
        return [Mean]

    def compute(self, model, iteration=None):
        return len(model.sums)


class Note(TrainingArtifact):
    @classmethod
    def supported_models(cls):
        return [Mean]

    def generate(self, model, artifacts_dir, iteration=None):
        path = os.path.join(artifacts_dir, f'note{iteration}.txt')
        with open(path, 'w', encoding='utf-8') as file:
            file.write('x')
        return 'note', path


class Center(TransformEstimator):
    def __init__(self, mode, features):
        super().__init__(mode=mode)
        self.features, self.means = features, {}

    def fit(self, examples):
        examples = list(examples)
        for name in self.features:
            self.means[name] = sum(one[name] for one in examples) / len(examples)

    def transform(self, example):
        assert example['kind'] in (0, 1)
        changed = {name: one - self.means[name] if name in self.means else one for name, one in example.items()}
        return dict(changed, pair=[example['n'], 1])


class Right(EvaluationMetric):
    @classmethod
    def name(cls):
        return 'right'

    @classmethod
    def greater_is_better(cls):
        return True

    def compute(self, eval_df, builtin_metrics):
        right = sum(one == other for one, other in zip(eval_df['prediction'], eval_df['target']))
        return right / len(eval_df) + builtin_metrics['accuracy_score']


class Diagonal(OracleMetric):
    @classmethod
    def name(cls):
        return 'diagonal'

    @classmethod
    def greater_is_better(cls):
        return True

    @classmethod
    def compute(cls, oracle_matrix):
        return [float(row[index]) for index, row in enumerate(oracle_matrix.scores)]


class Summary(EvaluationArtifact):
    def generate(self, eval_df, builtin_metrics, artifacts_dir):
        return 'summary', {'rows': len(eval_df)}


class Halves(Splitter):
    def __init__(self, num_experiences):
        super().__init__(num_experiences=num_experiences)

    def get_experiences_examples(self, dataset):
        assert dataset.load_example(0)['kind'] == 'cat'
        size = len(dataset) // self.num_experiences
        return [list(range(size * index, size * (index + 1))) for index in range(self.num_experiences)]

    def get_partitions_examples(self, experience_examples):
        return [Partition(experience_examples[1:], experience_examples[:1])]


class Pairs(CILSplitter):
    """Classes in turn, with its own partitions: of each experience the first example is the test."""

    def get_partitions_examples(self, experience_examples):
        assert self.strategy is CILSplittingStrategy.ORDERED and self.seed == 3 and self.num_classes_per_experience == [1, 1]
        return [Partition(experience_examples[1:], experience_examples[:1])]


class Written(Splitter):
    """What the package offers beside the two methods: experiences with modes, and splits that lie in files."""

    def __init__(self, num_experiences):
        super().__init__(num_experiences=num_experiences)

    def get_experiences_examples(self, dataset):
        experiences = Pairs(3, 0.5, 0.5, 0.0, 2, 1, CILSplittingStrategy.ORDERED, [1, 0]).split(dataset)
        experiences[0].mode = PipelineMode.TRAIN
        try:
            raise AssertionError(experiences[0].test_data)
        except ExperienceAttributeError:
            pass
        folder = os.path.join(dataset.path, 'predefined')
        for index, experience in enumerate(experiences):
            experience.mode = None
            place = os.path.join(folder, f'experience_{index}', 'partition_0')
            os.makedirs(place)
            for name, part in ((TRAINING_SPLIT_FILENAME, experience.training_data[0]), ('test.txt', experience.test_data[0])):
                with open(os.path.join(place, name), 'w', encoding='utf-8') as file:
                    file.write('\n'.join(str(one) for one in sorted(part.indices)))
        again = Splitter.from_predefined_splits(dataset, folder)
        assert [len(one.training_data[0]) for one in again] == [len(one.training_data[0]) for one in experiences]
        return [sorted(one.training_data[0].indices | one.test_data[0].indices) for one in again]

    def get_partitions_examples(self, experience_examples):
        return [Partition(experience_examples[1:], experience_examples[:1])]


class Evaluated(EvaluationMetric):
    """Asks the package to judge again, with another metric of the user's."""

    @classmethod
    def name(cls):
        return 'evaluated'

    @classmethod
    def greater_is_better(cls):
        return True

    def compute(self, eval_df, builtin_metrics):
        schema = type('Schema', (), {'outputs': [{'name': 'kind', 'type': ValueType.CATEGORY}]})()
        columns = {name: list(eval_df[name]) for name in ('target', 'prediction')}
        found = evaluate(
            {'kind': columns['target']}, {'kind': columns['prediction']}, schema, log_to_mlflow=False,
            extra_metrics=[Right().mlflow_metric], prefix='again_')
        return found['kind'].metrics['again_right'] + found['kind'].metrics['again_recall_score']
