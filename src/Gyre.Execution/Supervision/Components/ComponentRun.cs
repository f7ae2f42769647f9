using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Gyre.Core;
using Gyre.Execution.Formats.Kubeflow;
using Gyre.Execution.Layout;
using Gyre.Execution.Platform;
using Gyre.Storage;

namespace Gyre.Execution.Supervision.Components;

/// <summary>What a component gave.</summary>
/// <param name="Values">By output.</param>
/// <param name="Artifacts">By output.</param>
internal sealed record ComponentYield(MapValue Values, ImmutableArray<NamedArtifacts> Artifacts);

/// <summary>The part of an attempt that is about its component: lay out, build the command, take the results.</summary>
internal sealed class ComponentRun
{
    /// <summary>Linux refuses a longer argument; the end of the text counts.</summary>
    private const int MaxArgumentBytes = 128 * 1024 - 1;

    private readonly AttemptOrder _order;
    private readonly ComponentOrder _component;
    private readonly AttemptFolder _folder;
    private readonly ComponentPlaces _places;
    private readonly ComponentLayout _layout;
    private readonly ComponentResults _results;
    private readonly StepOutput _output;
    private byte[]? _report;
    private string? _reportProblem;

    /// <exception cref="LayoutException">A name is refused.</exception>
    public ComponentRun(AttemptOrder order, ComponentOrder component, AttemptFolder folder, Func<Task<IBlobStore>> openBlobs, SupervisorOptions options, StepOutput output)
    {
        _order = order;
        _component = component;
        _folder = folder;
        _places = new ComponentPlaces(component, folder);
        _layout = new ComponentLayout(component, folder, _places, openBlobs);
        _results = new ComponentResults(component, folder, _places, openBlobs, options, output.Warn);
        _output = output;
    }

    /// <summary>Puts everything there.</summary>
    /// <exception cref="LayoutException">A name is refused, or content is missing or damaged.</exception>
    public Task LayOutAsync(CancellationToken cancellationToken) => _layout.PlaceAsync(cancellationToken);

    /// <summary>What to start.</summary>
    /// <param name="environmentOf">Builds the environment of an order.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="LayoutException">A placeholder has nothing to stand for, or an argument is too long.</exception>
    /// <exception cref="LaunchException">A program is not there.</exception>
    public async Task<LaunchSpec> CommandAsync(Func<AttemptOrder, SortedDictionary<string, string>> environmentOf, CancellationToken cancellationToken)
    {
        var component = _component.Component;
        if (component.Command.IsEmpty)
            throw new LayoutException($"'{component.Name}' has an image '{component.Image}' but no command, so it cannot run as a plain process. Add a command.");
        var values = TemplateRenderer.ValuesOf(_component);
        var (wholeInput, fromFile) = WholeInput(values);
        var renderer = new TemplateRenderer(_order, _component, _places, values, wholeInput);
        var arguments = renderer.Arguments(component.Command).ToImmutableArray();
        var environment = environmentOf(_order with { Environment = _order.Environment.SetItems(ComponentVariables.Of(_order, component, renderer)) });
        if (PythonPrelude.Concerns(arguments))
            arguments = await new PythonRuntime(_order, _folder, insteadOfSdk: fromFile).PrepareAsync(arguments, environment, cancellationToken);
        Check(arguments);
        return new CommandScript(_order with { Commands = [], Arguments = arguments }, _folder, environment).Build();
    }

    /// <summary>Takes the component's report away before the outputs are stored.</summary>
    public void TakeReport()
    {
        try
        {
            _report = _results.TakeReport();
        }
        catch (Exception exception) when (exception is ResultException or IOException or UnauthorizedAccessException)
        {
            _reportProblem = exception.Message;
        }
    }

    /// <summary>What came out.</summary>
    /// <param name="outputs">Files of the outputs folder, stored.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ResultException">Something is missing or of another type.</exception>
    public async Task<ComponentYield> YieldAsync(ImmutableArray<OutputFile> outputs, CancellationToken cancellationToken)
    {
        if (_reportProblem is not null)
            throw new ResultException(_reportProblem);
        var report = _report is null ? ComponentReport.Empty : ExecutorOutput.Parse(_report);
        _results.WarnOfUndeclared(report);
        var values = Masked(_results.Values(report), "A value");
        var artifacts = await _results.ArtifactsAsync(report, outputs, cancellationToken);
        return new ComponentYield(values, [.. artifacts.Select(each => each with { Items = [.. each.Items.Select(Masked)] })]);
    }

    /// <summary>Everything the component is given, or, when that is too long for an argument and the component can read it from there, the name of a file with it.</summary>
    private (string Text, bool FromFile) WholeInput(Dictionary<string, Value> values)
    {
        var text = ExecutorInput.Of(_component.Component, InOrder(values), _places);
        if (Encoding.UTF8.GetByteCount(text) <= MaxArgumentBytes || !PythonPrelude.RunsExecutor(_component.Component.Command))
            return (text, false);
        var file = Path.Join(_folder.Scratch, "input.json");
        File.WriteAllText(file, text);
        return ("@" + file, true);
    }

    /// <summary>In the order of the declarations, so that the same values give the same text.</summary>
    private IEnumerable<KeyValuePair<string, Value>> InOrder(Dictionary<string, Value> values)
    {
        var declared = _component.Component.Inputs.Select(input => input.Name).ToList();
        return values.OrderBy(pair => declared.IndexOf(pair.Key) is var index && index < 0 ? int.MaxValue : index);
    }

    private void Check(ImmutableArray<string> arguments)
    {
        for (var i = 0; i < arguments.Length; i++)
        {
            if (arguments[i].Contains('\0', StringComparison.Ordinal))
                throw new LayoutException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Argument {i} of '{_component.Component.Name}' contains a NUL character, which arguments cannot contain."));
            var bytes = Encoding.UTF8.GetByteCount(arguments[i]);
            if (bytes > MaxArgumentBytes)
            {
                throw new LayoutException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Argument {i} of '{_component.Component.Name}' has {bytes} bytes; the system allows {MaxArgumentBytes}. Pass large values as artifacts."));
            }
        }
    }

    private Artifact Masked(Artifact artifact) => artifact with
    {
        Uri = artifact.Uri is null ? null : _output.Mask(artifact.Uri),
        Metadata = Masked(artifact.Metadata, $"A property of artifact '{artifact.Name}'"),
    };

    /// <summary>Results are shown and kept, as a log is.</summary>
    private MapValue Masked(MapValue map, string what)
    {
        var masked = (MapValue)Masked(map);
        if (!masked.Equals(map))
            _output.Warn($"{what} contains a secret; it was masked.");
        return masked;
    }

    private Value Masked(Value value) => value switch
    {
        TextValue text => Value.Of(_output.Mask(text.Text)),
        ListValue list => new ListValue([.. list.Items.Select(Masked)]),
        MapValue map => new MapValue([.. map.Entries.Select(entry => new KeyValuePair<string, Value>(_output.Mask(entry.Key), Masked(entry.Value)))]),
        _ => value,
    };
}
