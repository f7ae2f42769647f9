using Gyre.Labeling;

namespace Gyre.Labeling.Tests.Formats;

/// <summary>A folder that is gone when it is disposed.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public ScratchFolder() => Root = Directory.CreateTempSubdirectory("gyre-labels").FullName;

    public string Root { get; }

    public string this[string name] => Path.Join(Root, name);

    public string Write(string name, string text)
    {
        var path = this[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    /// <summary>Where data of a format is put.</summary>
    public string PlaceFor(string format, string name) => this[name + format switch
    {
        "coco" or "labelstudio" or "canonical" or "gyre" => ".json",
        "cvat" => ".xml",
        "csv" => ".csv",
        "jsonl" => ".jsonl",
        "conll" => ".conll",
        _ => "",
    }];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
