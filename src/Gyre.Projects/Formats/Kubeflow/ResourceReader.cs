using System.Collections.Immutable;

namespace Gyre.Projects.Formats.Kubeflow;

/// <summary>Reads what a container asks of the machine.</summary>
internal sealed class ResourceReader(Problems problems)
{
    private const double BytesPerMegabyte = 1 << 20;
    private const double BytesPerGigabyte = 1e9;

    public StepResources Read(Message container, string owner)
    {
        if (container.Child("resources", "cpuLimit", "memoryLimit", "cpuRequest", "memoryRequest", "resourceCpuLimit", "resourceMemoryLimit", "resourceCpuRequest", "resourceMemoryRequest", "accelerator") is not { } resources)
            return new StepResources();
        return new StepResources
        {
            CpuMin = Quantity(resources, "resourceCpuRequest", owner) ?? Positive(resources, "cpuRequest", owner),
            CpuMax = Quantity(resources, "resourceCpuLimit", owner) ?? Positive(resources, "cpuLimit", owner),
            MemoryMin = Quantity(resources, "resourceMemoryRequest", owner) / BytesPerMegabyte ?? Positive(resources, "memoryRequest", owner) * BytesPerGigabyte / BytesPerMegabyte,
            MemoryMax = Quantity(resources, "resourceMemoryLimit", owner) / BytesPerMegabyte ?? Positive(resources, "memoryLimit", owner) * BytesPerGigabyte / BytesPerMegabyte,
            Devices = Devices(resources, owner),
        };
    }

    private ImmutableSortedDictionary<string, double>? Devices(Message resources, string owner)
    {
        if (resources.Child("accelerator", "count", "type", "resourceCount", "resourceType") is not { } accelerator)
            return null;
        var type = accelerator.Text("resourceType") ?? accelerator.Text("type");
        var count = accelerator.Has("resourceCount") ? Quantity(accelerator, "resourceCount", owner) : Positive(accelerator, "count", owner);
        if (type is not { Length: > 0 } || count is not > 0)
            return null;
        return ImmutableSortedDictionary.Create<string, double>(StringComparer.Ordinal).Add(type, count.Value);
    }

    /// <summary>Null for absent, for none, and for what is known only when the task runs.</summary>
    private double? Quantity(Message message, string field, string owner)
    {
        if (message.Text(field) is not { Length: > 0 } text)
            return null;
        if (Placeholders.AreIn(text))
        {
            problems.Warning(
                "resources.placeholder",
                $"{owner}: '{field}' depends on an input and is ignored; resources must be constant.",
                message.Where(field),
                message.Place(field),
                "Set a constant quantity.");
            return null;
        }
        if (Quantities.Parse(text) is { } quantity)
            return quantity > 0 ? quantity : null;
        problems.Error(
            "resources.quantity",
            $"{owner}: '{field}: {Names.Shown(text)}' is not a valid quantity.",
            message.Where(field),
            message.Place(field),
            "Use a number, optionally with a unit such as 'm', 'Mi' or 'Gi'.");
        return null;
    }

    private double? Positive(Message message, string field, string owner)
    {
        if (message.Number(field) is not { } number)
            return null;
        if (number < 0)
            problems.Error("resources.quantity", $"{owner}: '{field}' is negative.", message.Where(field), message.Place(field));
        return number > 0 ? number : null;
    }
}
