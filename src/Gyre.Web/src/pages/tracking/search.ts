import type { Experiment } from '@/formats/mlflow/experiments';

/** Experiments whose name holds all the words; "key:value" or "key:" asks for a tag. In any case of letters. */
export function matchExperiments(experiments: readonly Experiment[], text: string): readonly Experiment[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (words.length === 0) return experiments;
  return experiments.filter((one) => words.every((word) => matches(one, word)));
}

function matches(experiment: Experiment, word: string): boolean {
  if (experiment.name.toLowerCase().includes(word) || experiment.experiment_id === word) return true;
  const colon = word.indexOf(':');
  if (colon <= 0) return false;
  const [key, value] = [word.slice(0, colon), word.slice(colon + 1)];
  return (experiment.tags ?? []).some(
    (tag) => tag.key.toLowerCase() === key && tag.value.toLowerCase().includes(value),
  );
}
