using System.Collections.Immutable;
using Gyre.Core;
using Gyre.Datasets;

namespace Gyre.Experiments.Features;

/// <summary>How examples become feature vectors.</summary>
internal sealed record EncoderOptions
{
    /// <summary>The parameters that <see cref="Read"/> looks at.</summary>
    public static readonly ImmutableArray<string> Names =
    [
        "image_width", "image_height", "image_colors", "image_mean", "image_deviation", "text_width", "ngrams", "char_ngrams",
        "max_categories", "category_width", "vectors", "scale", "embedding",
    ];

    /// <summary>What images are brought to. Default 32 x 32 in colour.</summary>
    public ImageShape Image { get; init; } = new(32, 32, IsGrey: false);

    /// <summary>How texts are hashed. Default 256 features of pairs of words and of three characters.</summary>
    public HashedText Text { get; init; } = new(256, 2, 3);

    /// <summary>The most labels that get a feature each. Default 100.</summary>
    public int MaxCategories { get; init; } = 100;

    /// <summary>Features of a category that has more labels. Default 64.</summary>
    public int CategoryWidth { get; init; } = 64;

    /// <summary>Whether several numbers are always summarised, even if there are as many in every example.</summary>
    public bool AreVectorsSummarized { get; init; }

    /// <summary>How numbers are scaled: <c>standard</c>, <c>none</c>, or a divisor. Default standard.</summary>
    public string Scale { get; init; } = "standard";

    /// <summary>ONNX models that embed images or texts, as paths relative to <see cref="CodeFolder"/>.</summary>
    public ImmutableArray<string> Embeddings { get; init; } = [];

    /// <summary>The folder of the plan's code.</summary>
    public string CodeFolder { get; init; } = "";

    /// <summary>Reads parameters of a model; others than <see cref="Names"/> are left alone.</summary>
    /// <exception cref="InvalidInputException">A parameter is not valid.</exception>
    public static EncoderOptions Read(MapValue parameters, string codeFolder)
    {
        var read = MapReader.OfParameters(parameters);
        return new EncoderOptions
        {
            Image = ImageShape.Read(read),
            Text = HashedText.Read(read, "text_width"),
            MaxCategories = read.Whole("max_categories", 1, 100_000, 100),
            CategoryWidth = read.Whole("category_width", 1, HashedText.MaxWidth, 64),
            AreVectorsSummarized = read.Word("vectors", "auto", "auto", "summary") == "summary",
            Scale = ScaleIn(read),
            Embeddings = read.Texts("embedding"),
            CodeFolder = codeFolder,
        };
    }

    /// <summary>The rule for numbers of a type: a divisor that fits numbers does not fit dates.</summary>
    public string ScaleOf(ElementType type) => type == ElementType.Datetime && Scale != "none" ? "standard" : Scale;

    private static string ScaleIn(MapReader parameters)
    {
        const string expected = "must be 'standard', 'none' or a number above 0 to divide by";
        return parameters.Find("scale") switch
        {
            null => "standard",
            TextValue { Text: "standard" or "none" } word => word.Text,
            TextValue text when NumberText.TryReadDouble(text.Text, out var divisor) && divisor > 0 && double.IsFinite(divisor) =>
                NumberText.Of(divisor),
            _ => NumberText.Of(parameters.Numbers("scale", expected, static number => number > 0) is [var one]
                ? one
                : throw parameters.Refuse("scale", expected)),
        };
    }
}
