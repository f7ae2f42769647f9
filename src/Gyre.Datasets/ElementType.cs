namespace Gyre.Datasets;

/// <summary>What the values of an element are.</summary>
public enum ElementType
{
    /// <summary>true, false, 0 or 1.</summary>
    Boolean,

    /// <summary>A whole number of at most 4,300 digits.</summary>
    Integer,

    /// <summary>A double; it may be NaN or infinite.</summary>
    Float,

    /// <summary>Any text that is not blank.</summary>
    Text,

    /// <summary>A date, or a date and a time to the second, without a time zone.</summary>
    Datetime,

    /// <summary>A label. The labels of an element are the distinct values in the whole dataset.</summary>
    Category,

    /// <summary>A path of a file of any kind.</summary>
    GenericFile,

    /// <summary>A path of a document.</summary>
    DocumentFile,

    /// <summary>A path of an image.</summary>
    ImageFile,

    /// <summary>A path of a video.</summary>
    VideoFile,

    /// <summary>A path of a recording.</summary>
    AudioFile,

    /// <summary>Declared by the format, but without a text form: every value except null is refused.</summary>
    Shape,
}

/// <summary>Whether a cell holds several values.</summary>
public enum MultiValue
{
    /// <summary>One value.</summary>
    None,

    /// <summary>Several without an order.</summary>
    Unordered,

    /// <summary>Several in order.</summary>
    Ordered,

    /// <summary>Several in order of time.</summary>
    TimeSeries,
}

/// <summary>What an element is for.</summary>
public enum ElementRole
{
    /// <summary>A model sees it.</summary>
    Input,

    /// <summary>A model predicts it.</summary>
    Output,

    /// <summary>Neither.</summary>
    Metadata,
}
