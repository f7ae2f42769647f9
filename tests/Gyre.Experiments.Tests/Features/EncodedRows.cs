using Gyre.Experiments.Features;
using Gyre.Learning;

namespace Gyre.Experiments.Tests.Features;

internal static class EncodedRows
{
    /// <summary>The features of examples, until the test is stopped.</summary>
    public static DenseMatrix Encoded(this ExampleEncoder encoder, TrialRows rows) =>
        encoder.Encode(rows, TestContext.Current.CancellationToken);
}
