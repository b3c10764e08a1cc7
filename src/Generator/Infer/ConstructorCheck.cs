using System.Collections.Generic;
using System.Linq;
using ModelGen.Generator.Bind;
using ModelGen.Generator.Declarations;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Signatures;
using ModelGen.Generator.Symbols;

namespace ModelGen.Generator.Infer;

/// <summary>Two constructors with the same parameters would not compile.</summary>
internal static class ConstructorCheck
{
    /// <param name="model">The model.</param>
    /// <param name="parameters">The sizes that the generated constructor takes.</param>
    /// <param name="settings">The settings that it takes.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static void Report(
        BoundModel model, IReadOnlyCollection<string> parameters, IReadOnlyCollection<Setting> settings, ProblemSink problems)
    {
        if (model.Declaration.Constructors.IsEmpty)
        {
            return;
        }

        var sizes = parameters.ToLookup(symbol => model.Symbols.Statement(symbol)?.Default is null, _ => "long");
        var types = settings.ToLookup(setting => setting.Default.Length == 0, setting => SettingTable.TypeOf(setting.Type));
        var generated = string.Join(",", sizes[true].Concat(types[true]).Concat(sizes[false]).Concat(types[false]));
        foreach (var own in model.Declaration.Constructors.Where(own => own.Parameters == generated))
        {
            problems.Report(new Problem(
                Descriptors.UnsupportedType,
                Site.Constructor(own.Ordinal),
                "This constructor has the parameters of the generated one: remove it, and move its code to 'partial void Initialize()'."));
        }
    }
}
