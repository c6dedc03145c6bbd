import { allCommands, type CommandEntry, type OptionEntry } from './command-table.js'

/**
 * The completion script for Windows PowerShell 5.1 and PowerShell 7. Where it offers nothing, PowerShell itself offers
 * files. What is typed is only compared with the words of the script, never evaluated.
 */
export function powershellScript(program: CommandEntry): string {
  return `# Completion of virt-lifecycle for PowerShell 5.1 and later, written by "virt-lifecycle completion powershell".
Register-ArgumentCompleter -Native -CommandName 'virt-lifecycle', 'virt-lifecycle.cmd', 'virt-lifecycle.ps1' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    # For each command: the commands below it, the words of its argument, its options, and the words of their values.
    $table = @{
${allCommands(program).map(commandOf).join('')}    }

    $path = ''
    $option = $null
    $ended = $false
    $elements = @($commandAst.CommandElements | Select-Object -Skip 1 | Where-Object { $_.Extent.EndOffset -lt $cursorPosition })
    foreach ($element in $elements) {
        $word = $element.Extent.Text
        $command = $table[$path]
        if ($null -ne $option) { $option = $null }
        elseif ($ended) { }
        elseif ($word -eq '--') { $ended = $true }
        elseif ($word.StartsWith('-')) { if ($command.Values.ContainsKey($word)) { $option = $word } }
        elseif ($command.Commands.Contains($word)) { $path = "$path $word".Trim() }
    }

    $command = $table[$path]
    $typed = $wordToComplete
    $before = ''
    if ($null -ne $option) { $offered = $command.Values[$option] }
    elseif (-not $ended -and $typed -match '^(--[a-z-]+)=(.*)$' -and $command.Values.ContainsKey($Matches[1])) {
        $offered = $command.Values[$Matches[1]]
        $before = $Matches[1] + '='
        $typed = $Matches[2]
    }
    elseif (-not $ended -and $typed.StartsWith('-')) { $offered = $command.Options }
    elseif ($command.Commands.Count -gt 0) { $offered = $command.Commands }
    else { $offered = $command.Words }

    foreach ($entry in $offered.GetEnumerator()) {
        if ($entry.Key.StartsWith($typed, [StringComparison]::Ordinal)) {
            $text = $before + $entry.Key
            [System.Management.Automation.CompletionResult]::new($text, $entry.Key, 'ParameterValue', $entry.Value)
        }
    }
}
`
}

function commandOf({ path, commands, arguments: args, options }: CommandEntry): string {
  const words = args.flatMap(({ completion }) => completion.words)
  return `        ${quoted(path)} = @{
            Commands = ${dictionary(commands.map(({ name, summary }) => [name, quoted(summary)]))}
            Words = ${dictionary(words.map((word) => [word, quoted(word)]))}
            Options = ${dictionary(options.flatMap(({ flags, description }) => flags.map((flag) => [flag, quoted(description)] as const)))}
            Values = ${table(options.flatMap(valuesOf))}
        }
`
}

function valuesOf({ flags, completion }: OptionEntry): readonly Pair[] {
  if (completion === undefined) return []
  return flags.map((flag) => [flag, dictionary(completion.words.map((word) => [word, quoted(word)]))] as const)
}

/** A key, and a value as PowerShell writes it. */
type Pair = readonly [key: string, value: string]

/** A dictionary that keeps its order. */
function dictionary(pairs: readonly Pair[]): string {
  return `[ordered]${table(pairs)}`
}

function table(pairs: readonly Pair[]): string {
  return `@{${pairs.map(([key, value]) => ` ${quoted(key)} = ${value}`).join(';')} }`
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`
}
