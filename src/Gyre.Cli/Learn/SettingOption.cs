using System.CommandLine;
using Gyre.Learning;

namespace Gyre.Cli.Learn;

/// <summary>A setting of a kind of model as an option of the command line.</summary>
/// <param name="Option">The option, named like the setting.</param>
/// <param name="Read">Adds what was given to the settings.</param>
internal sealed record SettingOption(Option Option, Func<ParseResult, ModelSettings, ModelSettings> Read)
{
    /// <summary>The settings of all kinds that can be trained; one that several have is one option.</summary>
    public static IReadOnlyList<SettingOption> Of(ModelKinds kinds) =>
    [
        .. kinds.Trainable.SelectMany(kind => kind.Settings.Select(setting => (kind.Algorithm, Setting: setting)))
            .GroupBy(pair => pair.Setting.Name, StringComparer.Ordinal)
            .Select(group => Of(group.First().Setting, string.Join(", ", group.Select(pair => pair.Algorithm)) + ": ")),
    ];

    public static SettingOption Of(ModelSetting setting, string prefix = "") => setting switch
    {
        ModelSetting<int> whole => Bind(whole, LearnOptions.Number($"--{whole.Name}", whole.Default, prefix + whole.Description)),
        ModelSetting<ulong> seed => Bind(seed, LearnOptions.Number($"--{seed.Name}", seed.Default, prefix + seed.Description)),
        ModelSetting<double> real => Bind(real, LearnOptions.Number($"--{real.Name}", real.Default, prefix + real.Description)),
        ModelSetting<string> text => Bind(text, Text(text, prefix)),
        _ => throw new ArgumentException($"The command line does not support the type of the setting '{setting.Name}'.", nameof(setting)),
    };

    private static Option<string> Text(ModelSetting<string> setting, string prefix)
    {
        var option = LearnOptions.Text($"--{setting.Name}", setting.Default, prefix + setting.Description);
        return setting.Choices.IsEmpty ? option : option.AcceptOnlyFromAmong([.. setting.Choices]);
    }

    private static SettingOption Bind<T>(ModelSetting<T> setting, Option<T> option)
        where T : notnull => new(
            // What was not given keeps the default of the kind that is trained, which may differ between kinds.
            option, (result, settings) => result.GetResult(option) is { Implicit: false } ? settings.With(setting, result.GetValue(option)!) : settings);
}
