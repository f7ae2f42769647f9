using System.Collections.Immutable;
using System.Text.Json;
using Gyre.Core;
using Gyre.Learning;

namespace Gyre.Cli.Tests.Learn;

/// <summary>A kind of model from outside that notes what it was to be trained with, and refuses to go on.</summary>
internal sealed class CountingKind : ITrainableKind
{
    private static readonly ModelSetting<int> Depth = new("depth", 2, "levels at most.");
    private static readonly ModelSetting<int> Epochs = new("epochs", 5, "number of epochs.");

    public List<(int Depth, int Epochs)> Seen { get; } = [];

    public string Name => "counting";

    public string Algorithm => "count";

    public ImmutableArray<ModelSetting> Settings => [Depth, Epochs];

    public void Check(ModelSettings settings)
    {
        Seen.Add((settings.Get(Depth), settings.Get(Epochs)));
        throw new InvalidInputException("learn.option", "It only counts.");
    }

    public TrainingResult Train(Table table, ModelSettings settings, Action<TrainingProgress>? progress, CancellationToken cancellationToken) =>
        throw new InvalidOperationException("It was refused before.");

    public void Write(Utf8JsonWriter writer, Model model) => throw new InvalidOperationException("There is no model.");

    public Model Read(JsonPart file) => throw file.Refuse("there is no such file", null);

    public Predictions Predict(Model model, Table table) => throw new InvalidOperationException("There is no model.");
}
