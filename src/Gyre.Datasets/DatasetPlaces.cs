using Gyre.Core;
using Gyre.Datasets.Objects;
using Gyre.Datasets.Repositories;
using Gyre.Storage;

namespace Gyre.Datasets;

/// <summary>Opens places that an address names.</summary>
public static class DatasetPlaces
{
    /// <summary>Opens a bucket or a shared folder; nothing is asked of it yet.</summary>
    /// <param name="address"><c>s3://bucket/prefix?endpoint=URL&amp;region=R</c>, or the full path of a folder.</param>
    /// <exception cref="InvalidInputException">The address is none, or there are no credentials (codes <c>artifacts.*</c>).</exception>
    public static IDatasetPlace Open(string address)
    {
        ArgumentException.ThrowIfNullOrEmpty(address);
        if (address.StartsWith("s3://", StringComparison.Ordinal))
            return new ObjectPlace(new BucketFolder(S3Objects.OpenAt(address)));
        return Path.IsPathFullyQualified(address)
            ? new ObjectPlace(new SharedFolder(address, TimeProvider.System))
            : throw new InvalidInputException(
                "dataset.place.address", "The address of the datasets is neither s3://bucket/prefix nor the full path of a folder.");
    }
}
