using System.Collections.Immutable;

namespace Gyre.Labeling;

/// <summary>What a format has places for, beside shapes and their labels.</summary>
[Flags]
public enum LabelTraits : long
{
    /// <summary>Nothing more.</summary>
    None = 0,

    /// <summary>Name of the data.</summary>
    Name = 1L << 0,

    /// <summary>Ids of items; else the name is the id.</summary>
    ItemIds = 1L << 1,

    /// <summary>Order of items; else they are read by name.</summary>
    ItemOrder = 1L << 2,

    /// <summary>Sizes of images in the file itself.</summary>
    Sizes = 1L << 3,

    /// <summary>Metadata of items.</summary>
    Metadata = 1L << 4,

    /// <summary>The split of each item.</summary>
    Splits = 1L << 5,

    /// <summary>How far people are with items.</summary>
    ItemStatuses = 1L << 6,

    /// <summary>Of these only that an item was skipped.</summary>
    Skipped = 1L << 7,

    /// <summary>Ids of labels; else they are numbered.</summary>
    LabelIds = 1L << 8,

    /// <summary>The list of labels with its order; else those that are used, as they come.</summary>
    LabelList = 1L << 9,

    /// <summary>Colours of labels.</summary>
    Colours = 1L << 10,

    /// <summary>Labels under labels.</summary>
    Hierarchy = 1L << 11,

    /// <summary>Titles and retirement of labels.</summary>
    LabelDetails = 1L << 12,

    /// <summary>Attributes of the ontology.</summary>
    Ontology = 1L << 13,

    /// <summary>Ids of annotations; else they are numbered.</summary>
    AnnotationIds = 1L << 14,

    /// <summary>Attributes of annotations.</summary>
    Attributes = 1L << 15,

    /// <summary>Predictions of models, apart from ground truth.</summary>
    Predictions = 1L << 16,

    /// <summary>Predictions stand behind ground truth.</summary>
    PredictionsLast = 1L << 17,

    /// <summary>Confidence of predictions.</summary>
    Scores = 1L << 18,

    /// <summary>Names of the models of predictions.</summary>
    Models = 1L << 19,

    /// <summary>How something became a label.</summary>
    Making = 1L << 20,

    /// <summary>Who made an annotation.</summary>
    People = 1L << 21,

    /// <summary>What reviewers say.</summary>
    Reviews = 1L << 22,

    /// <summary>The flag difficult.</summary>
    Difficult = 1L << 23,

    /// <summary>The flag truncated.</summary>
    Truncated = 1L << 24,

    /// <summary>The flag occluded.</summary>
    Occluded = 1L << 25,

    /// <summary>The flag crowd.</summary>
    Crowd = 1L << 26,

    /// <summary>Which question an annotation answers.</summary>
    Questions = 1L << 27,

    /// <summary>What is drawn above what.</summary>
    Layers = 1L << 28,

    /// <summary>Frames of films.</summary>
    Frames = 1L << 29,

    /// <summary>Times in recordings.</summary>
    Times = 1L << 30,

    /// <summary>Names of items apart from their ids.</summary>
    ItemNames = 1L << 31,

    /// <summary>Where the content of items is.</summary>
    Sources = 1L << 32,

    /// <summary>Images whose size is not known.</summary>
    Fractions = 1L << 33,

    /// <summary>Annotations of one person stand together.</summary>
    ByPerson = 1L << 34,

    /// <summary>Items are numbered from 1 when their ids are no numbers.</summary>
    NumberedItems = 1L << 35,

    /// <summary>Annotations are numbered through all items from 1 when their ids are no numbers.</summary>
    NumberedAnnotations = 1L << 36,

    /// <summary>Boxes that are given with masks and are not their own.</summary>
    MaskFrames = 1L << 37,

    /// <summary>Shapes without a label.</summary>
    Unlabelled = 1L << 38,

    /// <summary>Polygons of several rings.</summary>
    Rings = 1L << 39,

    /// <summary>Several points that belong together.</summary>
    PointGroups = 1L << 40,

    /// <summary>Attributes of annotations, all of them as texts.</summary>
    TextAttributes = 1L << 41,

    /// <summary>Of splits only train, validation and test.</summary>
    UsualSplits = 1L << 42,

    /// <summary>Attributes of annotations that are lists of at least two texts, beside texts.</summary>
    ListAttributes = 1L << 43,

    /// <summary>Which kinds of shapes a label is for.</summary>
    LabelKinds = 1L << 44,

    /// <summary>Everything there is, in its order.</summary>
    All = Name | ItemIds | ItemOrder | Sizes | Metadata | Splits | ItemStatuses | LabelIds | LabelList | Colours | Hierarchy | LabelDetails
        | Ontology
        | AnnotationIds | Attributes | Predictions | Scores | Models | Making | People | Reviews | Difficult | Truncated | Occluded | Crowd
        | Questions
        | Layers | Frames | Times | ItemNames | Sources | Fractions | MaskFrames | Unlabelled
        | Rings | PointGroups | LabelKinds,
}

/// <summary>A way to write annotations down, and what it has places for.</summary>
/// <param name="Name">What commands call it.</param>
/// <param name="Title">What people call it.</param>
/// <param name="Items">Kinds of items.</param>
/// <param name="Shapes">Shapes of annotations of people.</param>
/// <param name="Traits">What else it has places for.</param>
public sealed record LabelFormat(
    string Name, string Title, ImmutableArray<ItemKind> Items, ImmutableArray<GeometryKind> Shapes, LabelTraits Traits)
{
    /// <summary>Shapes that are written as others.</summary>
    public ImmutableSortedDictionary<GeometryKind, GeometryKind> Becomes { get; init; } = ImmutableSortedDictionary<GeometryKind,
    GeometryKind>.Empty;

    /// <summary>What files of single items end in, for formats that have them.</summary>
    public string FileEnding { get; init; } = "";

    /// <summary>How far coordinates of pixels may be from what was written, in pixels, for an image of 1000 pixels.</summary>
    public double Tolerance { get; init; }

    /// <summary>Whether it has a place for something.</summary>
    public bool Carries(LabelTraits traits) => (Traits & traits) == traits;
}
