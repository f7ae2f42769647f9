namespace Gyre.Cli.About;

/// <summary>What a shell needs to ask the program for suggestions. The program knows its commands, so a script never goes out of
/// date.</summary>
internal static class CompletionScripts
{
    /// <summary>The shells there are scripts for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "powershell"];

    /// <summary>The script of a shell; null when there is none.</summary>
    public static string? Find(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "powershell" => PowerShell,
        _ => null,
    };

    private const string Bash =
        """
        # bash completion for gyre. Add to ~/.bashrc:  source <(gyre completion bash)
        _gyre() {
          local current="${COMP_WORDS[COMP_CWORD]}" line
          COMPREPLY=()
          while IFS= read -r line; do
            if [[ $line == ":files" ]]; then
              compopt -o filenames 2>/dev/null
              while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
            elif [[ -n $line ]]; then
              COMPREPLY+=("$line")
            fi
          done < <(gyre completion suggest -- "${COMP_WORDS[@]:1:COMP_CWORD-1}" "$current" 2>/dev/null)
        }
        complete -F _gyre gyre
        """;

    private const string Zsh =
        """
        #compdef gyre
        # zsh completion for gyre. Add to ~/.zshrc behind compinit:  source <(gyre completion zsh)
        _gyre() {
          local line
          local -a found
          while IFS= read -r line; do
            if [[ $line == ":files" ]]; then
              _files
            elif [[ -n $line ]]; then
              found+=("$line")
            fi
          done < <(gyre completion suggest -- "${(@)words[2,CURRENT-1]}" "${words[CURRENT]}" 2>/dev/null)
          (( ${#found} )) && compadd -- "${found[@]}"
          return 0
        }
        compdef _gyre gyre
        """;

    private const string Fish =
        """
        # fish completion for gyre. Save as ~/.config/fish/completions/gyre.fish
        function __gyre_suggest
            set -l words (commandline -opc)
            set -l current (commandline -ct)
            set -e words[1]
            for line in (gyre completion suggest -- $words "$current" 2>/dev/null)
                if test "$line" = ":files"
                    __fish_complete_path "$current"
                else
                    echo $line
                end
            end
        end
        complete -c gyre -f -a '(__gyre_suggest)'
        """;

    private const string PowerShell =
        """
        # PowerShell completion for gyre. Add to $PROFILE:  gyre completion powershell | Out-String | Invoke-Expression
        Register-ArgumentCompleter -Native -CommandName gyre -ScriptBlock {
            param($wordToComplete, $commandAst, $cursorPosition)
            $words = @($commandAst.CommandElements | Select-Object -Skip 1 | ForEach-Object { $_.ToString() })
            $new = if ($wordToComplete -eq '') { @('--new') } else { @() }
            gyre completion suggest @new '--' @words 2>$null | ForEach-Object {
                if ($_ -eq ':files') {
                    Get-ChildItem -Name -Path "$wordToComplete*" -ErrorAction SilentlyContinue
                } else {
                    $_
                }
            } | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;
}
