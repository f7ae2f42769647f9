using Gyre.Storage.Platform;

namespace Gyre.Storage.Tests.Platform;

public sealed class LinuxFilesTests() : FileLayerConformance(Open)
{
    private static IFileLayer Open(string root)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The calls are Linux's.");
        return new LinuxFiles(root);
    }
}

public sealed class PortableFilesTests() : FileLayerConformance(root => new PortableFiles(root));
