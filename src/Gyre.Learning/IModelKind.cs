using System.Collections.Immutable;
using System.Text.Json;

namespace Gyre.Learning;

/// <summary>
/// A kind of model: what a model file calls it, and how its models are read, written and asked. One object serves all models of its kind and
/// keeps no state; <see cref="ModelKinds"/> is where it is registered.
/// </summary>
/// <remarks>
/// What a model predicts is the kind's own choice: it answers with a subtype of <see cref="Predictions"/>, class probabilities in
/// <see cref="PredictionSet"/>. A number per row or a distribution over arms is another subtype beside it.
/// </remarks>
public interface IModelKind
{
    /// <summary>The <c>kind</c> in a model file, in kebab-case; never changed once files exist.</summary>
    string Name { get; }

    /// <summary>Writes the properties of a model of this kind into the object that is open; <see cref="ModelFile"/> writes those that every kind has.</summary>
    void Write(Utf8JsonWriter writer, Model model);

    /// <summary>Reads what <see cref="Write"/> wrote and checks all of it.</summary>
    /// <param name="file">The whole document; what is wrong in it is refused through <see cref="JsonPart.Refuse(string, string)"/>.</param>
    /// <exception cref="Gyre.Core.InvalidInputException">Something is missing, of another shape, or does not fit.</exception>
    Model Read(JsonPart file);

    /// <summary>Asks a model of this kind about a table whose columns are <see cref="Model.FeatureNames"/> in that order.</summary>
    /// <exception cref="Gyre.Core.InvalidInputException">The model has no finite answer for a row.</exception>
    Predictions Predict(Model model, Table table);
}

/// <summary>A kind of model that this program can train.</summary>
public interface ITrainableKind : IModelKind
{
    /// <summary>The word that chooses it on the command line.</summary>
    string Algorithm { get; }

    /// <summary>What can be set, in the order in which help shows it; <see cref="ModelSettings.Scale"/> and <see cref="ModelSettings.Threads"/> are there for every kind.</summary>
    ImmutableArray<ModelSetting> Settings { get; }

    /// <summary>Refuses settings out of their range, before any data is read.</summary>
    /// <exception cref="Gyre.Core.InvalidInputException">A setting is out of its range.</exception>
    void Check(ModelSettings settings);

    /// <summary>Trains a model.</summary>
    /// <param name="table">Rows with labels.</param>
    /// <param name="settings">Checked before.</param>
    /// <param name="progress">Called on the calling thread after each epoch or iteration.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="Gyre.Core.InvalidInputException">The table is not enough to learn from.</exception>
    /// <exception cref="TrainingDivergedException">The loss overflowed.</exception>
    TrainingResult Train(Table table, ModelSettings settings, Action<TrainingProgress>? progress, CancellationToken cancellationToken);
}
