using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Gyre.Experiments.Setup;

/// <summary>How an experience shows the numbers of its examples: in another order, or turned as a picture.</summary>
/// <param name="Elements">Inputs that take part, in the order of their numbers; an input of several numbers has them all.</param>
internal sealed record InputView(ImmutableArray<string> Elements)
{
    /// <summary>Place k shows the number that is named there; empty for their own order.</summary>
    public ImmutableArray<int> Order { get; init; } = [];

    /// <summary>Angle of the picture, counter-clockwise; 0 for upright.</summary>
    public double Degrees { get; init; }

    /// <summary>Numbers in a row of the picture; 0 where there is none.</summary>
    public int Width { get; init; }

    /// <summary>Whether it shows the examples as they are.</summary>
    [JsonIgnore]
    public bool IsPlain => Degrees % 360 == 0 && Order.Index().All(static place => place.Index == place.Item);
}
