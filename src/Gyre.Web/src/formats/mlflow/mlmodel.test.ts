import { describe, expect, it } from 'vitest';
import { readMlModel } from './mlmodel';

const python = `artifact_path: model
flavors:
  python_function:
    env:
      conda: conda.yaml
      virtualenv: python_env.yaml
    loader_module: mlflow.sklearn
  sklearn:
    code: null
    sklearn_version: 1.4.2
mlflow_version: 3.11.2
signature:
  inputs: '[{"type": "double", "name": "sepal length (cm)", "required": true}, {"type":
    "long", "name": "count", "required": false}]'
  outputs: '[{"type": "tensor", "tensor-spec": {"dtype": "float64", "shape": [-1, 10]}}]'
  params: '[{"name": "threshold", "type": "float", "default": 0.5, "shape": null}, {"name": "stop", "type": "string", "default": ["a"], "shape": [-1]}]'
utc_time_created: '2026-11-30 00:20:11.123456'
`;

describe('readMlModel', () => {
  it('reads flavors, signature and facts', () => {
    const model = readMlModel(python);
    expect(model.flavors.map((one) => one.name)).toEqual(['python_function', 'sklearn']);
    expect(model.flavors[0]?.values).toEqual([
      ['env', '{"conda":"conda.yaml","virtualenv":"python_env.yaml"}'],
      ['loader_module', 'mlflow.sklearn'],
    ]);
    expect(model.signature?.inputs).toEqual([
      { name: 'sepal length (cm)', type: 'double', optional: false, default: null },
      { name: 'count', type: 'long', optional: true, default: null },
    ]);
    expect(model.signature?.outputs).toEqual([{ name: null, type: 'float64[?, 10]', optional: false, default: null }]);
    expect(model.signature?.params).toEqual([
      { name: 'threshold', type: 'float', optional: false, default: '0.5' },
      { name: 'stop', type: 'string[?]', optional: false, default: '["a"]' },
    ]);
    expect(model.facts).toEqual([
      ['artifact_path', 'model'],
      ['mlflow_version', '3.11.2'],
      ['utc_time_created', '2026-11-30 00:20:11.123456'],
    ]);
  });

  it('writes nested types out', () => {
    const spec = JSON.stringify([
      {
        type: 'array',
        name: 'messages',
        items: {
          type: 'object',
          properties: { role: { type: 'string' }, content: { type: 'string', required: false } },
        },
      },
      { type: 'map', name: 'scores', values: { type: 'double' } },
      { type: 'any', name: 'rest' },
    ]);
    expect(readMlModel(`signature:\n  inputs: '${spec}'`).signature?.inputs.map((one) => one.type)).toEqual([
      'array<{role: string, content?: string}>',
      'map<double>',
      'any',
    ]);
  });

  it('has no signature when the file has none', () => {
    expect(readMlModel('flavors: {}').signature).toBeNull();
    expect(readMlModel('signature:\n  inputs: null').signature).toBeNull();
    expect(readMlModel('').flavors).toEqual([]);
    expect(readMlModel('[1, 2]').flavors).toEqual([]);
  });

  it('shows the rest when the signature is broken', () => {
    const model = readMlModel("flavors:\n  onnx: {}\nsignature:\n  inputs: '[{'");
    expect(model.flavors).toEqual([{ name: 'onnx', values: [] }]);
    expect(model.signature?.inputs).toEqual([{ name: null, type: 'unreadable', optional: false, default: null }]);
  });

  it('ends in endless types', () => {
    let spec: unknown = { type: 'double' };
    for (let i = 0; i < 100; i++) spec = { type: 'array', items: spec };
    expect(
      readMlModel(`signature:\n  inputs: '${JSON.stringify([spec])}'`).signature?.inputs[0]?.type.length,
    ).toBeLessThan(100);
  });
});
