using Gyre.Execution.Platform;

namespace Gyre.Execution.Tests;

public sealed class LinuxProcessHostTests() : ProcessHostConformance(Host())
{
    private protected override bool SeesEverything => true;

    private static LinuxProcessHost Host()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The calls are Linux's.");
        return new LinuxProcessHost();
    }
}

public sealed class PortableProcessHostTests() : ProcessHostConformance(new PortableProcessHost())
{
    private protected override bool SeesEverything => false;
}
