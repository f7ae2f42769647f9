import { expect, it } from 'vitest';
import { mlflowCommands, pythonCommands, pythonText } from './commands';

it('quotes what comes from outside', () => {
  const made = mlflowCommands(['experiments', 'rename', '--new-name', "it's $(rm)"], 'experiments/update', {
    new_name: "it's",
  });
  expect(made.cli).toBe(`MLFLOW_TRACKING_URI=http://localhost mlflow experiments rename --new-name 'it'\\''s $(rm)'`);
  expect(made.curl).toContain('/api/2.0/mlflow/experiments/update');
  const python = pythonCommands(`update_run("r1", name=${pythonText('a"b\n\'c')})`, 'runs/update', {});
  expect(python.cli).toContain('name="a\\"b\\n');
  expect(python.cli).not.toContain('\n');
});
