using Fluid;
using Fluid.Values;
using FunctionsPlatform.Platform.Liquid;

namespace FunctionsPlatform.Syncs.Mapping;

/// <summary>A Liquid template over a row.</summary>
internal sealed class RowTemplate
{
    private const string Row = "row";
    private const string CurrentTimestamp = "current_timestamp";
    private const int MaxLength = 64 * 1024;

    private static readonly LiquidSandbox Sandbox = new(new LiquidRules
    {
        Characters = 16 * 1024,
        Steps = 10_000,
        Made = 1024 * 1024,
        Tags = ["capture", "tablerow"],
        Filters = [CastFilter.Cast, RegexFilters.Replace, RegexFilters.Match, DateFilter.ToDateTime],
    });

    private readonly LiquidProgram _program;
    private readonly bool _readsRow;
    private readonly bool _readsTime;
    private readonly string[] _columns;

    private RowTemplate(LiquidProgram program)
    {
        _program = program;
        _readsRow = program.Reads.Any(variable => variable.Root == Row);
        _readsTime = program.Reads.Any(variable => variable.Root == CurrentTimestamp);
        _columns = [.. program.Reads.Select(variable => variable.Root).Except([Row, CurrentTimestamp])];
    }

    /// <summary>Whether it may lead to any column.</summary>
    public bool ReadsWholeRow => _program.Reads.Contains(new LiquidVariable(Row, null));

    /// <summary>The names of the columns that it reads, where there are such: a name may also be one that it gives to a value of its own.</summary>
    public IEnumerable<string> Columns => ColumnsOf(_program.Reads);

    /// <summary>The names that can be none but columns'.</summary>
    public IEnumerable<string> RequiredColumns => ColumnsOf(_program.Variables);

    /// <returns>The template, or what is wrong with its text and where.</returns>
    public static (RowTemplate? Template, string? Mistake) Parse(string text)
    {
        var (program, mistake) = Sandbox.Parse(text);
        return (program is null ? null : new RowTemplate(program), mistake);
    }

    /// <exception cref="LiquidException">It cannot be rendered for this row.</exception>
    public string Render(RowVariables row, TimeZoneInfo zone, DateTimeOffset now) => _program.Render(
        context =>
        {
            context.TimeZone = zone;
            context.Now = () => now;
            if (_readsRow)
                context.SetValue(Row, new DictionaryValue(row));
            if (_readsTime)
                context.SetValue(CurrentTimestamp, StringValue.Create(InvariantText.Of(now, new WallClock(zone))));
            foreach (var name in _columns)
            {
                if (row.TryGetValue(name, out var value))
                    context.SetValue(name, value);
            }
        },
        NullEncoder.Default,
        MaxLength);

    private static IEnumerable<string> ColumnsOf(IEnumerable<LiquidVariable> variables) =>
        variables.Select(variable => variable.Root switch { Row => variable.Member, CurrentTimestamp => null, var name => name }).OfType<string>().Distinct();
}
