using Gyre.Core;
using Gyre.Projects;

namespace Gyre.Projects.Tests.Formats.Kubeflow;

/// <summary>A small compiled pipeline with a bit of everything, and ways to change it.</summary>
internal static class Documents
{
    /// <summary>Stands before the place at which a problem is to be reported.</summary>
    public const char Here = '§';

    public const string Sound = """
        components:
          comp-make:
            executorLabel: exec-make
            inputDefinitions:
              parameters:
                count: {parameterType: NUMBER_INTEGER, defaultValue: 3.0, isOptional: true}
                rate: {parameterType: NUMBER_DOUBLE, defaultValue: 1, isOptional: true}
                note: {parameterType: STRING, isOptional: true}
                mode: {parameterType: STRING, defaultValue: fast, literals: [fast, slow]}
            outputDefinitions:
              artifacts:
                data: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}
              parameters:
                total: {parameterType: NUMBER_INTEGER}
                names: {parameterType: LIST}
          comp-use:
            executorLabel: exec-use
            inputDefinitions:
              artifacts:
                data: {artifactType: {schemaTitle: system.Dataset, schemaVersion: 0.0.1}}
              parameters:
                total: {parameterType: NUMBER_INTEGER}
          comp-each:
            executorLabel: exec-each
            inputDefinitions:
              parameters:
                item: {parameterType: STRING}
            outputDefinitions:
              parameters:
                Output: {parameterType: STRING}
          comp-loop:
            dag:
              outputs:
                parameters:
                  all: {valueFromParameter: {producerSubtask: each, outputParameterKey: Output}}
              tasks:
                each:
                  componentRef: {name: comp-each}
                  inputs: {parameters: {item: {componentInputParameter: item}}}
            inputDefinitions:
              parameters:
                items: {parameterType: LIST}
                item: {parameterType: STRING}
            outputDefinitions:
              parameters:
                all: {parameterType: LIST}
          comp-import:
            executorLabel: exec-import
            inputDefinitions:
              parameters:
                uri: {parameterType: STRING}
            outputDefinitions:
              artifacts:
                artifact: {artifactType: {schemaTitle: system.Model, schemaVersion: 0.0.1}}
        deploymentSpec:
          executors:
            exec-make:
              container:
                image: python:3.11
                command: [make, "{{$.inputs.parameters['count']}}"]
                args:
                - --data
                - "{{$.outputs.artifacts['data'].path}}"
                - '{"IfPresent": {"InputName": "note", "Then": ["--note", "{{$.inputs.parameters[''note'']}}"], "Else": "--no-note"}}'
                env: [{name: RATE, value: "{{$.inputs.parameters['rate']}}"}]
                resources: {cpuLimit: 2.0, memoryLimit: 1.048576, resourceCpuRequest: 500m, resourceMemoryRequest: 64Mi}
            exec-use:
              container:
                image: alpine
                command: [use, "{{$}}"]
            exec-each:
              container:
                image: alpine
                command: [each, "{{$.inputs.parameters['item']}}"]
            exec-import:
              importer:
                artifactUri: {runtimeParameter: uri}
                typeSchema: {schemaTitle: system.Model, schemaVersion: 0.0.1}
                metadata: {name: "m-{{$.inputs.parameters['uri']}}"}
        pipelineInfo: {name: sound}
        root:
          dag:
            outputs:
              parameters:
                total: {valueFromParameter: {producerSubtask: make, outputParameterKey: total}}
            tasks:
              make:
                cachingOptions: {enableCache: true, cacheKey: k1}
                componentRef: {name: comp-make}
                inputs:
                  parameters:
                    count: {componentInputParameter: n}
                    note: {runtimeValue: {constant: "n is {{$.inputs.parameters['n']}}"}}
                retryPolicy: {maxRetryCount: 2}
              use:
                componentRef: {name: comp-use}
                dependentTasks: [make]
                inputs:
                  artifacts:
                    data: {taskOutputArtifact: {producerTask: make, outputArtifactKey: data}}
                  parameters:
                    total: {taskOutputParameter: {producerTask: make, outputParameterKey: total}}
                triggerPolicy: {condition: "inputs.parameter_values['total'] > 1"}
              loop:
                componentRef: {name: comp-loop}
                dependentTasks: [make]
                inputs: {parameters: {items: {taskOutputParameter: {producerTask: make, outputParameterKey: names}}}}
                parameterIterator: {items: {inputParameter: items}, itemInput: item}
                iteratorPolicy: {parallelismLimit: 4}
              import:
                componentRef: {name: comp-import}
                dependentTasks: [loop]
                inputs: {parameters: {uri: {runtimeValue: {constant: s3://b/m}}}}
                triggerPolicy: {strategy: ALL_UPSTREAM_TASKS_COMPLETED}
          inputDefinitions:
            parameters:
              n: {parameterType: NUMBER_INTEGER, defaultValue: 2.0, isOptional: true}
          outputDefinitions:
            parameters:
              total: {parameterType: NUMBER_INTEGER}
        schemaVersion: 2.1.0
        sdkVersion: kfp-2.15.2
        """;

    /// <summary>The sound document with a piece of it changed; the piece occurs once.</summary>
    public static string With(string piece, string changed)
    {
        var at = Sound.IndexOf(piece, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, $"'{piece}' is not in the document");
        Sound.IndexOf(piece, at + 1, StringComparison.Ordinal).ShouldBe(-1, $"'{piece}' stands twice in the document");
        return Sound.Replace(piece, changed, StringComparison.Ordinal);
    }

    public static Graph Graph(string text)
    {
        var reading = ProjectFile.Read(text, "p.yaml");
        return reading.Project.ShouldNotBeNull(string.Join("\n", reading.Diagnostics)).Pipelines[0].Graph;
    }

    public static T Node<T>(this Graph graph, string name)
        where T : Node => graph.Nodes.Single(node => node.Name == name).ShouldBeOfType<T>();

    /// <summary>Takes the mark out and says where it stood.</summary>
    public static (string Text, int Line, int Column) Marked(string text)
    {
        var at = text.IndexOf(Here, StringComparison.Ordinal);
        at.ShouldBeGreaterThanOrEqualTo(0, "no mark");
        var before = text[..at];
        return (text.Remove(at, 1), before.Count(c => c == '\n') + 1, at - before.LastIndexOf('\n'));
    }

    public static IEnumerable<Diagnostic> Errors(this ProjectReading reading) => reading.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Error);

    public static IEnumerable<Diagnostic> Warnings(this ProjectReading reading) => reading.Diagnostics.Where(diagnostic => diagnostic.Severity == Severity.Warning);
}
