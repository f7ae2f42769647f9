namespace Gyre.Datasets;

/// <summary>How examples are kept.</summary>
public enum DatasetFormat
{
    /// <summary><c>examples.csv</c>.</summary>
    Csv,

    /// <summary><c>examples.csv.gz</c>, which only Gyre reads.</summary>
    CsvGzip,

    /// <summary><c>examples.csv.zst</c>, which only Gyre reads.</summary>
    CsvZstd,

    /// <summary><c>examples.db</c>, a SQLite database.</summary>
    Sqlite,

    /// <summary><c>examples.parquet</c>, which only Gyre reads.</summary>
    Parquet,
}
